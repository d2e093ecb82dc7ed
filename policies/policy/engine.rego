# METADATA
# title: Something decides what may be created
# description: |
#   Permissions say who may create a Deployment, not what may be in it. Without rules at
#   admission each service brings its own idea of images, limits and privileges, and the first
#   one that takes a node down with it is found afterwards.
#
#   kready looks for a policy engine that runs (Kyverno, Gatekeeper, Kubewarden and others), or
#   for a ValidatingAdmissionPolicy that is bound with `Deny`. Policies about CRDs alone do not
#   count: products bring them to guard themselves. What the rules demand is not read, nor
#   whether an engine was given any; MutatingAdmissionPolicies are not looked at. Where an
#   engine was removed and its webhooks were not, `policy/webhook-backends` and
#   `cluster/left-overs` tell it, and this check waits. Pod Security levels are asked about
#   by `policy/psa-labels`; a cluster for which they are enough can do without this.
# related_resources:
# - ref: https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/
# - ref: https://kubernetes.io/docs/concepts/security/security-checklist/
# custom:
#   level: present
#   tier: should
#   since: 0.1.0
#   remediation: |
#     Start with a ValidatingAdmissionPolicy, which needs nothing installed: one rule that
#     matters, bound with `validationActions: [Audit]` first and `[Deny]` then. Take
#     an engine when you need to change objects, test policies or report on what is there.
package kready.policy.engine

import data.kready.internal.absence
import data.kready.lib

running := lib.running("policy/engine")

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

missing if {
	count(running) == 0
	count(denying) == 0
	count(absence.possible("policy/engine")) == 0
	not absence.expected("policy/engine")
}

gap contains {"message": "no known policy engine runs, and no ValidatingAdmissionPolicy denies anything but CRDs"} if missing

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

unknown contains finding if {
	count(running) == 0
	count(denying) == 0
	some finding in absence.possible("policy/engine")
}

unknown contains {"message": sprintf("%s is asked for; whether it comes up cannot be told from manifests", [who])} if {
	count(running) == 0
	count(denying) == 0
	who := absence.expected("policy/engine")
}

summary contains sprintf("%s decides what may be created", [lib.names(running)]) if count(running) == 1

summary contains sprintf("%s decide what may be created", [lib.names(running)]) if count(running) > 1

summary contains lib.counted(count(denying), "ValidatingAdmissionPolicy denies", "ValidatingAdmissionPolicies deny") if {
	count(running) == 0
	count(denying) > 0
}

summary contains "nothing but permissions decides what may be created" if missing
