# METADATA
# title: Every application namespace enforces a Pod Security level
# description: |
#   Without a level, whoever may create pods in a namespace may create privileged ones, mount
#   the node's disk and so take over the node, and with it everything that runs there. The
#   admission that prevents it is built in, and does nothing until it is asked to.
#
#   Each namespace for applications must carry `pod-security.kubernetes.io/enforce` with
#   `baseline` or `restricted`. Left out are namespaces of Kubernetes, of the platform's own
#   products and of admission webhooks. Whether `enforce-version` is pinned is told and not judged. OpenShift and GKE
#   Autopilot restrict pods by themselves, and the check does not apply there.
#
#   An API server that runs with Pod Security switched off (`--disable-admission-plugins`) is a gap.
#   A policy engine that refuses something, a ValidatingAdmissionPolicy on pods, or a default level in the API
#   server's admission configuration can do the same. kready sees that these are there, and not
#   what they demand: the answer is then unknown.
# related_resources:
# - ref: https://kubernetes.io/docs/concepts/security/pod-security-admission/
# - ref: https://kubernetes.io/docs/tasks/configure-pod-container/enforce-standards-namespace-labels/
# custom:
#   level: configured
#   tier: must
#   since: 0.1.0
#   standsWithout:
#     gap: [version]
#     skip: [version]
#     any: [workloads/pods]
#   remediation: |
#     See first what would be refused, then enforce it:
#
#         kubectl label --dry-run=server --overwrite ns NAME pod-security.kubernetes.io/enforce=baseline
#         kubectl label --overwrite ns NAME pod-security.kubernetes.io/enforce=baseline \
#           pod-security.kubernetes.io/warn=restricted
#
#     Put the labels where namespaces are made, so that new ones have them as well.
package kready.policy["psa-labels"]

import data.kready.internal.admission
import data.kready.internal.namespaces
import data.kready.internal.podsecurity
import data.kready.lib

level(ns) := object.get(ns.labels, "pod-security.kubernetes.io/enforce", "")

without_level := [ns | some ns in namespaces.apps; level(ns) in {"", "privileged"}]

# mislabelled are those whose label is no level. The API server holds their pods to restricted:
# https://github.com/kubernetes/kubernetes/blob/master/staging/src/k8s.io/pod-security-admission/api/helpers.go
mislabelled := [ns | some ns in namespaces.apps; not level(ns) in {"", "privileged", "baseline", "restricted"}]

pinned := [ns |
	some ns in namespaces.apps
	object.get(ns.labels, "pod-security.kubernetes.io/enforce-version", "latest") != "latest"
]

level_text(ns) := "it enforces no Pod Security level" if level(ns) == ""

level_text(ns) := sprintf("it enforces %s, which forbids nothing", [level(ns)]) if level(ns) == "privileged"

# other_enforcement are texts on what else may enforce the same.
other_enforcement contains sprintf("%s may enforce the same: what its policies demand is not read", [lib.names(engines)]) if {
	engines := admission.enforcing | admission.doubtful
	count(engines) > 0
}

other_enforcement contains sprintf("ValidatingAdmissionPolicy %s denies pods: what it demands is not read", [p.name]) if {
	some p in input.admissionPolicies
	p.exists
	some r in p.resources
	r in {"/pods", "/*", "*/*", "*/pods"}
	some b in p.bindings
	"Deny" in b.actions
}

other_enforcement contains text if some text in podsecurity.defaults

# The admission that labels ask for can be switched off.
gap contains lib.finding(w.kind, w.namespace, w.name, "it runs with --disable-admission-plugins=PodSecurity: no label is looked at") if {
	some w in podsecurity.switched_off
}

gap contains lib.finding("Namespace", "", ns.name, level_text(ns)) if {
	count(other_enforcement) == 0
	count(podsecurity.unlooked) == 0
	some ns in without_level
}

# What no level is stays a fault beside whatever else restricts pods: those that ask for more are refused.
gap contains lib.finding("Namespace", "", ns.name, mislabelled_text(ns)) if {
	count(podsecurity.unlooked) == 0
	count(podsecurity.switched_off) == 0
	some ns in mislabelled
}

mislabelled_text(ns) := sprintf(
	"its label pod-security.kubernetes.io/enforce says %s, which is no Pod Security level: the API server holds its pods to restricted",
	[level(ns)],
)

unknown contains {"message": text} if {
	count(without_level) > 0
	some text in other_enforcement
}

unknown contains {"message": text} if {
	count(namespaces.apps) > 0
	some text in podsecurity.unlooked
}

skip contains "OpenShift restricts pods by SecurityContextConstraints" if input.distribution.name == "openshift"

skip contains "GKE Autopilot restricts pods by itself" if "Autopilot" in input.distribution.features

skip contains "there is no namespace for applications yet" if count(namespaces.apps) == 0

amount := lib.counted(count(namespaces.apps), "application namespace", "application namespaces")

summary contains sprintf("%d of %s %s no Pod Security level", [count(without_level), amount, enforce(count(without_level))]) if count(without_level) > 0

summary contains sprintf("%d of %s %s a label that is no level", [count(mislabelled), amount, have(count(mislabelled))]) if {
	count(mislabelled) > 0
	count(podsecurity.switched_off) == 0
}

summary contains "Pod Security is switched off in the API server" if count(podsecurity.switched_off) > 0

summary contains sprintf("%s at least baseline%s", [lib.counted(count(namespaces.apps), "application namespace enforces", "application namespaces enforce"), versions]) if {
	count(without_level) + count(mislabelled) == 0
	count(namespaces.apps) > 0
	count(podsecurity.switched_off) == 0
}

have(1) := "has"

have(n) := "have" if n != 1

enforce(1) := "enforces"

enforce(n) := "enforce" if n != 1

versions := "" if count(pinned) == 0

versions := sprintf(", %d with a pinned version", [count(pinned)]) if count(pinned) > 0
