package kready.policy["namespace-conventions_test"]

import data.kready.mocks
import data.kready.policy["namespace-conventions"] as check

enforce := "pod-security.kubernetes.io/enforce"

namespace(name, labels) := {"name": name, "phase": "Active", "labels": object.union({"kubernetes.io/metadata.name": name}, labels)}

brought(labels) := mocks.service_object("", "v1", "Namespace", "web", {"namespace": "", "line": 2, "labels": labels})

alike := [namespace(name, {enforce: "baseline", "team": name}) | some name in ["a", "b", "c"]]

land(wanted, there) := {"service": {"objects": [wanted]}, "namespaces": there}

test_pass if count(check.gap | check.unknown) == 0 with input as land(brought({enforce: "restricted", "team": "x"}), alike)

test_gap if {
	{f.message | some f in check.gap} == {
		"it has not the label pod-security.kubernetes.io/enforce, which each of the 3 other namespaces for applications has",
	} with input as land(brought({"team": "x"}), alike)
}

test_gap_quota if {
	limits := [{"kind": "ResourceQuota", "namespace": name, "name": "all"} | some name in ["a", "b", "c"]]
	judged := object.union(land(brought({enforce: "restricted", "team": "x"}), alike), {"namespaceLimits": limits})
	count(check.gap) == 1 with input as judged
}

# What not all have is no convention, and two namespaces make none.
test_pass_no_convention if {
	every there in [array.concat(alike, [namespace("d", {})]), array.slice(alike, 0, 2)] {
		count(check.gap) == 0 with input as land(brought({}), there)
	}
}

test_unknown_engine if {
	engine := {"name": "kyverno", "title": "Kyverno", "state": "running", "roles": ["policy/engine"], "version": "1.16", "workloads": []}
	count(check.unknown) == 1 with input as object.union(land(brought({"team": "x"}), alike), {"inventory": [engine]})
}

test_skip if count(check.skip) == 1 with input as {}
