# METADATA
# title: The volumes that Velero is to copy have a node agent to copy them
# description: |
#   Velero itself saves objects. The data of volumes is copied by its node agent, a DaemonSet that
#   the installation leaves out unless it is asked for. Without it a backup that was to hold the
#   files of volumes ends with warnings, and what is restored from it is empty.
#
#   Copies are asked for by flags of Velero's server (`--default-volumes-to-fs-backup`,
#   `--default-snapshot-move-data`), by Schedules, and by the annotation
#   `backup.velero.io/backup-volumes` on the pods of a workload. For file-system backup the agent
#   must be ready on every node that takes ordinary pods, since it copies volumes where their pods
#   run; to move the data of snapshots, one that is ready is enough. Where snapshots are asked
#   for, Velero must have a VolumeSnapshotLocation or its CSI support (`--features=EnableCSI`).
#
#   Annotations on pods that no workload owns, and Backups that somebody made by hand, are not
#   seen; neither is whether a copy can be restored. Other products than Velero are not judged.
# related_resources:
# - ref: https://velero.io/docs/main/file-system-backup/
# - ref: https://velero.io/docs/main/csi-snapshot-data-movement/
# - ref: https://github.com/velero-io/velero/issues/8030
# custom:
#   level: configured
#   tier: must
#   requires: [backup/present]
#   since: 0.1.0
#   standsWithout:
#     any: [workloads/cronjobs, workloads/pods]
#   remediation: |
#     Install the agent beside Velero: `velero install --use-node-agent` with the options of
#     before, or with its Helm chart `deployNodeAgent: true`. Give it tolerations for the taints of
#     nodes whose pods have volumes.
#   remedies:
#   - state: agent-not-ready
#     text: |
#       See why the agent's pods are not there or not ready:
#
#           kubectl -n NAMESPACE describe daemonset NAME
#
#       Where the namespace's Pod Security level refuses hostPath, label it privileged. Give the
#       agent tolerations for the taints of nodes whose pods have volumes.
#   - state: no-snapshots
#     text: |
#       Turn on `--features=EnableCSI` and label a VolumeSnapshotClass of the volumes' driver
#       `velero.io/csi-volumesnapshot-class: "true"`, or create a VolumeSnapshotLocation for the
#       provider's plugin. Without snapshots, ask for file-system backup and install the node agent.
package kready.backup["volume-data"]

import data.kready.internal.backups
import data.kready.internal.nodes
import data.kready.internal.products
import data.kready.internal.volume_backups
import data.kready.lib

# unless_all_refuse holds when a server's default reaches a backup: not where every Schedule says no.
unless_all_refuse(_) if count(volume_backups.active) == 0

unless_all_refuse(field) if {
	some s in volume_backups.active
	s[field] != "false"
}

# file_system says what asks for copies of the files of volumes.
file_system contains "Velero's server (--default-volumes-to-fs-backup)" if {
	unless_all_refuse("fileSystem")
	volume_backups.copies_files
}

file_system contains sprintf("Schedule %s/%s", [s.namespace, s.name]) if {
	some s in volume_backups.active
	s.fileSystem == "true"
}

file_system contains sprintf("the annotation on the pods of %s %s/%s", [w.kind, w.namespace, w.name]) if {
	some w in input.workloads
	w.backupVolumes != ""
	w.desired > 0
}

# moving says what asks for the data of snapshots to be moved, by Velero's own data mover.
moving contains "Velero's server (--default-snapshot-move-data)" if {
	volume_backups.flag_on("default-snapshot-move-data")
	unless_all_refuse("moveData")
}

moving contains sprintf("Schedule %s/%s", [s.namespace, s.name]) if {
	some s in volume_backups.active
	s.moveData == "true"
	s.dataMover in {"", "velero"}
}

# snapshots are the Schedules that ask for snapshots of volumes.
snapshots contains s if {
	some s in volume_backups.active
	s.snapshots == "true"
}

asked := file_system | moving

asking := lib.shortened(sort(asked))

gap contains finding if {
	count(asked) > 0
	count(volume_backups.agents) == 0
	some w in volume_backups.server
	finding := lib.finding(w.kind, w.namespace, w.name, sprintf("%s asks for the data of volumes, and there is no node agent: it is not saved", [asking]))
}

gap contains finding if {
	count(asked) > 0
	some found in agents_down
	finding := object.union(found, {"state": "agent-not-ready"})
}

gap contains finding if {
	count(file_system) > 0
	count(agents_down) == 0
	some found in uncovered
	finding := object.union(found, {"state": "agent-not-ready"})
}

gap contains object.union(lib.finding("Schedule", s.namespace, s.name, no_snapshots), {"state": "no-snapshots"}) if {
	products.read(volume_backups.snapshot_locations)
	not volume_backups.takes_snapshots
	some s in snapshots
}

no_snapshots := "it asks for snapshots of volumes; there is no VolumeSnapshotLocation, and Velero's CSI support is off"

# agents_down are findings when no agent has a ready pod.
agents_down contains lib.finding(w.kind, w.namespace, w.name, sprintf("none of its %s is ready: no data of volumes is saved", [lib.counted(w.desired, "pod", "pods")])) if {
	every a in volume_backups.agents {
		a.status
		a.ready == 0
	}
	some w in volume_backups.agents
}

# lacking are the nodes, by what they are for, on which no agent is ready.
lacking contains name if {
	every w in volume_backups.agents {
		counted(w)
	}
	missed_by_all := intersection({missed(w) | some w in volume_backups.agents})
	some k in nodes.agent_kinds
	some name in k.names
	name in missed_by_all
}

counted(w) if {
	some c in input.coverage
	[c.namespace, c.name] == [w.namespace, w.name]
}

missed(w) := {name |
	some c in input.coverage
	[c.namespace, c.name] == [w.namespace, w.name]
	some name in c.missing
}

ordinary contains name if {
	some k in nodes.agent_kinds
	k.takesPods
	k.os != "windows"
	some name in k.names
}

uncovered contains lib.finding("Node", "", name, "no node agent of Velero is ready: the volumes of its pods are not saved") if {
	count(volume_backups.agents) > 0
	some name in (lacking & ordinary)
}

unknown contains finding if {
	count(asked) > 0
	some w in volume_backups.agents
	not w.status
	finding := lib.finding(w.kind, w.namespace, w.name, "it carries no status: whether it runs cannot be told")
}

unknown contains finding if {
	count(file_system) > 0
	some w in volume_backups.agents
	w.status
	w.ready > 0
	not counted(w)
	finding := lib.finding(w.kind, w.namespace, w.name, "its pods were not read: on which nodes they are is not known")
}

unknown contains lib.finding("Schedule", s.namespace, s.name, "this snapshot does not say what it asks for: an older kready took it") if {
	some s in volume_backups.active
	s.fileSystem == ""
}

unknown contains {"message": message} if {
	count(snapshots) > 0
	not volume_backups.takes_snapshots
	some message in products.unread({volume_backups.snapshot_locations})
}

state contains "agent-not-ready" if {
	count(asked) > 0
	count(agents_down | uncovered) > 0
}

state contains "no-snapshots" if {
	count(snapshots) > 0
	not volume_backups.takes_snapshots
	products.read(volume_backups.snapshot_locations)
}

skip contains "Velero is not installed" if count(backups.velero) == 0

skip contains "nothing seen here asks Velero for the data of volumes: its backups hold objects only, or what their volumes' owners asked for" if {
	count(asked) == 0
	count(snapshots) == 0
	every s in volume_backups.active {
		s.fileSystem != ""
	}
}

summary.pass contains concat("; ", [text | some text in [agents_text, snapshots_text]; text != ""])

agents_text := "" if count(asked) == 0

agents_text := sprintf("%s asks for the data of volumes, and the node agent is ready%s", [asking, where]) if count(asked) > 0

where := "" if count(file_system) == 0

where := sprintf(" on every node that takes ordinary pods%s", [others]) if count(file_system) > 0

others := "" if count(lacking - ordinary) == 0

others := sprintf(" (not on %s)", [lib.shortened(sort(lacking - ordinary))]) if count(lacking - ordinary) > 0

snapshots_text := "" if count(snapshots) == 0

snapshots_text := "Velero can take the snapshots that are asked for" if count(snapshots) > 0

summary.gap contains "data of volumes that is to be backed up is not"

summary.unknown contains "whether the data of volumes is saved is not known"
