package kready.scaling["node-autoscaler_test"]

import data.kready.lib
import data.kready.mocks
import data.kready.scaling["node-autoscaler"] as autoscaler

scaler(name, state) := {
	"name": name, "title": name, "version": "", "state": state, "roles": ["scaling/nodes"], "evidence": ["CRD left.example"],
	"workloads": [{"kind": "Deployment", "namespace": "kube-system", "name": name}],
}

silent := {"found": false, "namespace": "", "state": "", "health": "", "message": "", "groups": []}

cluster(distribution, features, provider, inventory) := {
	"collectedAt": "2026-11-01T12:00:00Z", "target": {"kind": "cluster"}, "thresholds": {"pendingMinutes": 10},
	"distribution": {"name": distribution, "features": features}, "inventory": inventory,
	"nodes": [{"name": "a", "provider": provider}], "nodeAutoscaler": silent, "blindSpots": [],
	"workloads": [mocks.daemon(impl.name, {"kind": "Deployment", "createdAt": "2026-06-01T00:00:00Z"}) | some impl in inventory; impl.state == "running"],
	"productResources": pools([]),
}

pools(objects) := [
	{"name": "nodepools.karpenter.sh", "served": true, "read": true, "objects": objects},
	{"name": "provisioners.karpenter.sh", "served": false, "read": true, "objects": []},
]

pool(status) := {
	"namespace": "", "name": "general", "fields": [],
	"conditions": [
		{"type": "NodeClassReady", "status": status, "reason": "NodeClassNotFound", "message": "not found"},
		{"type": "Ready", "status": status, "reason": "UnhealthyDependents", "message": "NodeClassReady=False"},
	],
}

karpenter(objects) := object.union(cluster("eks", [], "aws", [scaler("karpenter", "running")]), {"productResources": pools(objects)})

group(changes) := object.union({"name": "blue", "health": "Healthy", "scaleUp": "NoActivity", "message": "", "target": 2, "max": 5}, changes)

said(changes) := object.union(
	{
		"found": true, "namespace": "kube-system", "state": "Running", "health": "Healthy", "message": "",
		"writtenAt": "2026-11-01T11:59:50Z", "groups": [group({})],
	},
	changes,
)

ca(status) := object.union(cluster("kubeadm", [], "aws", [scaler("cluster-autoscaler", "running")]), {"nodeAutoscaler": status})

test_pass if {
	autoscaler.summary.pass == {"karpenter runs; 1 of 1 NodePool is not refused"} with input as karpenter([pool("True")])
	autoscaler.summary.pass == {"cluster-autoscaler runs; 1 of 1 node group can grow"} with input as ca(said({}))
	count(autoscaler.gap | autoscaler.unknown) == 0 with input as karpenter([pool("True")])
	count(autoscaler.gap | autoscaler.unknown) == 0 with input as ca(said({}))
}

# Where the provider runs Karpenter, the NodePools are in sight.
test_out_of_sight[name] if {
	some name, case in {
		"eks": cluster("eks", ["Auto Mode"], "aws", [scaler("karpenter", "hidden")]),
		"aks": cluster("aks", [], "azure", [scaler("karpenter", "hidden")]),
	}
	with_pool := object.union(case, {"productResources": pools([pool("True")])})
	autoscaler.summary.pass == {"karpenter runs; 1 of 1 NodePool is not refused"} with input as with_pool
	count(autoscaler.gap | autoscaler.unknown) == 0 with input as with_pool
	autoscaler.gap == {{"message": "Karpenter has no NodePool: it adds no node"}} with input as case
	count(autoscaler.unknown) == 2 with input as object.union(case, {"productResources": []})
}

test_autopilot_always_scales if {
	count(autoscaler.gap) == 0 with input as cluster("gke", ["Autopilot"], "gce", [scaler("other", "hidden")])
	count(autoscaler.unknown) == 0 with input as cluster("gke", ["Autopilot"], "gce", [scaler("other", "hidden")])
}

# What runs and is useless: Karpenter without a NodePool, or with one that is refused.
test_gap_of_karpenter if {
	autoscaler.gap == {{"message": "Karpenter has no NodePool: it adds no node"}} with input as karpenter([])
	autoscaler.gap == {lib.finding("NodePool", "", "general", "it is not ready (NodeClassNotFound: not found)")} with input as karpenter([pool("False")])
	rendered := {"target": {"kind": "manifests"}, "workloads": [mocks.daemon("karpenter", {"kind": "Deployment", "status": false, "ready": 0})]}
	count(autoscaler.gap) == 0 with input as object.union(karpenter([]), rendered)
	count(autoscaler.gap) == 0 with input as karpenter([pool("False"), object.union(pool("True"), {"name": "other"})])
	autoscaler.state == {"no-node-pool"} with input as karpenter([])
}

# Limits that are reached, and CRDs that are not there: both look like a Karpenter that runs.
test_gap_full_and_without_crds if {
	fields := [{"name": "spec.limits.cpu", "values": ["100"]}, {"name": "status.resources.cpu", "values": ["100"]}]
	whole := object.union(pool("True"), {"fields": fields})
	autoscaler.gap == {lib.finding("NodePool", "", "general", "it is full (100 of 100 cpu), and no other can grow")} with input as karpenter([whole])
	autoscaler.state == {"full"} with input as karpenter([whole])
	count(autoscaler.gap) == 0 with input as karpenter([whole, object.union(pool("True"), {"name": "other"})])
	count(autoscaler.gap) == 1 with input as karpenter([whole, object.union(pool("False"), {"name": "other"})])

	unserved := object.union(karpenter([]), {"productResources": [object.union(p, {"served": false}) | some p in pools([])]})
	autoscaler.gap == {{
		"message": "the CRD nodepools.karpenter.sh is not installed: Karpenter can have no NodePool, and adds no node",
	}} with input as unserved
	autoscaler.state == {"no-crd"} with input as unserved
}

test_unknown_of_karpenter if {
	unread := object.union(karpenter([]), {"productResources": []})
	{f.message | some f in autoscaler.unknown} == {
		"nodepools.karpenter.sh could not be read (not-collected)", "provisioners.karpenter.sh could not be read (not-collected)",
	} with input as unread
	count(autoscaler.gap) == 0 with input as unread
}

test_gap_of_cluster_autoscaler[name] if {
	some name, case in {
		"stale": [{"writtenAt": "2026-11-01T09:00:00Z"}, "Cluster Autoscaler has not written it since 2026-11-01T09:00:00Z"],
		"starting": [{"state": "Initializing", "groups": []}, "Cluster Autoscaler is initializing: it has not come to know its node groups"],
		"unhealthy": [{"health": "Unhealthy"}, "Cluster Autoscaler finds the cluster unhealthy, and adds nothing until it is well"],
		"no group": [{"groups": []}, "Cluster Autoscaler knows no node group"],
		"full": [{"groups": [group({"target": 5})]}, "no node group can grow: blue is at its maximum of 5"],
		"backing off": [{"groups": [group({"scaleUp": "Backoff", "message": "QUOTA"})]}, "no node group can grow: blue backs off: QUOTA"],
	}
	autoscaler.gap == {lib.finding("ConfigMap", "kube-system", "cluster-autoscaler-status", case[1])} with input as ca(said(case[0]))
	autoscaler.state == {"autoscaler-status"} with input as ca(said(case[0]))
}

test_some_group_can_grow if {
	count(autoscaler.gap) == 0 with input as ca(said({"groups": [group({}), group({"name": "full", "target": 5})]}))
}

test_unknown_without_its_status if {
	autoscaler.unknown == {
		{"message": "Cluster Autoscaler runs, and its status (ConfigMap cluster-autoscaler-status) was not found"},
	} with input as ca(silent)
}

test_gap_without_a_ready_pod if {
	down := object.union(ca(said({})), {"workloads": [mocks.daemon("cluster-autoscaler", {"kind": "Deployment", "desired": 0, "ready": 0})]})
	autoscaler.gap == {lib.finding("Deployment", "kube-system", "cluster-autoscaler", "cluster-autoscaler is scaled to zero")} with input as down
}

test_gap if autoscaler.gap == {{"message": "no known node autoscaler runs in this cluster"}} with input as cluster("eks", [], "aws", [])

test_crds_add_no_nodes if {
	autoscaler.gap == {
		{"message": "karpenter does not run; what is left of it: CRD left.example"},
		{"message": "no known node autoscaler runs in this cluster"},
	} with input as cluster("eks", [], "aws", [scaler("karpenter", "remnant")])
}

test_unknown_out_of_sight if {
	autoscaler.unknown == {
		{"message": "cluster-autoscaler may run in the control plane: whether node pools ask for it cannot be told"},
	} with input as cluster("gke", [], "gce", [scaler("cluster-autoscaler", "hidden")])
}

# AKS writes the status of its own into the cluster.
test_pass_out_of_sight_with_a_status if {
	aks := object.union(cluster("aks", [], "azure", [scaler("cluster-autoscaler", "hidden")]), {"nodeAutoscaler": said({})})
	count(autoscaler.gap | autoscaler.unknown) == 0 with input as aks
}

test_skip_elsewhere if {
	autoscaler.skip == {"the nodes are in none of the clouds whose autoscalers kready looks for, and none is seen"} with input as cluster("kind", [], "kind", [])
}
