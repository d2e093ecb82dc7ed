package kready.policy["vap-bound_test"]

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

test_gap[name] if {
	some name, changes in {
		"unbound": {"bindings": []},
		"type error": {"warnings": ["spec.validations[0].expression: undefined field 'x'"]},
		"bound to nothing": {"exists": false},
	}
	count(vap.gap) == 1 with input as cluster([policy(changes)])
}

test_skip if vap.skip == {"there is no ValidatingAdmissionPolicy"} with input as cluster([])
