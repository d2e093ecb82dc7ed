package kready.backup.present_test

import data.kready.backup.present
import data.kready.lib
import data.kready.mocks

impl(role, state) := {
	"name": "velero", "title": "Velero", "version": "1.19.1", "state": state, "roles": [role], "evidence": [],
	"workloads": [{"kind": "Deployment", "namespace": "kube-system", "name": "velero"}],
}

cluster(inventory) := {"inventory": inventory, "workloads": [], "target": {"kind": "cluster"}}

test_pass if present.summary == {"Velero 1.19.1 runs"} with input as cluster([impl("backup/cluster", "running")])

test_gap_without_a_ready_pod[name] if {
	some name, case in {
		"scaled to zero": [{"desired": 0, "ready": 0}, "Velero is scaled to zero"],
		"not ready": [{"desired": 1, "ready": 0}, "the only pod of Velero is not ready"],
	}
	down := object.union(cluster([impl("backup/cluster", "running")]), {"workloads": [mocks.daemon("velero", object.union({"kind": "Deployment"}, case[0]))]})
	present.gap == {lib.finding("Deployment", "kube-system", "velero", case[1])} with input as down
	present.summary == {"Velero 1.19.1 is installed and has no ready pod"} with input as down
}

test_gap if present.gap == {{"message": "no known backup product runs in this cluster"}} with input as cluster([])

test_storage_that_could_is_no_backup if {
	present.gap == {{"message": "no known backup product runs in this cluster"}} with input as cluster([impl("backup/volumes", "running")])
}

test_unknown_on_manifests if {
	manifests := object.union(cluster([impl("backup/cluster", "declared")]), {"target": {"kind": "manifests"}})
	present.unknown == {{"message": "Velero 1.19.1 is asked for; whether it comes up cannot be told from manifests"}} with input as manifests
	count(present.gap) == 0 with input as manifests
}

k8up := object.union(impl("backup/cluster", "running"), {"name": "k8up", "title": "K8up", "version": ""})

resources(read, objects) := {"productResources": [{"name": "schedules.k8up.io", "served": true, "read": read, "objects": objects}], "blindSpots": []}

told(read, objects) := object.union(cluster([k8up]), resources(read, objects))

# What runs and is useless: a product that nobody has told what to save.
test_gap_without_an_order if {
	present.gap == {{"message": "K8up has no Schedule: it saves nothing by itself"}} with input as told(true, [])
	present.state == {"no-order"} with input as told(true, [])
	present.summary == {"K8up runs, and nothing tells it what to save"} with input as told(true, [])
	count(present.gap | present.unknown) == 0 with input as told(true, [{"namespace": "shop", "name": "daily"}])
	count(present.gap) == 0 with input as object.union(told(true, []), {"target": {"kind": "manifests"}})
	count(present.gap) == 0 with input as object.union(cluster([k8up, impl("backup/cluster", "running")]), resources(true, []))
}

test_unknown_when_orders_were_not_read if {
	present.unknown == {{"message": "schedules.k8up.io could not be read (not-collected)"}} with input as told(false, [])
	count(present.gap) == 0 with input as told(false, [])
}
