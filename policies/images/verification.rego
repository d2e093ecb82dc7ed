# METADATA
# title: Something verifies the signatures of images before they run
# description: |
#   Whoever can push to a registry, or stand in for it, can run what they like in the cluster, under a name that everybody
#   trusts. A signature that is checked at admission ties an image to the build that made it.
#
#   kready looks for one that runs: Kyverno with a policy that verifies images and refuses, Sigstore's policy-controller with
#   a ClusterImagePolicy, Connaisseur or Portieris. Ratify answers for Gatekeeper, whose constraints do not say that
#   they ask it: unknown. GKE's Binary Authorization and OpenShift's nodes verify out of sight: unknown there as well. It
#   does not see for which images and namespaces, whose signatures are trusted, or verification on
#   nodes (containerd's image verifiers) and in the pipeline.
# related_resources:
# - ref: https://kubernetes.io/docs/tasks/administer-cluster/verify-signed-artifacts/
# - ref: https://kyverno.io/docs/policy-types/image-validating-policy/
# - ref: https://docs.sigstore.dev/policy-controller/overview/
# custom:
#   level: present
#   tier: could
#   since: 0.2.0
#   standsWithout:
#     any: [workloads/cronjobs]
#     pass: [workloads, nodes]
#   remediation: |
#     Where Kyverno runs, add an ImageValidatingPolicy for your registry, first with `validationActions: [Audit]`, then with
#     `[Deny]`. Otherwise install Sigstore's policy-controller, and sign images in the build with cosign.
#   remedies:
#   - distributions: [gke]
#     text: |
#       Turn on Binary Authorization for the cluster, with a policy that requires attestations.
#   - state: lenient
#     text: |
#       Let the policies that verify images refuse: in an ImageValidatingPolicy `validationActions: [Deny]`, in the rules
#       of a ClusterPolicy `verifyImages[].failureAction: Enforce`, in a ClusterImagePolicy `mode: enforce`.
package kready.images.verification

import data.kready.internal.admission
import data.kready.internal.engine_policies
import data.kready.internal.manifests
import data.kready.internal.namespaces
import data.kready.internal.products
import data.kready.internal.workloads
import data.kready.lib

role := "images/verification"

# Kyverno has policies of several kinds that verify images.
cel_kinds := {"imagevalidatingpolicies.policies.kyverno.io", "namespacedimagevalidatingpolicies.policies.kyverno.io"}

rules_kinds := {"clusterpolicies.kyverno.io", "policies.kyverno.io"}

sigstore_kind := "clusterimagepolicies.policy.sigstore.dev"

kyverno contains impl if {
	some impl in lib.running("policy/engine")
	impl.name == "kyverno"
	not workloads.stopped(impl)
}

# verifying are policies that verify images: their names, and why they refuse nothing, "" for one that does.
verifying contains {"name": engine_policies.named(item), "why": engine_policies.lenience("kyverno", kind, item)} if {
	count(kyverno) > 0
	some kind in cel_kinds
	some item in products.objects(kind)
}

verifying contains {"name": engine_policies.named(item), "why": by_rules(item)} if {
	count(kyverno) > 0
	some kind in rules_kinds
	some item in products.objects(kind)
	"{}" in products.values(item, "spec.rules[].verifyImages")
}

verifying contains {"name": item.name, "why": by_mode(item)} if {
	"sigstore-policy-controller" in alone
	called
	some item in products.objects(sigstore_kind)
}

# by_rules judges a policy with rules that verify images: https://kyverno.io/docs/policy-types/cluster-policy/verify-images/
by_rules(item) := "is not used at admission" if {
	products.value(item, "spec.admission") == "false"
} else := "" if {
	some action in products.values(item, "spec.rules[].verifyImages[].failureAction")
	lower(action) == "enforce"
} else := "" if {
	lower(products.value(item, "spec.validationFailureAction")) == "enforce"
} else := "only audits"

by_mode(item) := "only warns" if {
	products.value(item, "spec.mode") == "warn"
} else := ""

refusing := [p.name | some p in verifying; p.why == ""]

lenient contains sprintf("%s %s", [p.name, p.why]) if {
	some p in verifying
	p.why != ""
}

# alone are products that run and verify images themselves.
alone contains impl.name if {
	some impl in lib.running(role)
	not workloads.stopped(impl)
}

sigstore contains impl if {
	some impl in lib.running(role)
	impl.name == "sigstore-policy-controller"
}

# called holds where the API server asks policy-controller for some namespace of services: without the label
# policy.sigstore.dev/include it does for none. https://docs.sigstore.dev/policy-controller/overview/
called if {
	some impl in sigstore
	count(admission.hooks(impl)) == 0 # they cannot be seen
}

called if count(namespaces.apps) == 0

called if {
	some impl in sigstore
	some ns in namespaces.apps
	admission.called_for(impl, ns)
}

uncalled if {
	"sigstore-policy-controller" in alone
	not called
}

# sure are those that verify by what they are installed for.
sure := alone & {"connaisseur", "portieris"}

passes if count(refusing) > 0

passes if count(sure) > 0

# asked are the kinds that the answer rests on.
asked contains kind if {
	count(kyverno) > 0
	some kind in (cel_kinds | rules_kinds)
}

asked contains sigstore_kind if "sigstore-policy-controller" in alone

unread contains text if some text in products.unread(asked)

unread contains text if {
	count(kyverno) > 0
	some kind in rules_kinds
	some text in products.unasked(kind, {"spec.rules[].verifyImages"})
}

unread contains "Ratify runs: whether a constraint of Gatekeeper asks it is not read" if "ratify" in alone

unread contains sprintf("%s may verify images on its nodes or in its control plane, which is not seen", [input.distribution.title]) if {
	input.distribution.name in {"gke", "openshift"}
}

stopped contains finding if {
	some impl in lib.running(role)
	workloads.stopped(impl)
	some finding in workloads.down(impl)
}

idle if {
	not passes
	count(verifying) == 0
}

gap contains {"message": sprintf("the policies that verify images refuse nothing: %s", [lib.shortened(lenient)])} if {
	not passes
	count(lenient) > 0
	count(unread) == 0
}

gap contains finding if {
	not passes
	some finding in stopped
}

gap contains {"message": "policy-controller runs, and no namespace of services has the label policy.sigstore.dev/include: it verifies none of their images"} if {
	idle
	uncalled
}

gap contains {"message": "policy-controller runs, and there is no ClusterImagePolicy"} if {
	idle
	not uncalled
	"sigstore-policy-controller" in alone
	not manifests.not_applied
	count(unread) == 0
}

unknown contains {"message": text} if {
	not passes
	count(verifying) > 0
	some text in unread
}

unknown contains {"message": text} if {
	idle
	count(alone) > 0
	some text in unread
}

skip contains "nothing that kready knows verifies images here" if {
	idle
	count(lib.running(role)) == 0
}

skip contains "policy-controller is not applied yet: its policies come later" if {
	idle
	manifests.not_applied
	"sigstore-policy-controller" in alone
}

state contains "lenient" if {
	not passes
	count(lenient) > 0
	count(unread) == 0
}

summary.pass contains sprintf("%s verify images and refuse: %s", [lib.counted(count(refusing), "policy", "policies"), lib.shortened(sort(refusing))]) if count(refusing) > 0

summary.pass contains sprintf("%s runs", [concat(" and ", sure)]) if {
	count(refusing) == 0
	count(sure) > 0
}

summary.gap contains "what is there to verify images refuses none"

summary.unknown contains "whether images are verified is not known"
