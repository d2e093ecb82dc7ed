package kready.backup.etcd_test

import data.kready.backup.etcd
import data.kready.mocks

job(changes) := {"workloads": [object.union(
	{
		"kind": "CronJob", "namespace": "kube-system", "name": "etcd-backup", "status": true, "schedule": "@daily", "suspended": false,
		"createdAt": "2026-06-01T00:00:00Z", "lastSuccess": "2026-11-01T03:00:00Z", "containers": [],
	},
	changes,
)]}

cluster(changes) := mocks.cluster(object.union({"productResources": [], "blindSpots": [], "thresholds": {"backupAgeHours": 26}}, changes))

test_a_job_by_its_name_or_image[name] if {
	some name, changes in {
		"name": job({}),
		"snapshot": job({"name": "etcd-snapshots"}),
		"image": job({"name": "nightly-backup", "containers": [{"image": {"repository": "acme/etcd-tools"}}]}),
		"Talos": job({"name": "save", "containers": [{"image": {"repository": "siderolabs/talos-backup"}}]}),
	}
	count(etcd.summary.pass) == 1 with input as cluster(changes)
	count(((etcd.gap | etcd.unknown) | etcd.skip)) == 0 with input as cluster(changes)
}

test_no_job_of_etcd[name] if {
	some name in ["etcd-defrag", "db-backup", "velero-backup"]
	etcd.unknown != set() with input as cluster(job({"name": name}))
}

test_a_job_that_saves_nothing[name] if {
	some name, changes in {
		"it is suspended": job({"suspended": true}),
		"it last ended well at 2026-10-01T00:00:00Z": job({"lastSuccess": "2026-10-01T00:00:00Z"}),
		"none of its Jobs has ended well": job({"lastSuccess": "0001-01-01T00:00:00Z"}),
	}
	{f.message | some f in etcd.gap} == {name} with input as cluster(changes)
}

test_a_young_job_is_no_gap if {
	changes := job({"lastSuccess": "0001-01-01T00:00:00Z", "createdAt": "2026-11-01T10:00:00Z"})
	count(etcd.gap) == 0 with input as cluster(changes)
	count(etcd.unknown) == 1 with input as cluster(changes)
}

test_an_old_snapshot_does_not_say if {
	count(etcd.gap) == 0 with input as cluster(job({"schedule": "", "lastSuccess": "0001-01-01T00:00:00Z"}))
}

# Whoever hosts the control plane saves it, or not.
test_hosted[name] if {
	some name in {"openshift", "vcluster"}
	distribution := {"name": name, "title": name, "managed": true, "features": {"openshift": ["hosted control plane"], "vcluster": []}[name]}
	count(etcd.unknown) == 1 with input as cluster({"distribution": distribution})
	count(etcd.skip | etcd.gap) == 0 with input as cluster({"distribution": distribution})
}

test_skip[name] if {
	some name, changes in {
		"managed": {"distribution": {"name": "eks", "title": "EKS", "managed": true}},
		"made anew": {"distribution": {"name": "kind", "title": "kind", "managed": false}},
		"manifests": {"target": {"kind": "manifests"}},
	}
	count(etcd.skip) == 1 with input as cluster(changes)
}
