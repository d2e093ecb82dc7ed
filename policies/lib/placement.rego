package kready.lib

# movable are the nodes among which ordinary pods can move: not virtual, and not kept
# for something else by a taint. Cordoned nodes and nodes with a passing fault count.
movable := {n.name |
	some n in input.nodes
	not n.virtual
	not reserved(n)
}

reserved(n) if {
	some t in n.taints
	t.effect in {"NoSchedule", "NoExecute"}
	not startswith(t.key, "node.kubernetes.io/")
}

# serves_control_plane holds for nodes that a taint keeps for the control plane.
serves_control_plane(n) if {
	some t in n.taints
	t.effect in {"NoSchedule", "NoExecute"}
	t.key in {"node-role.kubernetes.io/control-plane", "node-role.kubernetes.io/master", "node-role.kubernetes.io/etcd"}
}
