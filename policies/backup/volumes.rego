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
#     any: [workloads/cronjobs]
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

import data.kready.internal.backups
import data.kready.internal.manifests
import data.kready.internal.namespaces
import data.kready.internal.products
import data.kready.internal.volume_backups
import data.kready.lib

# claims counts the claims of each namespace of services, by StorageClass.
claims[c.namespace][c.class] := c.claims if {
	some c in input.boundClaims
	c.namespace in watched
}

watched contains ns.name if {
	some ns in namespaces.apps
	not object.get(ns.labels, "velero.io/exclude-from-backup", "") == "true"
}

total(namespace) := sum([n | some n in claims[namespace]])

includes(s, namespace) if {
	named(s.includedNamespaces, namespace)
	not named(s.excludedNamespaces, namespace)
}

includes(s, namespace) if {
	count(s.includedNamespaces) == 0
	not named(s.excludedNamespaces, namespace)
}

named(patterns, namespace) if {
	some pattern in patterns
	glob.match(pattern, [], namespace)
}

on_purpose contains namespace if {
	some namespace in excluded
	claims[namespace]
}

excluded contains namespace if {
	some s in schedules
	some namespace in s.excludedNamespaces
}

# schedules are what the active Schedules say of namespaces and volumes: of those that say the same, one.
schedules contains {
	"includedNamespaces": s.includedNamespaces, "excludedNamespaces": s.excludedNamespaces, "takes": s.takes,
	"fileSystem": s.fileSystem, "snapshots": s.snapshots, "volumePolicy": s.volumePolicy,
} if {
	some s in volume_backups.active
}

# holding are the Schedules that include a namespace.
holding(namespace) := [s | some s in near(namespace); includes(s, namespace)]

# near are those that may: that name it, or that name namespaces by patterns or none.
near(namespace) := object.get(naming, namespace, set()) | wide

wide contains s if {
	some s in schedules
	not plain(s)
}

# naming are the Schedules by the namespaces that they name. It is one object, so that OPA goes over them once.
# regal ignore:pointless-reassignment
naming := naming_namespace

naming_namespace[namespace] contains s if {
	some s in schedules
	plain(s)
	some namespace in s.includedNamespaces
}

plain(s) if {
	count(s.includedNamespaces) > 0
	every name in s.includedNamespaces {
		regex.match(`^[a-z0-9-]+$`, name)
	}
}

narrow(s) if s.takes == "some"

# copies holds for a Schedule that saves the files of volumes.
copies(s) if s.fileSystem == "true"

copies(s) if {
	s.fileSystem == "default"
	volume_backups.copies_files
}

# decides holds for a Schedule whose own policy says what is done with which volumes: it is not read.
decides(s) if s.volumePolicy == "yes"

snaps(s) if {
	s.snapshots != "false"
	volume_backups.takes_snapshots
}

# saves holds where a Schedule saves the volumes of a class, as far as is seen.
saves(s, _) if copies(s)

saves(s, _) if decides(s)

saves(s, class) if {
	snaps(s)
	not unsnappable(class)
	not undecided(class)
}

# unsnappable holds for a class of a CSI driver without a VolumeSnapshotClass, where Velero takes snapshots by CSI alone.
unsnappable(class) if {
	count(products.objects(volume_backups.snapshot_locations)) == 0
	some c in input.storageClasses
	c.name == class
	not c.provisioner in {d.driver | some d in input.volumeSnapshotClasses}
}

# classes_of are the VolumeSnapshotClasses of a driver.
classes_of(driver) := [d | some d in input.volumeSnapshotClasses; d.driver == driver]

# undecided holds for a class of whose driver there are several VolumeSnapshotClasses, none of which Velero prefers: it
# takes none then (https://github.com/velero-io/velero/blob/main/pkg/util/csi/volume_snapshot.go).
undecided(class) if {
	count(products.objects(volume_backups.snapshot_locations)) == 0
	some c in input.storageClasses
	c.name == class
	count(classes_of(c.provisioner)) > 1
	every d in classes_of(c.provisioner) {
		d.velero == "no"
		not d["default"]
	}
}

# annotated are the namespaces of which workloads ask for copies of their volumes themselves.
annotated contains w.namespace if {
	some w in input.workloads
	w.backupVolumes != ""
}

left_out contains namespace if {
	some namespace, _ in claims
	not namespace in on_purpose
	count(holding(namespace)) == 0
}

# lost are the classes of a namespace whose volumes no Schedule saves.
lost[namespace] contains class if {
	some namespace, by_class in claims
	some class, _ in by_class
	count(holding(namespace)) > 0
	not namespace in annotated
	every s in holding(namespace) {
		not saves(s, class)
	}
}

no_data(namespace) if {
	every s in holding(namespace) {
		not copies(s)
		not decides(s)
		not snaps(s)
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
	every s in schedules {
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
	not undecided(class)
	some c in input.storageClasses
	c.name == class
	finding := lib.finding("Namespace", "", namespace, sprintf("%s of StorageClass %s: it is to be saved by snapshots, and there is no VolumeSnapshotClass for %s", [
		lib.counted(claims[namespace][class], "claim is", "claims are"), class, c.provisioner,
	]))
}

# names_of are the names of those classes, for a sentence.
names_of(driver) := lib.shortened(sort([d.name | some d in classes_of(driver)]))

gap contains object.union(finding, {"state": "class-undecided"}) if {
	judged
	some namespace, classes in lost
	not no_data(namespace)
	some class in classes
	undecided(class)
	some c in input.storageClasses
	c.name == class
	finding := lib.finding("Namespace", "", namespace, sprintf("%s of StorageClass %s: Velero takes no snapshot, since it cannot choose among the VolumeSnapshotClasses of %s (%s)", [
		lib.counted(claims[namespace][class], "claim is", "claims are"), class, c.provisioner, names_of(c.provisioner),
	]))
}

state contains "class-undecided" if {
	judged
	some namespace, classes in lost
	not no_data(namespace)
	some class in classes
	undecided(class)
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
	not undecided(class)
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
	held := holding(namespace)
	count(held) > 0
	every s in held {
		narrow(s)
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
