package kready.scaling["one-autoscaler_test"]

import data.kready.lib
import data.kready.mocks
import data.kready.scaling["one-autoscaler"] as one

autoscaler(name, changes) := object.union_n([mocks.running(name, ["scaling/nodes"], []), {"workloads": [{"kind": "Deployment", "namespace": "kube-system", "name": name}]}, changes])

deployment(name, ready) := object.union(mocks.daemon(name, {}), {"kind": "Deployment", "desired": 1, "ready": ready})

pool(name, taints) := {"name": name, "namespace": "", "conditions": [], "fields": [{"name": "spec.template.spec.taints[].key", "values": taints} | count(taints) > 0]}

cluster(pools, changes) := mocks.cluster(object.union(
	{
		"inventory": [autoscaler("cluster-autoscaler", {}), autoscaler("karpenter", {})],
		"workloads": [deployment("cluster-autoscaler", 1), deployment("karpenter", 1)],
		"nodeAutoscaler": {"found": true, "state": "Running", "groups": [{"name": "a", "target": 2, "max": 5, "scaleUp": "NoActivity", "message": ""}]},
		"blindSpots": [],
		"productResources": [{"name": "nodepools.karpenter.sh", "served": true, "read": true, "objects": pools}],
	},
	changes,
))

test_gap if {
	one.gap == {
		lib.finding("Deployment", "kube-system", "cluster-autoscaler", "Cluster Autoscaler runs beside Karpenter, whose NodePool accepts every pod: default"),
	} with input as cluster([pool("default", []), pool("gpu", ["nvidia.com/gpu"])], {})
}

test_pass_with_taints if {
	count(one.gap | one.unknown) == 0 with input as cluster([pool("gpu", ["nvidia.com/gpu"])], {})
	one.summary.pass == {"each NodePool of Karpenter has a taint of its own"} with input as cluster([pool("gpu", ["nvidia.com/gpu"])], {})
}

test_pass_when_no_group_can_grow if {
	full := {"nodeAutoscaler": {"found": true, "state": "Running", "groups": [{"name": "a", "target": 2, "max": 2}]}}
	count(one.gap) == 0 with input as cluster([pool("default", [])], full)
	one.summary.pass == {"no node group of Cluster Autoscaler can grow: Karpenter alone adds nodes"} with input as cluster([pool("default", [])], full)
}

test_skip_when_one_is_scaled_to_zero if {
	off := {"workloads": [object.union(deployment("cluster-autoscaler", 0), {"desired": 0}), deployment("karpenter", 1)]}
	count(one.skip) == 1 with input as cluster([pool("default", [])], off)
	count(one.gap) == 0 with input as cluster([pool("default", [])], off)
}

test_skip_with_one_alone if count(one.skip) == 1 with input as cluster([], {"inventory": [autoscaler("karpenter", {})]})

test_unknown_when_pools_are_unread if {
	blind := {"productResources": [{"name": "nodepools.karpenter.sh", "served": true, "read": false, "objects": []}]}
	count(one.unknown) == 1 with input as cluster([], blind)
}

test_unknown_when_the_provider_runs_it if {
	hidden := {"inventory": [autoscaler("cluster-autoscaler", {"state": "hidden", "workloads": []}), autoscaler("karpenter", {})]}
	count(one.gap) == 0 with input as cluster([pool("default", [])], hidden)
	count(one.unknown) == 1 with input as cluster([pool("default", [])], hidden)
}

test_skip_without_a_pool if {
	one.skip == {"Karpenter has no NodePool, so that it adds no node: see scaling/node-autoscaler"} with input as cluster([], {})
}

test_unknown_with_provisioners if {
	old := {"productResources": [
		{"name": "nodepools.karpenter.sh", "served": false, "read": true, "objects": []},
		{"name": "provisioners.karpenter.sh", "served": true, "read": true, "objects": [{"name": "default", "namespace": "", "fields": [], "conditions": []}]},
	]}
	count(one.unknown) == 1 with input as cluster([], old)
	count(one.skip) == 0 with input as cluster([], old)
}
