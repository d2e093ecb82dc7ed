# METADATA
# title: Every ValidatingAdmissionPolicy is bound and free of type errors
# description: |
#   A ValidatingAdmissionPolicy by itself refuses nothing: a binding has to put it to use. One
#   whose expressions name fields that do not exist fails when it is asked, or never holds.
#   Both look like a rule that is kept.
#
#   kready joins policies with bindings, by name, and reads the warnings of the API server's
#   type check. A binding of a policy that does not exist is a gap too. Bindings that only warn
#   or audit are counted and no gap. What a policy demands is not looked at.
# related_resources:
# - ref: https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/
# custom:
#   level: configured
#   tier: should
#   since: 0.1.0
#   remediation: |
#     Bind the policy, first with `validationActions: [Warn, Audit]`, then with `[Deny]`; or
#     delete it. Correct what the warnings name: `kubectl get validatingadmissionpolicy NAME -o
#     jsonpath='{.status.typeChecking}'`.
package kready.policy["vap-bound"]

import data.kready.lib

policies := [p | some p in input.admissionPolicies; p.exists]

gap contains lib.finding("ValidatingAdmissionPolicy", "", p.name, "no binding puts it to use") if {
	some p in policies
	count(p.bindings) == 0
}

gap contains lib.finding("ValidatingAdmissionPolicy", "", p.name, p.warnings[0]) if {
	some p in policies
	count(p.warnings) > 0
}

gap contains lib.finding("ValidatingAdmissionPolicyBinding", "", b.name, sprintf("its policy %s does not exist", [p.name])) if {
	some p in input.admissionPolicies
	not p.exists
	some b in p.bindings
}

denies(p) if {
	some b in p.bindings
	"Deny" in b.actions
}

lenient := [p | some p in policies; not denies(p)]

skip contains "there is no ValidatingAdmissionPolicy" if count(input.admissionPolicies) == 0

summary.gap contains "1 policy or binding does not do what it looks like" if count(gap) == 1

summary.gap contains sprintf("%d policies and bindings do not do what they look like", [count(gap)]) if count(gap) > 1

summary.pass contains sprintf("%s bound%s", [lib.counted(count(policies), "policy is", "policies are"), notes]) if {
	count(policies) > 0
}

notes := "" if count(lenient) == 0

notes := sprintf(", %d without Deny", [count(lenient)]) if count(lenient) > 0
