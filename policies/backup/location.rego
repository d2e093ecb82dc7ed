# METADATA
# title: Velero finds every place where backups are kept available
# description: |
#   A bucket that was renamed, or a credential that has expired, ends all backups, and nobody
#   notices until one is needed. Backups that name no location go to the default one; without
#   a default they fail.
#
#   kready reads what Velero itself found when it last tried each BackupStorageLocation. Every
#   location must be Available, one must be the default, and the default must be writable. A
#   further location that is read-only is no gap: restores from another cluster use one.
#   Velero tries every minute unless told otherwise; an answer that is more than an hour old
#   is not believed. kready does not ask the storage itself, and other products than Velero
#   are not judged.
# related_resources:
# - ref: https://velero.io/docs/main/api-types/backupstoragelocation/
# - ref: https://velero.io/docs/main/troubleshooting/
# custom:
#   level: healthy
#   tier: must
#   requires: [backup/present]
#   since: 0.1.0
#   standsWithout:
#     any: [workloads/cronjobs, workloads/pods, nodes]
#     skip: [backupLocations]
#   remediation: |
#     `velero backup-location get` and the message of the location say what the storage answered.
#     Mend the bucket's name or the credential; make one location the default:
#
#         velero backup-location set NAME --default
#   remedies:
#   - state: no-crds
#     text: |
#       Install Velero's CRDs in the version that runs, then create a BackupStorageLocation. With Velero's own tool:
#
#           velero install --crds-only
package kready.backup.location

import data.kready.internal.backups
import data.kready.internal.moments
import data.kready.internal.products
import data.kready.lib

gap contains {"message": "Velero has no BackupStorageLocation: it cannot keep a backup"} if {
	count(input.backupLocations) == 0
	kinds_there
}

gap contains {"message": "Velero's CRDs are not installed: it can have no BackupStorageLocation, and makes no backup", "state": "no-crds"} if {
	count(input.backupLocations) == 0
	not kinds_there
}

gap contains {"message": "no BackupStorageLocation is the default: backups that name none fail"} if {
	count(input.backupLocations) > 0
	not some_default
}

gap contains finding if {
	some l in input.backupLocations
	l.phase == "Unavailable"
	finding := of(l, concat(": ", [text | some text in ["Velero cannot reach it", l.message]; text != ""]))
}

gap contains finding if {
	some l in input.backupLocations
	l.default
	l.accessMode == "ReadOnly"
	finding := of(l, "it is the default and read-only: no backup can be written")
}

state contains "no-crds" if {
	count(input.backupLocations) == 0
	not kinds_there
}

# kinds_there does not hold where the cluster knows none of Velero's kinds, as where its chart was installed without CRDs.
kinds_there if products.served(restores)

kinds_there if not products.read(restores)

restores := "restores.velero.io"

some_default if {
	some l in input.backupLocations
	l.default
}

unknown contains finding if {
	some l in input.backupLocations
	not l.phase in {"Available", "Unavailable"}
	finding := of(l, "Velero has not said whether it is available")
}

unknown contains finding if {
	some l in stale
	finding := of(l, sprintf("Velero found it available at %s and has not tried since", [moments.at(l.validatedAt)]))
}

# stale are locations that were not tried for an hour, or three times as long as they
# are meant to be. A dump may be older than that itself.
unknown contains of(l, "Velero has not said when it found it available") if {
	input.target.kind == "cluster"
	some l in input.backupLocations
	l.phase == "Available"
	not lib.known(l.validatedAt)
}

stale contains l if {
	input.target.kind == "cluster"
	some l in input.backupLocations
	l.phase == "Available"
	l.validationSeconds != 0
	lib.older(l.validatedAt, max([input.thresholds.backupLocationMinutes, l.validationSeconds / 20]))
}

skip contains "Velero is not installed" if count(backups.velero) == 0

of(l, message) := lib.finding("BackupStorageLocation", l.namespace, l.name, message)

amount := lib.counted(count(input.backupLocations), "location", "locations")

summary.pass contains sprintf("Velero finds %s available, and the default is not read-only", [amount])

summary.gap contains "Velero cannot rely on where it keeps backups"

summary.unknown contains sprintf("whether %s of %s can be reached is not known", [format_int(count(unknown), 10), amount])
