# METADATA
# title: Something refuses what breaks a rule at admission
# description: |
#   Permissions say who may create a Deployment, not what may be in it. Without rules at
#   admission each service brings its own idea of images, limits and privileges, and the first
#   one that takes a node down with it is found afterwards.
#
#   kready looks for a policy engine (Kyverno, Gatekeeper, Kubewarden and others) that has a
#   ready pod, that the API server calls for Kubernetes' own kinds in at least one namespace of
#   services, and that has at least one policy which refuses; or for a ValidatingAdmissionPolicy
#   that is bound with `Deny`. An engine whose policies all audit, warn or change objects
#   refuses nothing. Policies about CRDs alone do not count: products bring them to guard
#   themselves. What the rules demand is not read; for engines that keep them in a configuration
#   of their own (OPA with kube-mgmt, Polaris) the answer is unknown.
#   MutatingAdmissionPolicies are not looked at. Where an
#   engine was removed and its webhooks were not, `policy/webhook-backends` and
#   `cluster/left-overs` tell it, and this check waits. Pod Security levels are asked about
#   by `policy/psa-labels`; a cluster for which they are enough can do without this.
# related_resources:
# - ref: https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/
# - ref: https://kubernetes.io/docs/concepts/security/security-checklist/
# - ref: https://kyverno.io/docs/policy-types/cluster-policy/validate/
# - ref: https://open-policy-agent.github.io/gatekeeper/website/docs/violations/
# custom:
#   level: present
#   tier: should
#   since: 0.1.0
#   standsWithout:
#     pass: [workloads/pods, admissionPolicies]
#   remediation: |
#     Start with a ValidatingAdmissionPolicy, which needs nothing installed: one rule that
#     matters, bound with `validationActions: [Audit]` first and `[Deny]` then. Take
#     an engine when you need to change objects, test policies or report on what is there.
#   remedies:
#   - before: "1.30"
#     text: |
#       Install an engine, Kyverno or Gatekeeper in a release that is for this version of Kubernetes, and give it
#       one rule that matters, which audits first and refuses then.
#   - state: lenient
#     text: |
#       Let the policies that have no violations refuse: in Kyverno `failureAction: Enforce` in
#       each rule, in Gatekeeper `enforcementAction: deny`, in Kubewarden `mode: protect`. The
#       reports of the audit say which these are: `kubectl get policyreports -A`, or the
#       constraints' `status.totalViolations`.
#   - state: not-ready
#     text: |
#       See why the policies that the finding names are not ready: their conditions say it, as the logs of the engine's admission
#       controller do, or of the policy server that a policy of Kubewarden names. For Kyverno:
#
#           kubectl describe clusterpolicies.kyverno.io
#           kubectl describe policies.kyverno.io -A
#   - state: no-policy
#     text: |
#       Give the engine policies that are meant to refuse something, auditing at first, then refusing: most engines
#       publish a set for the Pod Security levels.
#   - state: stopped
#     text: |
#       Bring the engine's pods up:
#
#           kubectl -n NAMESPACE get deployments,pods
#   - state: not-called
#     text: |
#       See which webhook configurations call the engine, and for which namespaces; engines
#       write them themselves, by their own configuration:
#
#           kubectl get validatingwebhookconfigurations,mutatingwebhookconfigurations
package kready.policy.engine

import data.kready.internal.absence
import data.kready.internal.admission
import data.kready.internal.manifests
import data.kready.lib

# denying are policies that refuse something other than CRDs.
denying contains p.name if {
	some p in input.admissionPolicies
	p.exists
	some b in p.bindings
	"Deny" in b.actions
	some r in p.resources
	not startswith(r, "apiextensions.k8s.io/")
}

idle contains p.name if {
	some p in input.admissionPolicies
	p.exists
	not p.name in denying
}

# nothing holds when nothing is known to refuse anything.
nothing if {
	count(admission.enforcing) == 0
	count(denying) == 0
}

missing if {
	nothing
	count(admission.doubtful) == 0
	count(absence.possible("policy/engine")) == 0
	not absence.expected("policy/engine")
}

gap contains {"message": "no known policy engine runs, and no ValidatingAdmissionPolicy denies anything but CRDs"} if {
	missing
	count(admission.running) == 0
}

gap contains finding if {
	missing
	not manifests.not_applied
	some impl in admission.running
	some finding in admission.faults(impl)
}

gap contains finding if {
	missing
	some finding in absence.findings("policy/engine")
}

gap contains lib.finding("ValidatingAdmissionPolicy", "", name, "it denies nothing, or only CRDs") if {
	missing
	some name in idle
}

# An engine that was removed without its webhooks is reported by other checks.
skip contains sprintf("%s was removed, and its webhooks were not: that comes first", [impl.title]) if {
	missing
	some impl in input.inventory
	impl.state == "remnant"
	"policy/engine" in impl.roles
	count(impl.registrations) > 0
}

# An engine's own manifests do not hold the policies that it is given later.
unknown contains finding if {
	missing
	manifests.not_applied
	some impl in admission.running
	some finding in admission.faults(impl)
}

unknown contains finding if {
	nothing
	some impl in admission.doubtful
	some finding in admission.doubts(impl)
}

unknown contains finding if {
	nothing
	some finding in absence.possible("policy/engine")
}

unknown contains {"message": sprintf("%s is asked for; whether it comes up cannot be told from manifests", [who])} if {
	nothing
	count(admission.running) == 0
	who := absence.expected("policy/engine")
}

state contains "stopped" if "stopped" in states

state contains "not-called" if "not-called" in states

state contains "not-ready" if "not-ready" in states

state contains "no-policy" if "no-policy" in states

state contains "lenient" if "lenient" in states

states contains one if {
	some impl in admission.running
	some one in admission.states(impl)
}

summary.pass contains sprintf("%s refuses what breaks %s", [lib.named(impl), lib.counted(count(admission.refusing(impl)), "policy", "policies")]) if {
	some impl in admission.enforcing
}

summary.pass contains lib.counted(count(denying), "ValidatingAdmissionPolicy denies", "ValidatingAdmissionPolicies deny") if {
	count(admission.enforcing) == 0
	count(denying) > 0
}

summary.gap contains "nothing that kready knows refuses what permissions allow" if count(admission.running) == 0

summary.gap contains sprintf("%s %s there, and %s nothing", [lib.names(admission.running), lib.are(count(admission.running)), refuses]) if {
	count(admission.running) > 0
}

refuses := "refuses" if count(admission.running) == 1

refuses := "refuse" if count(admission.running) > 1

summary.unknown contains "it cannot be told whether anything is refused at admission"
