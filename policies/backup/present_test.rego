package kready.backup.present_test

import data.kready.backup.present
import data.kready.lib
import data.kready.mocks

impl(role, state) := {"title": "Velero", "version": "1.19.1", "state": state, "roles": [role], "evidence": [], "workloads": [{"kind": "Deployment", "namespace": "kube-system", "name": "velero"}]}

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
