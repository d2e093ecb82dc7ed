package kready.policy["policies-ready_test"]

import data.kready.lib
import data.kready.mocks
import data.kready.policy["policies-ready"] as check

old := "2026-06-01T00:00:00Z"

kyverno(conditions, created) := {
	"name": "clusterpolicies.kyverno.io", "read": true, "served": true,
	"objects": [{"kind": "ClusterPolicy", "namespace": "", "name": "tags", "createdAt": created, "fields": [], "conditions": conditions}],
}

unready := [{"type": "Ready", "status": "False", "reason": "Failed", "message": "no webhook"}]

others := {
	"policies.kyverno.io", "validatingpolicies.policies.kyverno.io", "namespacedvalidatingpolicies.policies.kyverno.io",
	"imagevalidatingpolicies.policies.kyverno.io", "namespacedimagevalidatingpolicies.policies.kyverno.io",
}

empty := [{"name": name, "read": true, "served": false, "objects": []} | some name in others]

cluster(policies) := mocks.cluster({"inventory": [mocks.running("kyverno", ["policy/engine"], [])], "productResources": array.concat(empty, policies)})

test_kyverno if {
	check.gap == {lib.finding("ClusterPolicy", "", "tags", "it is not ready (Failed: no webhook)")} with input as cluster([kyverno(unready, old)])
	check.gap == set() with input as cluster([kyverno(unready, "2026-11-01T11:59:00Z")])
	check.gap == set() with input as cluster([kyverno([], old)])
	check.summary.pass == {"none of 1 policy is refused by its engine"} with input as cluster([kyverno([], old)])
}

field(name, value) := {"name": name, "values": [value]}

gatekeeper(enforced, errors) := mocks.cluster({
	"inventory": [mocks.running("gatekeeper", ["policy/engine"], [])],
	"productResources": [
		{
			"name": "*.constraints.gatekeeper.sh", "read": true, "served": true,
			"objects": [{"kind": "K8sTags", "namespace": "", "name": "tags", "createdAt": old, "conditions": [], "fields": [field("status.byPod[].enforced", enforced)]}],
		},
		{
			"name": "constrainttemplates.templates.gatekeeper.sh", "read": true, "served": true,
			"objects": [{"kind": "ConstraintTemplate", "namespace": "", "name": "k8stags", "createdAt": old, "conditions": [], "fields": [field("status.byPod[].errors[].message", errors)]}],
		},
	],
})

test_gatekeeper if {
	check.gap == {
		lib.finding("K8sTags", "", "tags", "it is not ready (no pod enforces it; its ConstraintTemplate: rego_parse_error)"),
		lib.finding("ConstraintTemplate", "", "k8stags", "Gatekeeper cannot use it: rego_parse_error"),
	} with input as gatekeeper("false", "rego_parse_error")
	check.gap == set() with input as gatekeeper("true", "")
}

test_unknown if count(check.unknown) == 1 with input as cluster([])

test_skip if {
	check.skip == {"no policy engine runs whose policies kready reads"} with input as mocks.cluster({})
	nothing := object.union(kyverno([], old), {"objects": []})
	check.skip == {"there is no policy"} with input as cluster([nothing])
}
