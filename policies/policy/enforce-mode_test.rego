package kready.policy["enforce-mode_test"]

import data.kready.lib
import data.kready.mocks
import data.kready.policy["enforce-mode"] as check

engine(name) := object.union(mocks.running(name, ["policy/engine"], []), {"workloads": []})

constraint(name, action, created) := {
	"kind": "K8sRequiredLabels", "namespace": "", "name": name, "createdAt": created,
	"fields": [{"name": "spec.enforcementAction", "values": [action]}],
}

gatekeeper(constraints) := mocks.cluster({
	"inventory": [engine("gatekeeper"), engine("azure-policy")],
	"productResources": [{"name": "*.constraints.gatekeeper.sh", "read": true, "served": true, "objects": constraints}],
})

long_ago := "2026-06-01T00:00:00Z"

test_gap_old_audit if {
	check.gap == {lib.finding("K8sRequiredLabels", "", "labels", "it only does dryrun, and was created on 2026-06-01")} with input as gatekeeper([constraint("labels", "dryrun", long_ago)])
}

# A policy begins by auditing.
test_pass_new_audit if {
	check.gap == set() with input as gatekeeper([constraint("labels", "warn", "2026-10-01T00:00:00Z")])
}

test_pass_refuses if check.gap == set() with input as gatekeeper([constraint("labels", "deny", long_ago)])

# Manifests do not say when.
test_pass_no_date if check.gap == set() with input as gatekeeper([constraint("labels", "warn", "0001-01-01T00:00:00Z")])

test_gap_by_threshold if {
	cluster := object.union(gatekeeper([constraint("labels", "warn", "2026-10-01T00:00:00Z")]), {"thresholds": {"policyAuditDays": 7}})
	count(check.gap) == 1 with input as cluster
}

# A policy that changes or cleans up does not validate, and one that is switched off is none.
test_pass_other_policies[path] if {
	some path, values in {"spec.rules[].mutate": ["{}"], "spec.admission": ["false"]}
	other := {
		"kind": "ClusterPolicy", "namespace": "", "name": "other", "createdAt": long_ago, "conditions": [],
		"fields": [{"name": path, "values": values}],
	}
	kinds := [
		"clusterpolicies.kyverno.io", "policies.kyverno.io", "validatingpolicies.policies.kyverno.io",
		"namespacedvalidatingpolicies.policies.kyverno.io", "imagevalidatingpolicies.policies.kyverno.io",
		"namespacedimagevalidatingpolicies.policies.kyverno.io",
	]
	cluster := mocks.cluster({"inventory": [engine("kyverno")], "productResources": [r |
		some i, name in kinds
		r := {"name": name, "read": true, "served": true, "objects": [other | i == 0]}
	]})
	check.gap == set() with input as cluster
	check.unknown == set() with input as cluster
}

test_unknown_unread if count(check.unknown) == 1 with input as mocks.cluster({"inventory": [engine("gatekeeper")], "productResources": []})

test_skip[what] if {
	some what, cluster in {"no engine": mocks.cluster({}), "no policy": gatekeeper([])}
	count(check.skip) == 1 with input as cluster
}
