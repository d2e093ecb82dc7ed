# METADATA
# title: The Vertical Pod Autoscaler runs for the service's VerticalPodAutoscalers
# description: |
#   A VerticalPodAutoscaler is an object: without the recommender it recommends nothing, and without the updater and the
#   admission controller nothing is changed, whatever its mode says.
#
#   kready asks whether these run, and whether the service's objects are meant to change pods: the mode Off recommends
#   alone. One whose target does not come with the service is unknown, as other workloads of the cluster are not read, unless its
#   namespace is not there either. Whether an autoscaler of the same metric works against it is `scaling/one-scaler`.
# related_resources:
# - ref: https://github.com/kubernetes/autoscaler/blob/master/vertical-pod-autoscaler/docs/components.md
# custom:
#   subject: service
#   level: present
#   tier: should
#   requires: [cluster/custom-kinds]
#   since: 0.2.0
#   standsWithout:
#     any: [workloads/cronjobs]
#   remediation: |
#     Have the platform install all three parts of the Vertical Pod Autoscaler: the recommender, the updater and the
#     admission controller.
#   remedies:
#   - state: aimless
#     text: |
#       Let `targetRef` name the workload as its manifest does: `apiVersion`, `kind` and `name`.
package kready.scaling["vpa-there"]

import data.kready.internal.absence
import data.kready.internal.landing
import data.kready.internal.optins
import data.kready.lib

vpas := landing.objects_of("autoscaling.k8s.io", "VerticalPodAutoscaler")

mode := "spec.updatePolicy.updateMode"

skip contains "the service has no VerticalPodAutoscaler" if count(vpas) == 0

# hidden holds where the provider runs all of it.
hidden if {
	some impl in lib.running("scaling/pods")
	impl.state == "hidden"
}

brought if optins.brings({"vpa-recommender", "vpa-updater", "vpa-admission-controller"})

recommends if count(lib.running("scaling/recommender")) > 0

recommends if hidden

recommends if brought

nothing_applies if {
	count(lib.running("scaling/pods")) == 0
	not brought
}

faults contains {"vpa": v, "text": "the Vertical Pod Autoscaler does nothing for it: its recommender does not run"} if {
	not recommends
	some v in vpas
}

faults contains {"vpa": v, "text": text} if {
	recommends
	nothing_applies
	text := "the Vertical Pod Autoscaler does nothing for it: neither its updater nor its admission controller runs, and the mode is not Off"
	some v in vpas
	landing.value(v, mode) != "Off"
}

possible := absence.possible("scaling/pods") | absence.possible("scaling/recommender")

# aimless are those whose target the service does not bring.
aimless contains {"vpa": v, "target": sprintf("%s %s", [kind, name])} if {
	some v in vpas
	kind := landing.value(v, "spec.targetRef.kind")
	name := landing.value(v, "spec.targetRef.name")
	name != ""
	not landing.brought(group_of(landing.value(v, "spec.targetRef.apiVersion")), kind, v.namespace, name)
	not of_platform(kind, v.namespace, name)
}

aimless_finding(a, message) := object.union(
	landing.finding(a.vpa, landing.line(a.vpa, "spec.targetRef.name"), "service", message),
	{"state": "aimless"},
)

group_of(version) := split(version, "/")[0] if contains(version, "/")

group_of(version) := "" if not contains(version, "/")

of_platform(kind, namespace, name) if {
	some w in input.workloads
	w.kind == kind
	w.namespace == namespace
	w.name == name
}

gap contains aimless_finding(a, sprintf("%s, which it is for, does not come with the service, and its namespace is not there", [a.target])) if {
	some a in aimless
	not landing.namespace_there(a.vpa.namespace)
}

gap contains landing.finding(f.vpa, landing.line(f.vpa, mode), "platform", f.text) if {
	count(possible) == 0
	some f in faults
}

unknown contains aimless_finding(a, sprintf("%s, which it is for, does not come with the service: whether it is there is not known", [a.target])) if {
	some a in aimless
	landing.namespace_there(a.vpa.namespace)
}

unknown contains landing.finding(f.vpa, landing.line(f.vpa, mode), "platform", sprintf("%s, unless it is what is not recognised", [f.text])) if {
	count(possible) > 0
	some f in faults
}

state contains "aimless" if {
	some f in gap
	object.get(f, "state", "") == "aimless"
}

summary.pass contains sprintf("%s, for which it runs", [lib.counted(count(vpas), "VerticalPodAutoscaler", "VerticalPodAutoscalers")])

summary.gap contains "VerticalPodAutoscalers of the service would do nothing"

summary.unknown contains "whether the Vertical Pod Autoscaler does anything for the service is not known"
