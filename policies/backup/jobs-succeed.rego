# METADATA
# title: Backups of volumes succeed
# description: |
#   A backup that fails leaves its mark in an object that nobody looks at: a repository that cannot be opened with the password
#   that it was made with, a mover that has no right in the bucket, a claim that is too small for the copy. Schedules go on, and the
#   last good copy grows old.
#
#   kready reads what the products report of themselves. Of Velero, each BackupRepository must not be NotReady: without it no
#   file of the volumes of its namespace is copied. Of K8up and of Stash and KubeStash, the newest Backup of each namespace, and the newest BackupSession of
#   each BackupConfiguration, that has ended must have succeeded. Of VolSync, the last run of each ReplicationSource must have, and it must report no
#   error. What is paused is a gap as well: waive it and say until when. Whether Velero's own backups are recent is asked by
#   `backup/recent`; how old those of the others are, and what is in them, is not seen. Kasten keeps its runs in an API of its own, which is not read.
# related_resources:
# - ref: https://velero.io/docs/main/file-system-backup/
# - ref: https://github.com/k8up-io/k8up/blob/master/api/v1/status.go
# - ref: https://volsync.readthedocs.io/en/stable/usage/index.html
# - ref: https://stash.run/docs/latest/concepts/crds/backupsession/
# custom:
#   level: healthy
#   tier: should
#   since: 0.2.0
#   standsWithout:
#     any: [workloads/cronjobs, workloads/pods]
#   remediation: |
#     Read what the object says, and the log of the Job that it names:
#
#         kubectl -n NAMESPACE describe KIND NAME
#   remedies:
#   - state: repository
#     text: |
#       The message is what the repository answered. A password that was changed makes it unreadable: Velero takes it from the Secret
#       velero-repo-credentials in its own namespace. When the cause is mended, Velero tries again by itself.
#
#           kubectl -n NAMESPACE get backuprepositories.velero.io BACKUPREPOSITORY -o yaml
#   - state: paused
#     text: |
#       Let it go on, or delete it when nobody wants it any more:
#
#           kubectl -n NAMESPACE patch KIND NAME --type=merge -p '{"spec":{"paused":false}}'
package kready.backup["jobs-succeed"]

import data.kready.internal.conditions
import data.kready.internal.manifests
import data.kready.internal.products
import data.kready.lib

# resources are what each product reports by.
resources := {
	"velero": {"backuprepositories.velero.io"},
	"k8up": {"backups.k8up.io"},
	"volsync": {"replicationsources.volsync.backube"},
	"stash": {"backupconfigurations.stash.appscode.com", "backupsessions.stash.appscode.com"},
	"kubestash": {"backupconfigurations.core.kubestash.com", "backupsessions.core.kubestash.com"},
}

running contains impl if {
	some impl in input.inventory
	impl.state == "running"
	resources[impl.name]
}

read contains resource if {
	not manifests.not_applied
	some impl in running
	some resource in resources[impl.name]
}

on(o, message) := lib.finding(o.kind, o.namespace, o.name, message)

# repositories are those of Velero that it cannot use.
repositories := [o |
	"backuprepositories.velero.io" in read
	some o in products.objects("backuprepositories.velero.io")
	products.value(o, "status.phase") == "NotReady"
]

gap contains object.union(on(o, unusable(o)), {"state": "repository"}) if some o in repositories

gap contains on(r.object, sprintf("%s, and no newer one has ended", [r.fault])) if {
	some resource, _ in ended
	some r in last(resource)
	r.fault != ""
}

gap contains on(o, "its last run failed") if {
	some o in replicated
	not paused(o)
	products.value(o, "status.latestMoverStatus.result") == "Failed"
}

gap contains on(o, sprintf("VolSync reports an error (%s)", [conditions.text(c)])) if {
	some o in replicated
	not paused(o)
	products.value(o, "status.latestMoverStatus.result") != "Failed"
	c := products.condition(o, "Synchronizing")
	c.reason == "Error"
	lib.older(o.createdAt, input.thresholds.pendingMinutes)
}

gap contains object.union(on(o, "it is paused"), {"state": "paused"}) if {
	some o in pausable
	paused(o)
}

unusable(o) := concat(": ", [text |
	some text in [sprintf("Velero cannot use it for the volumes of namespace %s", [products.value(o, "spec.volumeNamespace")]), products.value(o, "status.message")]
	text != ""
])

# ended are the runs that are over, by what they are runs of, each with why it failed; "" where it did not.
ended["backups.k8up.io"] contains {"of": o.namespace, "at": o.createdAt, "object": o, "fault": fault(o)} if {
	"backups.k8up.io" in read
	some o in products.objects("backups.k8up.io")
	fault(o)
}

ended[resource] contains {"of": [o.namespace, products.value(o, "spec.invoker.name")], "at": o.createdAt, "object": o, "fault": object.get(session_fault, phase, "")} if {
	some resource in {"backupsessions.stash.appscode.com", "backupsessions.core.kubestash.com"}
	resource in read
	some o in products.objects(resource)
	phase := products.value(o, "status.phase")
	phase in {"Failed", "Succeeded"}
}

session_fault := {"Failed": "it failed", "Succeeded": ""}

# fault says how a Backup of K8up failed. It is not defined for one that has not ended.
fault(o) := sprintf("what was to run before it failed (%s)", [conditions.text(c)]) if {
	c := products.condition(o, "PreBackupPodReady")
	c.status == "False"
	endswith(c.reason, "Failed")
} else := "" if {
	c := products.condition(o, "Completed")
	c.status == "True"
	c.reason == "Succeeded"
} else := sprintf("it failed (%s)", [conditions.text(c)]) if {
	c := products.condition(o, "Completed")
	c.status == "True"
}

# last are the newest of them.
last(resource) := [newest[count(newest) - 1] |
	some of in {r.of | some r in ended[resource]}
	newest := sort([{"at": r.at, "fault": r.fault, "object": r.object} | some r in ended[resource]; r.of == of])
]

sources := "replicationsources.volsync.backube"

replicated := [o | sources in read; some o in products.objects(sources)]

# pausable are what can be told to wait.
pausable := [o |
	some resource in {sources, "backupconfigurations.stash.appscode.com", "backupconfigurations.core.kubestash.com"}
	resource in read
	some o in products.objects(resource)
]

paused(o) if products.value(o, "spec.paused") == "true"

state contains "repository" if count(repositories) > 0

state contains "paused" if {
	some o in pausable
	paused(o)
}

unknown contains {"message": text} if some text in products.unread(read)

unknown contains on(o, "Velero says nothing of it") if {
	"backuprepositories.velero.io" in read
	some o in products.objects("backuprepositories.velero.io")
	products.value(o, "status.phase") == ""
}

unknown contains {"message": text} if {
	some resource in ({"backupconfigurations.stash.appscode.com", "backupconfigurations.core.kubestash.com"} & read)
	some text in products.unasked(resource, {"spec.paused"})
}

skip contains "no product runs here whose runs kready reads" if count(running) == 0

skip contains "the manifests are not applied: nothing was saved" if {
	count(running) > 0
	manifests.not_applied
}

skip contains "no backup of volumes reports anything" if {
	count(running) > 0
	not manifests.not_applied
	judged == 0
	count(products.unread(read)) == 0
}

judged := sum([count(products.objects(resource)) | some resource in read])

summary.pass contains sprintf("%s of %s, and none reports a failure", [lib.counted(judged, "object", "objects"), lib.names(running)])

summary.gap contains sprintf("%s of %s %s no backup", [lib.counted(count({f.object | some f in gap}), "object", "objects"), lib.names(running), make(count({f.object | some f in gap}))])

summary.unknown contains "whether backups of volumes succeed is not known"

make(1) := "makes"

make(n) := "make" if n != 1
