# METADATA
# title: VerticalPodAutoscalers are applied, and share no metric with a HorizontalPodAutoscaler
# description: |
#   Where one autoscaler sets the CPU requests of pods and another one their number by the same CPU, each undoes what the other
#   does: fewer pods that ask for more, then more pods that ask for less. And a VerticalPodAutoscaler of which only the
#   recommender runs changes nothing, whatever its mode says.
#
#   kready looks at VerticalPodAutoscalers whose mode is not Off, and at HorizontalPodAutoscalers of the same workload which
#   scale by CPU or memory. Resources that the VerticalPodAutoscaler is told to leave alone
#   (`controlledResources`) are left out; where it has policies that switch containers off, it is not
#   judged. Those that are there need the recommender, and those that are not Off the updater and the admission controller as well:
#   without the latter the updater evicts no pod, unless it is told not to ask for it, and where no webhook configuration calls it, pods that are evicted come back
#   with what they had. Which of them a recommender of somebody's own serves
#   (`spec.recommenders`) is not known. What a VerticalPodAutoscaler says of itself counts, too: that it matches no pods, or asks for what is not supported.
# related_resources:
# - ref: https://github.com/kubernetes/autoscaler/blob/master/vertical-pod-autoscaler/docs/known-limitations.md
# custom:
#   level: configured
#   tier: could
#   since: 0.2.0
#   standsWithout:
#     any: [workloads/cronjobs]
#     asked: [webhooks]
#     pass: [workloads/pods]
#   remediation: |
#     Let the VerticalPodAutoscaler set what the other one does not scale by (`controlledResources: [memory]`), or
#     scale by another metric, or set its `updateMode` to `Off` and read its recommendations only:
#
#         kubectl -n NAMESPACE patch verticalpodautoscaler NAME --type=merge -p '{"spec":{"updatePolicy":{"updateMode":"Off"}}}'
#   remedies:
#   - state: not-applied
#     text: |
#       Install the updater and the admission controller of the Vertical Pod Autoscaler beside its recommender.
#   - state: not-called
#     text: |
#       Let the admission controller register itself (`--register-webhook`, which is its default) and restart it, or apply the
#       MutatingWebhookConfiguration of the chart that it came with. What calls it, and its log, show
#
#           kubectl get mutatingwebhookconfigurations
#           kubectl -n NAMESPACE logs deployment/NAME
#   - state: no-recommender
#     text: |
#       Install the recommender of the Vertical Pod Autoscaler, or delete what asks for it:
#
#           kubectl get verticalpodautoscalers --all-namespaces
#   - state: said
#     text: |
#       Let its `spec.targetRef` name a workload that has pods, in the same namespace:
#
#           kubectl -n NAMESPACE describe verticalpodautoscaler NAME
package kready.scaling.vpa

import data.kready.internal.absence
import data.kready.internal.conditions
import data.kready.internal.manifests
import data.kready.internal.products
import data.kready.internal.unread
import data.kready.internal.vertical
import data.kready.lib

# known holds where the cluster knows the kind.
known if {
	some c in input.crds
	c.name == vertical.kind
}

here if {
	known
	not manifests.not_applied
}

not_applied := "neither the updater nor the admission controller of the Vertical Pod Autoscaler runs"

# half holds where the recommender is seen, and nothing that applies what it recommends.
half if {
	count(lib.running("scaling/recommender")) > 0
	count(lib.running("scaling/pods")) == 0
}

gap contains lib.finding("VerticalPodAutoscaler", v.namespace, v.name, sprintf("it sets %s of %s %s, and HorizontalPodAutoscaler %s scales by it", [
	concat(" and ", vertical.shared(v, h)), h.targetKind, h.targetName, h.name,
])) if {
	here
	some v in vertical.active
	some h in vertical.rivals(v)
	count(vertical.shared(v, h)) > 0
}

gap contains {
	"message": sprintf("the recommender of the Vertical Pod Autoscaler does not run: %s nothing", [
		lib.counted(count(recommended), "VerticalPodAutoscaler recommends", "VerticalPodAutoscalers recommend"),
	]),
	"state": "no-recommender",
} if {
	without_recommender
	count(possible) == 0
}

gap contains {
	"message": sprintf("%s not Off, and the admission controller of the Vertical Pod Autoscaler does not run: new pods are not given what is recommended", [
		lib.counted(count(vertical.active), "VerticalPodAutoscaler is", "VerticalPodAutoscalers are"),
	]),
	"state": "not-applied",
} if {
	unadmitted
	count(possible) == 0
}

gap contains finding if some finding in said

gap contains object.union(
	lib.finding(w.kind, w.namespace, w.name, sprintf("it runs, and no webhook configuration calls it: %s no pod, and what is evicted comes back with what it had", [
		lib.counted(count(vertical.active), "VerticalPodAutoscaler changes", "VerticalPodAutoscalers change"),
	])),
	{"state": "not-called"},
) if {
	not_called
	not unread.incomplete("webhooks")
	some w in admission_controllers
}

gap contains {"message": sprintf("%s not Off, and %s", [lib.counted(count(vertical.active), "VerticalPodAutoscaler is", "VerticalPodAutoscalers are"), not_applied])} if {
	here
	half
	count(vertical.active) > 0
}

# not_called holds where the admission controller runs and no webhook configuration is known that calls it. It registers
# itself by this name: https://github.com/kubernetes/autoscaler/blob/master/vertical-pod-autoscaler/pkg/admission-controller/config.go
not_called if {
	here
	count(vertical.active) > 0
	count(admission_controllers) > 0
	not called
}

called if {
	some config in input.webhooks
	config.kind == "MutatingWebhookConfiguration"
	some hook in config.webhooks
	calls_it(config, hook)
}

calls_it(_, hook) if endswith(hook.name, "vpa.k8s.io")

calls_it(config, _) if contains(config.name, "vpa")

calls_it(_, hook) if "autoscaling.k8s.io/verticalpodautoscalers" in hook.resources

admission_controllers := [w |
	some impl in input.inventory
	impl.name == "vpa"
	some w in lib.workloads_of(impl)
	some c in w.containers
	contains(c.image.repository, "vpa-admission-controller")
]

# part holds for a part of the product that is seen, by its image.
part(name) if {
	some impl in input.inventory
	impl.name == "vpa"
	some w in lib.workloads_of(impl)
	some c in w.containers
	contains(c.image.repository, name)
}

hidden if {
	some impl in input.inventory
	impl.name == "vpa"
	impl.state == "hidden"
}

# recommended are those that the product's own recommender is to serve.
recommended := [v | some v in products.objects(vertical.kind); count(products.values(v, "spec.recommenders[].name")) == 0]

possible := absence.possible("scaling/pods") | absence.possible("scaling/recommender")

without_recommender if {
	here
	count(recommended) > 0
	not hidden
	count(lib.running("scaling/recommender")) == 0
}

# unadmitted holds where the updater runs and nothing gives pods what is recommended:
# https://github.com/kubernetes/autoscaler/blob/master/vertical-pod-autoscaler/docs/flags.md, use-admission-controller-status
unadmitted if {
	here
	count(vertical.active) > 0
	not hidden
	part("vpa-updater")
	not part("vpa-admission-controller")
}

unknown contains finding if {
	judged_by_parts
	some finding in possible
}

unknown contains {"message": text} if {
	not_called
	unread.incomplete("webhooks")
	some text in unread.resources("webhooks")
}

unknown contains {"message": text} if {
	here
	some text in products.unread({vertical.kind})
}

# A snapshot of an older kready does not say what a HorizontalPodAutoscaler scales by.
unknown contains lib.finding("HorizontalPodAutoscaler", h.namespace, h.name, "the snapshot does not say what it scales by") if {
	here
	some v in vertical.active
	some h in vertical.rivals(v)
	count(h.metrics) == 0
}

judged_by_parts if without_recommender

judged_by_parts if unadmitted

# said are what VerticalPodAutoscalers say of themselves: https://github.com/kubernetes/autoscaler/blob/master/vertical-pod-autoscaler/pkg/apis/autoscaling.k8s.io/v1/types.go
said := [object.union(lib.finding("VerticalPodAutoscaler", v.namespace, v.name, conditions.text(c)), {"state": "said"}) |
	here
	some v in products.objects(vertical.kind)
	some c in v.conditions
	c.type in {"ConfigUnsupported", "NoPodsMatched"}
	c.status == "True"
]

state contains "not-called" if {
	not_called
	not unread.incomplete("webhooks")
}

state contains "said" if count(said) > 0

state contains "no-recommender" if {
	without_recommender
	count(possible) == 0
}

state contains "not-applied" if {
	unadmitted
	count(possible) == 0
}

state contains "not-applied" if {
	here
	half
	count(vertical.active) > 0
}

skip contains "the kind VerticalPodAutoscaler does not exist here" if not known

skip contains "there is no VerticalPodAutoscaler that changes pods" if {
	known
	products.read(vertical.kind)
	count(vertical.active) == 0
	not without_recommender
	count(said) == 0
}

skip contains "the manifests are not applied" if {
	known
	manifests.not_applied
	count(vertical.active) > 0
}

summary.pass contains sprintf("none of %s sets what a HorizontalPodAutoscaler scales by", [lib.counted(count(vertical.active), "VerticalPodAutoscaler", "VerticalPodAutoscalers")])

summary.gap contains "VerticalPodAutoscalers are not applied, or undo what others do"

summary.unknown contains "whether autoscalers undo what others do is not known"
