package kready.backup.present_test

import data.kready.backup.present

impl(role, state) := {"title": "Velero", "version": "1.19.1", "state": state, "roles": [role], "evidence": []}

cluster(inventory) := {"inventory": inventory, "workloads": [], "target": {"kind": "cluster"}}

test_pass if present.summary == {"Velero 1.19.1 is there"} with input as cluster([impl("backup/cluster", "running")])

test_gap if present.gap == {{"message": "no known backup product runs in this cluster"}} with input as cluster([])

test_storage_that_could_is_no_backup if {
	present.gap == {{"message": "no known backup product runs in this cluster"}} with input as cluster([impl("backup/volumes", "running")])
}

test_unknown_on_manifests if {
	manifests := object.union(cluster([impl("backup/cluster", "declared")]), {"target": {"kind": "manifests"}})
	present.unknown == {{"message": "Velero 1.19.1 is asked for; whether it comes up cannot be told from manifests"}} with input as manifests
	count(present.gap) == 0 with input as manifests
}
