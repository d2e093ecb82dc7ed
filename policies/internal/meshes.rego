package kready.internal.meshes

import data.kready.lib

# control_planes are those of service meshes.
control_planes := lib.running("mesh/control-plane")

# installed holds when the control plane of a mesh of that name runs.
installed(name) if {
	some impl in control_planes
	impl.name == name
}
