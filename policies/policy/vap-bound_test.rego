package kready.policy["vap-bound_test"]

import data.kready.lib
import data.kready.mocks
import data.kready.policy["vap-bound"] as vap

policy(changes) := object.union(
	{"name": "no-latest", "exists": true, "checked": true, "warnings": [], "resources": ["/pods"], "bindings": [{"name": "b", "actions": ["Deny"]}]},
	changes,
)

cluster(items) := mocks.cluster({"admissionPolicies": items})

test_pass if vap.summary.pass == {"1 policy is bound"} with input as cluster([policy({})])

test_audit_is_told if {
	vap.summary.pass == {"1 policy is bound, 1 without Deny"} with input as cluster([policy({"bindings": [{"name": "b", "actions": ["Audit"]}]})])
}

test_gap[text] if {
	some text, changes in {
		"no binding puts it to use": {"bindings": []},
		"spec.validations[0].expression: undefined field 'x'": {"warnings": ["spec.validations[0].expression: undefined field 'x'"]},
	}
	vap.gap == {lib.finding("ValidatingAdmissionPolicy", "", "no-latest", text)} with input as cluster([policy(changes)])
}

test_gap_of_a_binding if {
	vap.gap == {
		lib.finding("ValidatingAdmissionPolicyBinding", "", "b", "its policy no-latest does not exist"),
	} with input as cluster([policy({"exists": false})])
}

test_skip if vap.skip == {"there is no ValidatingAdmissionPolicy"} with input as cluster([])
