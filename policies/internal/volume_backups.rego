# METADATA
# title: What Velero is told to do with volumes
package kready.internal.volume_backups

import data.kready.internal.backups
import data.kready.internal.products
import data.kready.internal.workloads
import data.kready.lib

# server are the Deployments of Velero's server, agents the DaemonSets of its node agent.
server contains w if {
	some impl in backups.velero
	some w in lib.workloads_of(impl)
	w.kind == "Deployment"
}

agents contains w if {
	some impl in backups.velero
	some w in lib.workloads_of(impl)
	w.kind == "DaemonSet"
}

# active are the Schedules that are not paused.
active contains s if {
	some s in input.backupSchedules
	not s.paused
}

# flag_on holds for a flag of Velero's server that is true.
flag_on(name) if {
	some w in server
	some value in workloads.flag_values(w, name)
	value == "true"
}

# copies_files holds where Velero's server copies the files of volumes of all backups that do not say otherwise.
copies_files if {
	some name in ["default-volumes-to-fs-backup", "default-volumes-to-restic"]
	flag_on(name)
}

snapshot_locations := "volumesnapshotlocations.velero.io"

# takes_snapshots holds where Velero can take snapshots of volumes: by a provider's plugin, or by CSI.
takes_snapshots if count(products.objects(snapshot_locations)) > 0

takes_snapshots if csi_snapshots

# csi_snapshots holds where Velero's support of CSI is on.
csi_snapshots if {
	some w in server
	some value in workloads.flag_values(w, "features")
	contains(value, "EnableCSI")
}
