package kready.internal.backups

import data.kready.lib

# velero are the installations of Velero whose pods can be looked at.
velero contains impl if {
	some impl in lib.running("backup/cluster")
	impl.name == "velero"
	impl.state == "running"
}
