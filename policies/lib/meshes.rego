package kready.lib

# meshes are the control planes of service meshes.
meshes := running("mesh/control-plane")

# mesh_is holds when a mesh of that name is there.
mesh_is(name) if {
	some impl in meshes
	impl.name == name
}
