# METADATA
# title: The volumes of services' namespaces are in a backup
# description: |
#   A namespace that was made after the Schedule is in no backup that names its namespaces one by one, and a backup
#   that takes no data of volumes restores empty claims.
#
#   kready counts the claims that have a volume in the namespaces of services, and looks for a Schedule of Velero that
#   is not paused, includes the namespace and saves data: by file-system backup, or by snapshots, for which the driver
#   of the StorageClass needs a VolumeSnapshotClass; of several, Velero takes the one with its label or the default one,
#   or none. A namespace that a Schedule excludes by its name, or that is
#   labelled `velero.io/exclude-from-backup`, is left out on purpose and no gap; nor are the platform's own. Whether
#   the data arrives is not seen. Where another product makes backups as well, a namespace that Velero leaves out is
#   unknown.
# related_resources:
# - ref: https://velero.io/docs/main/resource-filtering/
# - ref: https://velero.io/docs/main/csi/
# - ref: https://velero.io/docs/main/file-system-backup/
# custom:
#   level: configured
#   tier: should
#   requires: [backup/present]
#   since: 0.2.0
#   standsWithout:
#     any: [workloads/cronjobs, workloads/pods]
#   remediation: |
#     Add the namespace to a Schedule (`spec.template.includedNamespaces`, where `"*"` or none stands for all), or
#     exclude it by its name where its volumes need no backup. These are the Schedules:
#
#         kubectl get schedules.velero.io -A
#   remedies:
#   - state: not-saved
#     text: |
#       Let a Schedule that includes it save the data of volumes: `defaultVolumesToFsBackup: true` in `spec.template`
#       copies files, which takes Velero's node agent; snapshots take `--features=EnableCSI` in Velero's server.
#   - state: no-snapshot-class
#     text: |
#       Create a VolumeSnapshotClass for the driver, with the label `velero.io/csi-volumesnapshot-class: "true"`.
#       Where the driver has no snapshots, let the Schedule copy files: `defaultVolumesToFsBackup: true` in
#       `spec.template`.
#   - state: class-undecided
#     text: |
#       Label the class that Velero is to take: `kubectl label volumesnapshotclass CLASS velero.io/csi-volumesnapshot-class=true`.
package kready.backup.volumes

import data.kready.internal.backup_schedules
import data.kready.internal.backups
import data.kready.internal.manifests
import data.kready.internal.namespaces
import data.kready.internal.products
import data.kready.internal.volume_backups
import data.kready.lib

# claims counts the claims of each namespace of services, by StorageClass.
claims := object.union_n([{c.namespace: {c.class: c.claims}} |
	some c in input.boundClaims
	c.namespace in watched
])

watched contains ns.name if {
	some ns in namespaces.apps
	not object.get(ns.labels, "velero.io/exclude-from-backup", "") == "true"
}

total(namespace) := sum([n | some n in claims[namespace]])

on_purpose contains namespace if {
	some namespace in excluded
	claims[namespace]
}

excluded contains namespace if {
	some s in backup_schedules.schedules
	some namespace in s.excludedNamespaces
}

# annotated are the namespaces of which workloads ask for copies of their volumes themselves.
annotated contains w.namespace if {
	some w in input.workloads
	w.backupVolumes != ""
}

left_out contains namespace if {
	some namespace, _ in claims
	not namespace in on_purpose
	count(backup_schedules.holding(namespace)) == 0
}

# lost are the classes of a namespace whose volumes no Schedule saves.
lost := {namespace: classes |
	some namespace, _ in claims
	classes := lost_classes(namespace)
	count(classes) > 0
}

lost_classes(namespace) := {class |
	count(backup_schedules.holding(namespace)) > 0
	not namespace in annotated
	some class, _ in claims[namespace]
	every s in backup_schedules.holding(namespace) {
		not backup_schedules.saves(s, class)
	}
}

no_data(namespace) if {
	every s in backup_schedules.holding(namespace) {
		not backup_schedules.copies(s)
		not backup_schedules.decides(s)
		not backup_schedules.snaps(s)
	}
}

# open_ones are the namespaces of which volumes are not seen to be saved.
open_ones := left_out | object.keys(lost)

# others are further products that make backups.
others contains impl if {
	some role in ["backup/cluster", "backup/volumes"]
	some impl in lib.running(role)
	impl.name != "velero"
	not idle(impl)
}

# idle holds for Longhorn where no RecurringJob of it makes backups.
idle(impl) if {
	impl.name == "longhorn"
	products.read(recurring)
	every job in products.objects(recurring) {
		not startswith(products.value(job, "spec.task"), "backup")
	}
}

recurring := "recurringjobs.longhorn.io"

said if {
	every s in backup_schedules.schedules {
		s.takes != ""
		s.fileSystem != ""
		s.volumePolicy != ""
	}
}

judged if {
	said
	count(others) == 0
	products.read(volume_backups.snapshot_locations)
}

claimed(namespace) := lib.counted(total(namespace), "claim", "claims")

gap contains lib.finding("Namespace", "", namespace, sprintf("no active Schedule of Velero includes it: the volumes of its %s are in no backup", [claimed(namespace)])) if {
	judged
	some namespace in left_out
}

gap contains object.union(finding, {"state": "not-saved"}) if {
	judged
	some namespace, _ in lost
	no_data(namespace)
	finding := lib.finding("Namespace", "", namespace, sprintf("the Schedules that include it save no data of volumes: those of its %s are in no backup", [claimed(namespace)]))
}

gap contains object.union(finding, {"state": "no-snapshot-class"}) if {
	judged
	some namespace, classes in lost
	not no_data(namespace)
	some class in classes
	not backup_schedules.undecided(class)
	some c in input.storageClasses
	c.name == class
	finding := lib.finding("Namespace", "", namespace, sprintf("%s of StorageClass %s: it is to be saved by snapshots, and there is no VolumeSnapshotClass for %s", [
		lib.counted(claims[namespace][class], "claim is", "claims are"), class, c.provisioner,
	]))
}

gap contains object.union(finding, {"state": "class-undecided"}) if {
	judged
	some namespace, classes in lost
	not no_data(namespace)
	some class in classes
	backup_schedules.undecided(class)
	some c in input.storageClasses
	c.name == class
	finding := lib.finding("Namespace", "", namespace, sprintf("%s of StorageClass %s: Velero takes no snapshot, since it cannot choose among the VolumeSnapshotClasses of %s (%s)", [
		lib.counted(claims[namespace][class], "claim is", "claims are"), class, c.provisioner, names_of(c.provisioner),
	]))
}

# names_of are the names of those classes, for a sentence.
names_of(driver) := lib.shortened(sort([d.name | some d in backup_schedules.classes_of(driver)]))

state contains "class-undecided" if {
	judged
	some namespace, classes in lost
	not no_data(namespace)
	some class in classes
	backup_schedules.undecided(class)
}

state contains "not-saved" if {
	judged
	some namespace, _ in lost
	no_data(namespace)
}

state contains "no-snapshot-class" if {
	judged
	some namespace, classes in lost
	not no_data(namespace)
	some class in classes
	not backup_schedules.undecided(class)
}

unknown contains {"message": "this snapshot does not say what the Schedules include: an older kready took it"} if {
	count(claims) > 0
	not said
}

unknown contains {"message": sprintf("%s runs as well: what it saves of %s is not seen", [lib.names(others), lib.shortened(sort(open_ones))])} if {
	said
	count(others) > 0
	count(open_ones) > 0
}

unknown contains {"message": text} if {
	count(open_ones) > 0
	some text in products.unread({volume_backups.snapshot_locations})
}

unknown contains lib.finding("Namespace", "", namespace, "the Schedules that include it take only some objects, by labels or by kind: which of its claims they save is not known") if {
	said
	some namespace, _ in claims
	held := backup_schedules.holding(namespace)
	count(held) > 0
	every s in held {
		backup_schedules.narrow(s)
	}
}

skip contains "Velero is not installed: what other products save is not judged" if count(backups.velero) == 0

skip contains "no namespace of services has a claim with a volume that is to be in a backup" if count(claims) == 0

skip contains "the manifests are not applied" if manifests.not_applied

skip contains "no Schedule of Velero is active" if count(volume_backups.active) == 0

summary.pass contains sprintf("%s with claims are in Schedules that save volumes%s", [
	lib.counted(count(claims) - count(on_purpose), "namespace", "namespaces"), aside,
])

aside := "" if count(on_purpose) == 0

aside := sprintf(" (excluded by name: %s)", [lib.shortened(sort(on_purpose))]) if count(on_purpose) > 0

summary.gap contains sprintf("volumes of %s are in no backup", [lib.counted(count({f.object.name | some f in gap}), "namespace", "namespaces")])

summary.unknown contains "whether the volumes of services are in a backup is not known"
