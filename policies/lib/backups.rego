package kready.lib

# velero are the installations of Velero whose pods can be looked at.
velero := {impl |
	some impl in running("backup/cluster")
	impl.name == "velero"
	impl.state == "running"
}
