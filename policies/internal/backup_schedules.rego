# METADATA
# title: Which namespaces Velero's Schedules include, and the volumes of which classes they save
package kready.internal.backup_schedules

import data.kready.internal.products
import data.kready.internal.volume_backups

# schedules are what the active Schedules say of namespaces and volumes: of those that say the same, one.
schedules contains {
	"includedNamespaces": s.includedNamespaces, "excludedNamespaces": s.excludedNamespaces, "takes": s.takes,
	"fileSystem": s.fileSystem, "snapshots": s.snapshots, "volumePolicy": s.volumePolicy,
} if {
	some s in volume_backups.active
}

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

# holding are the ways of the Schedules that include a namespace. Of ways there are few, however many Schedules there are.
holding(namespace) := union({
	object.keys(object.get(naming, namespace, {})),
	{w | some w, spared in everywhere; not namespace in spared},
	{way(s) | some s in by_patterns; includes(s, namespace)},
})

# way(s) is what a Schedule takes, and how it saves volumes.
way(s) := object.filter(s, {"takes", "fileSystem", "snapshots", "volumePolicy"})

# naming are the ways of the Schedules that name namespaces, by namespace.
naming := object.union_n([{namespace: {way(s): true}} |
	some s in schedules
	plain(s.includedNamespaces)
	some namespace in s.includedNamespaces
	not named(s.excludedNamespaces, namespace)
])

# everywhere are the ways of the Schedules for all namespaces but those that they name: by way, those that each leaves out.
everywhere := {w: spared |
	some w in {way(s) | some s in for_all}
	spared := intersection({{namespace | some namespace in s.excludedNamespaces} | some s in for_all; way(s) == w})
}

for_all contains s if {
	some s in schedules
	takes_all(s)
	all_plain(s.excludedNamespaces)
}

takes_all(s) if count(s.includedNamespaces) == 0

takes_all(s) if "*" in s.includedNamespaces

# by_patterns are the Schedules of which each namespace is asked.
by_patterns contains s if {
	some s in (schedules - for_all)
	not plain(s.includedNamespaces)
}

plain(names) if {
	count(names) > 0
	all_plain(names)
}

all_plain(names) if {
	every name in names {
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
