# METADATA
# title: Every backup schedule is valid and not paused
# description: |
#   A Schedule that was paused for a migration and forgotten makes no backups, and neither
#   does one whose cron expression Velero refuses. What it was to save is then found missing
#   on the day of the restore.
#
#   kready reads `spec.paused`, `status.phase` and `status.validationErrors` of Velero's
#   Schedules. Whether there is one at all, and what came of it, is `backup/recent`'s question.
# related_resources:
# - ref: https://velero.io/docs/main/api-types/schedule/
# - ref: https://velero.io/docs/main/backup-reference/
# custom:
#   level: configured
#   tier: should
#   requires: [backup/present]
#   since: 0.1.0
#   standsWithout:
#     any: [workloads/cronjobs, workloads/pods]
#   remediation: |
#     Mend the expression in the Schedule's `spec.schedule`. Delete schedules that nobody wants any
#     more.
#   remedies:
#   - state: paused
#     text: |
#       Let it go on, or delete it when nobody wants it any more:
#
#           kubectl -n NAMESPACE patch schedules.velero.io NAME --type=merge -p '{"spec":{"paused":false}}'
#   - state: ignored
#     text: |
#       See that Velero's server runs and watches the namespace; its log says what it thinks of
#       the Schedule.
package kready.backup.schedules

import data.kready.internal.backups
import data.kready.lib

gap contains finding if {
	some s in input.backupSchedules
	s.paused
	finding := object.union(finding_on(s, "it is paused"), {"state": "paused"})
}

gap contains finding if {
	some s in input.backupSchedules
	not s.paused
	s.phase == "FailedValidation"
	finding := finding_on(s, concat(": ", array.concat(["Velero refuses it"], s.errors)))
}

gap contains finding if {
	some s in without_status
	lib.older(s.createdAt, input.thresholds.pendingMinutes)
	finding := object.union(finding_on(s, "Velero has not looked at it"), {"state": "ignored"})
}

state contains "paused" if {
	some s in input.backupSchedules
	s.paused
}

state contains "ignored" if {
	some s in without_status
	lib.older(s.createdAt, input.thresholds.pendingMinutes)
}

unknown contains finding if {
	some s in without_status
	not lib.known(s.createdAt)
	finding := finding_on(s, "it carries no status")
}

without_status contains s if {
	some s in input.backupSchedules
	not s.paused
	s.phase in {"", "New"}
}

skip contains "Velero is not installed" if count(backups.velero) == 0

skip contains "Velero has no Schedule: backup/recent tells what that means" if count(input.backupSchedules) == 0

finding_on(s, message) := lib.finding("Schedule", s.namespace, s.name, message)

amount := lib.counted(count(input.backupSchedules), "schedule", "schedules")

summary.pass contains sprintf("%s %s valid and not paused", [amount, lib.are(count(input.backupSchedules))])

summary.gap contains sprintf("%d of %s %s no backups", [count(gap), amount, make(count(gap))])

summary.unknown contains "the manifests carry no status"

make(1) := "makes"

make(n) := "make" if n != 1
