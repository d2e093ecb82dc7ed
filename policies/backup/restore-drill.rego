# METADATA
# title: A backup was restored of late
# description: |
#   A backup that nobody has restored is a hope. Credentials that may write and not read, volumes that
#   were never copied and CRDs that are missing show when it is too late, unless somebody tries.
#
#   kready looks for the newest Velero `Restore` that is Completed; it should be no older than 90 days by
#   default (`restoreDrillDays`). A Restore is removed together with its backup, so that an older drill may
#   no longer show; one in another cluster from the same storage location does not show here at all: then
#   accept this check. What was in it is not looked at.
# related_resources:
# - ref: https://velero.io/docs/main/disaster-case/
# - ref: https://velero.io/docs/main/restore-reference/
# custom:
#   level: healthy
#   tier: should
#   requires: [backup/present]
#   since: 0.1.0
#   standsWithout:
#     any: [workloads/cronjobs, workloads/pods]
#   remediation: |
#     Restore a namespace of no importance under another name, look whether it runs, and remove it again:
#
#         velero restore create --from-backup BACKUP --namespace-mappings shop:shop-drill
package kready.backup["restore-drill"]

import data.kready.internal.manifests
import data.kready.internal.products
import data.kready.lib

resource := "restores.velero.io"

velero if {
	some impl in lib.running("backup/cluster")
	impl.name == "velero"
}

restores := products.objects(resource)

# ended are the ends of those that went well.
ended contains moment if {
	some r in restores
	products.value(r, "status.phase") == "Completed"
	moment := products.value(r, "status.completionTimestamp")
	moment != ""
}

newest := max(ended)

allowed := (input.thresholds.restoreDrillDays * 24) * 60

recent if {
	count(ended) > 0
	not lib.older(newest, allowed)
}

gap contains {"message": "there is no Restore that is Completed"} if {
	velero
	not manifests.not_applied
	products.read(resource)
	count(ended) == 0
}

gap contains {"message": sprintf("the newest Restore that is Completed ended on %s, more than %s ago", [split(newest, "T")[0], lib.counted(input.thresholds.restoreDrillDays, "day", "days")])} if {
	velero
	products.read(resource)
	count(ended) > 0
	not recent
}

unknown contains {"message": text} if {
	velero
	not recent
	some text in products.unread({resource})
}

unknown contains {"message": "manifests do not show whether a backup was ever restored"} if {
	velero
	manifests.not_applied
	count(ended) == 0
}

skip contains "kready knows restores of Velero alone, which does not run here" if not velero

failed := count([r | some r in restores; products.value(r, "status.phase") in {"Failed", "PartiallyFailed", "FailedValidation"}])

tried := "" if failed == 0

tried := sprintf("; %s", [lib.counted(failed, "Restore failed", "Restores failed")]) if failed > 0

summary.gap contains sprintf("no backup was restored of late%s", [tried])

summary.unknown contains "whether a backup was ever restored is not known"

summary.pass contains sprintf("a Restore was Completed on %s", [split(newest, "T")[0]])
