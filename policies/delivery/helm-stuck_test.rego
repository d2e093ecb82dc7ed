package kready.delivery["helm-stuck_test"]

import data.kready.delivery["helm-stuck"] as helm
import data.kready.lib
import data.kready.mocks

release(changes) := object.union(
	{"namespace": "shop", "name": "web", "revision": 3, "status": "failed", "since": "2026-10-30T09:00:00Z", "deployed": 2},
	changes,
)

cluster(releases) := mocks.cluster({"helmReleases": {"asked": true, "stuck": releases}})

on(message, state) := {object.union(lib.finding("Release", "shop", "web", message), {"state": state})}

test_gap[name] if {
	some name, case in {
		"failed": [release({}), on("its revision 3 is failed since 2026-10-30T09:00:00Z; revision 2 is deployed", "failed")],
		"never deployed": [
			release({"revision": 1, "deployed": 0}),
			on("its revision 1 is failed since 2026-10-30T09:00:00Z; none of its revisions is deployed", "never-deployed"),
		],
		"pending": [
			release({"status": "pending-rollback"}),
			on("its revision 3 is pending-rollback since 2026-10-30T09:00:00Z; revision 2 is deployed", "pending"),
		],
		"does not go": [
			release({"status": "uninstalling", "deployed": 0}),
			on("its revision 3 is uninstalling since 2026-10-30T09:00:00Z; none of its revisions is deployed", "uninstalling"),
		],
	}
	helm.gap == case[1] with input as cluster([case[0]])
}

test_under_way[status] if {
	some status in ["pending-install", "pending-upgrade", "uninstalling"]
	count(helm.gap) == 0 with input as cluster([release({"status": status, "since": "2026-11-01T11:30:00Z"})])
}

test_a_young_failure_is_one if {
	count(helm.gap) == 1 with input as cluster([release({"since": "2026-11-01T11:59:00Z"})])
}

test_unasked if {
	count(helm.skip) == 1 with input as mocks.cluster({"helmReleases": {"asked": false, "stuck": []}})
}
