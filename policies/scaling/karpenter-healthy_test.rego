package kready.scaling["karpenter-healthy_test"]

import data.kready.lib
import data.kready.mocks
import data.kready.scaling["karpenter-healthy"] as check

asked := ["spec.limits", "spec.limits.cpu", "spec.replicas"]

pool(name, fields, conditions) := {
	"kind": "NodePool", "namespace": "", "name": name,
	"fields": [{"name": path, "values": values} | some path, values in fields],
	"conditions": [{"type": type, "status": status, "reason": sprintf("%sReason", [type]), "message": "why"} | some type, status in conditions],
}

with_pools(objects, changes) := object.union(
	mocks.cluster({
		"inventory": [mocks.running("karpenter", ["scaling/nodes"], [])],
		"productResources": [{"name": "nodepools.karpenter.sh", "read": true, "served": true, "asked": asked, "objects": objects}],
	}),
	changes,
)

limits := {"spec.limits": ["{}"]}

quiet(cluster) if {
	check.gap == set() with input as cluster
	check.unknown == set() with input as cluster
}

test_pass if quiet(with_pools([pool("a", limits, {"Ready": "True", "NodeRegistrationHealthy": "Unknown"})], {}))

# A limit of memory alone is one, as is a number of nodes that is fixed.
test_pass_limits[path] if {
	some path, values in {"spec.limits": ["{}"], "spec.replicas": ["3"], "spec.limits.cpu": ["10"]}
	quiet(with_pools([pool("a", {path: values}, {})], {}))
}

test_pass_auto_mode if quiet(with_pools([pool("general-purpose", {}, {"Ready": "True"})], {"distribution": {"features": ["Auto Mode"]}}))

test_gap_no_limits if {
	cluster := with_pools([pool("a", {}, {"Ready": "True"})], {})
	check.gap == {object.union(lib.finding("NodePool", "", "a", "it has no limits: nothing bounds how many nodes it adds"), {"state": "no-limits"})} with input as cluster
	check.state == {"no-limits"} with input as cluster
}

# Ready repeats what the others say.
test_gap_says_why[type] if {
	some type in ["NodeClassReady", "NodeRegistrationHealthy", "ValidationSucceeded"]
	cluster := with_pools([pool("a", limits, {"Ready": "False", type: "False"}), pool("b", limits, {"Ready": "True"})], {})
	check.gap == {object.union(lib.finding("NodePool", "", "a", sprintf("it can add no node (%sReason: why)", [type])), {"state": "not-ready"})} with input as cluster
}

# Where none is ready, no node is added at all: that is for another check.
test_skip_none_ready if {
	count(check.skip) == 1 with input as with_pools([pool("a", limits, {"Ready": "False"})], {})
}

test_gap_ready_alone if {
	two := [pool("a", limits, {"Ready": "False"}), pool("b", limits, {"Ready": "True"})]
	count(check.gap) == 1 with input as with_pools(two, {})
}

test_unknown_unread if {
	count(check.unknown) == 1 with input as mocks.cluster({"inventory": [mocks.running("karpenter", ["scaling/nodes"], [])], "productResources": []})
}

# An older kready did not ask for limits, so that none is none that is known.
test_unknown_older_snapshot if {
	cluster := json.patch(with_pools([pool("a", {}, {"Ready": "True"})], {}), [{"op": "replace", "path": "/productResources/0/asked", "value": []}])
	check.gap == set() with input as cluster
	count(check.unknown) == 1 with input as cluster
}

test_skip_not_there if count(check.skip) == 1 with input as mocks.cluster({})

test_skip_no_pool if count(check.skip) == 1 with input as with_pools([], {})

used(values) := object.union(limits, values)

test_gap_full[text] if {
	some text, values in {
		"101 of 100 cpu": {"spec.limits.cpu": ["100"], "status.resources.cpu": ["101"]},
		"1000Gi of 1000Gi memory": {"spec.limits.memory": ["1000Gi"], "status.resources.memory": ["1000Gi"]},
		"1048576000Ki of 1000Gi memory": {"spec.limits.memory": ["1000Gi"], "status.resources.memory": ["1048576000Ki"]},
		"4000m of 4 cpu": {"spec.limits.cpu": ["4"], "status.resources.cpu": ["4000m"]},
	}
	cluster := with_pools([pool("a", used(values), {"Ready": "True"}), pool("b", limits, {"Ready": "True"})], {})
	check.gap == {object.union(
		lib.finding("NodePool", "", "a", sprintf("it adds no node any more: it has reached its limits (%s)", [text])),
		{"state": "full"},
	)} with input as cluster
	check.state == {"full"} with input as cluster
}

# Below its limits, switched off, and of a fixed size.
test_pass_not_full[name] if {
	some name, values in {
		"below": {"spec.limits.cpu": ["100"], "status.resources.cpu": ["99500m"]},
		"off": {"spec.limits.cpu": ["0"], "status.resources.cpu": ["0"]},
		"fixed": {"spec.limits.nodes": ["3"], "spec.replicas": ["3"], "status.resources.nodes": ["3"]},
	}
	quiet(with_pools([pool("a", used(values), {"Ready": "True"})], {}))
}

# Where no other can grow, pods find no node at all: that is for another check.
test_skip_all_full if {
	count(check.skip) == 1 with input as with_pools([pool("a", used({"spec.limits.cpu": ["1"], "status.resources.cpu": ["1"]}), {"Ready": "True"})], {})
}
