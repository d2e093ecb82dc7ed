package kready.scaling["ca-healthy_test"]

import data.kready.lib
import data.kready.mocks
import data.kready.scaling["ca-healthy"] as ca

group(changes) := object.union({"name": "a", "health": "Healthy", "scaleUp": "NoActivity", "message": "", "target": 2, "max": 5}, changes)

image(release) := {"registry": "registry.k8s.io", "repository": "autoscaling/cluster-autoscaler", "tag": release}

cluster(release, changes) := mocks.cluster(object.union(
	{
		"inventory": [object.union(mocks.running("cluster-autoscaler", ["scaling/nodes"], []), {
			"title": "Cluster Autoscaler", "version": release,
			"workloads": [{"kind": "Deployment", "namespace": "kube-system", "name": "ca"}],
		})],
		"workloads": [object.union(mocks.daemon("ca", {"containers": [{"name": "ca", "image": image(release)}]}), {"kind": "Deployment"})],
		"version": {"minor": 36},
		"nodeAutoscaler": {"found": true, "namespace": "kube-system", "state": "Running", "groups": [group({})]},
	},
	changes,
))

test_pass if {
	count(ca.gap | ca.unknown) == 0 with input as cluster("1.36.2", {})
	ca.summary.pass == {"Cluster Autoscaler 1.36.2 is for this Kubernetes version; none of 1 node group backs off"} with input as cluster("1.36.2", {})
}

test_gap_older_and_newer if {
	ca.gap == {
		lib.finding("Deployment", "kube-system", "ca", "it is Cluster Autoscaler 1.29.0, and the cluster runs Kubernetes 1.36"),
	} with input as cluster("1.29.0", {})
	count(ca.gap) == 1 with input as cluster("1.37.0", {})
}

test_a_group_backs_off if {
	status := {"nodeAutoscaler": {"found": true, "namespace": "kube-system", "state": "Running", "groups": [group({}), group({"name": "gpu", "scaleUp": "Backoff", "message": "OutOfResource"})]}}
	ca.gap == {
		object.union(lib.finding("ConfigMap", "kube-system", "cluster-autoscaler-status", "node group gpu backs off: OutOfResource"), {"state": "group"}),
	} with input as cluster("1.36.0", status)
}

test_a_group_at_its_maximum_is_meant_so if {
	status := {"nodeAutoscaler": {"found": true, "state": "Running", "groups": [group({"target": 5})]}}
	count(ca.gap) == 0 with input as cluster("1.36.0", status)
}

# What was written long ago says nothing of today.
test_old_status if {
	status := {
		"nodeAutoscaler": {"found": true, "state": "Running", "writtenAt": "2026-10-01T00:00:00Z", "groups": [group({"scaleUp": "Backoff"})]},
		"target": {"kind": "cluster"}, "collectedAt": "2026-11-01T00:00:00Z",
	}
	count(ca.gap) == 0 with input as cluster("1.36.0", status)
}

test_unknown_when_only_nodes_tell_the_version if {
	guessed := {"version": {"minor": 35, "guess": true, "from": "the newest kubelet", "gitVersion": "v1.35.1"}}
	count(ca.gap) == 0 with input as cluster("1.36.0", guessed)
	count(ca.unknown) == 1 with input as cluster("1.36.0", guessed)
}

test_unknown_without_a_tag if {
	count(ca.unknown) == 1 with input as cluster("", {})
}

test_skip_hidden if {
	hidden := {"inventory": [mocks.hidden("cluster-autoscaler", ["scaling/nodes"])], "nodeAutoscaler": {"found": false}}
	ca.skip == {"Cluster Autoscaler runs out of sight, and has written no status"} with input as cluster("", hidden)
}

test_unknown_without_version if {
	count(ca.gap | ca.skip) == 0 with input as cluster("1.29.0", {"version": {"minor": 0}, "nodeAutoscaler": {"found": false}})
	count(ca.unknown) == 1 with input as cluster("1.29.0", {"version": {"minor": 0}, "nodeAutoscaler": {"found": false}})
}
