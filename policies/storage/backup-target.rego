# METADATA
# title: Longhorn has a place for the backups that it is to make
# description: |
#   A RecurringJob with the task backup runs by its schedule also where there is no place to put a backup, or none that answers. Its
#   pods may end as completed all the same, and nobody notices until a volume is needed back.
#
#   kready looks where Longhorn runs and a RecurringJob makes backups. Longhorn must find a BackupTarget available: the one that it
#   comes with has no URL. A further one without a URL is no gap where another is available; one that cannot be reached is. Whether a backup was made, and for which
#   volumes, is not seen.
# related_resources:
# - ref: https://longhorn.io/docs/latest/snapshots-and-backups/backup-and-restore/set-backup-target/
# - ref: https://longhorn.io/docs/latest/snapshots-and-backups/scheduling-backups-and-snapshots/
# - ref: https://github.com/longhorn/longhorn/issues/13587
# custom:
#   level: configured
#   tier: should
#   since: 0.2.0
#   standsWithout:
#     any: [workloads/cronjobs, workloads/pods]
#   remediation: |
#     The message is what the storage answered. Mend the URL or the Secret of the BackupTarget:
#
#         kubectl -n NAMESPACE get backuptargets.longhorn.io
#   remedies:
#   - state: no-target
#     text: |
#       Give the BackupTarget a URL outside of the cluster, and the name of the Secret that opens it:
#
#           kubectl -n NAMESPACE patch backuptargets.longhorn.io NAME --type=merge -p '{"spec":{"backupTargetURL":"URL","credentialSecret":"SECRET"}}'
package kready.storage["backup-target"]

import data.kready.internal.manifests
import data.kready.internal.products
import data.kready.lib

targets := "backuptargets.longhorn.io"

jobs := "recurringjobs.longhorn.io"

longhorn contains impl if {
	some impl in lib.running("storage/provisioner")
	impl.name == "longhorn"
}

# saving are the jobs that make backups, not only snapshots beside the volume.
saving := [j | some j in products.objects(jobs); products.value(j, "spec.task") in {"backup", "backup-force-create"}]

here if {
	not manifests.not_applied
	count(longhorn) > 0
	count(saving) > 0
}

available := [t | some t in products.objects(targets); products.value(t, "status.available") == "true"]

said(target) := products.condition(target, "Unavailable").message if {
	products.condition(target, "Unavailable").status == "True"
} else := ""

# Longhorn says so itself: https://github.com/longhorn/longhorn-manager/blob/master/controller/backup_target_controller.go
without_url(target) if contains(said(target), "URL is empty")

failing := [t | some t in products.objects(targets); products.value(t, "status.available") == "false"]

gap contains of(t, "it has no URL", "no-target") if {
	here
	count(available) == 0
	some t in failing
	without_url(t)
}

gap contains of(t, concat(": ", [text | some text in ["Longhorn cannot reach it", said(t)]; text != ""]), "unreachable") if {
	here
	some t in failing
	not without_url(t)
}

gap contains {"message": "there is no BackupTarget"} if {
	here
	products.read(targets)
	products.served(targets)
	count(products.objects(targets)) == 0
}

of(target, message, "no-target") := object.union(lib.finding("BackupTarget", target.namespace, target.name, message), {"state": "no-target"})

of(target, message, "unreachable") := lib.finding("BackupTarget", target.namespace, target.name, message)

state contains "no-target" if {
	here
	count(available) == 0
	some t in failing
	without_url(t)
}

unknown contains {"message": text} if {
	count(longhorn) > 0
	some text in products.unread({targets, jobs})
}

unknown contains lib.finding("BackupTarget", t.namespace, t.name, "Longhorn has not said whether it is available") if {
	here
	some t in products.objects(targets)
	not products.value(t, "status.available") in {"true", "false"}
}

skip contains "Longhorn does not run here" if count(longhorn) == 0

skip contains "the manifests are not applied" if {
	count(longhorn) > 0
	manifests.not_applied
}

skip contains "no RecurringJob of Longhorn makes backups" if {
	count(longhorn) > 0
	products.read(jobs)
	count(saving) == 0
}

skip contains "Longhorn has no BackupTargets in its release" if {
	here
	products.read(targets)
	not products.served(targets)
}

summary.pass contains sprintf("Longhorn finds %s available", [lib.counted(count(available), "BackupTarget", "BackupTargets")])

summary.gap contains sprintf("%s of Longhorn %s backups, and the place for them is not there", [
	lib.counted(count(saving), "RecurringJob", "RecurringJobs"), make(count(saving)),
])

summary.unknown contains "whether Longhorn can put its backups anywhere is not known"

make(1) := "makes"

make(n) := "make" if n != 1
