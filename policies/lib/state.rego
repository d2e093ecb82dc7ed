package kready.lib

# parts are the workloads of an implementation, as the snapshot holds them.
parts(impl) := [w |
	some ref in impl.workloads
	some w in input.workloads
	w.kind == ref.kind
	w.namespace == object.get(ref, "namespace", "")
	w.name == ref.name
]

# seen are the implementations of a role whose workloads can be looked at. Those that
# the provider runs out of sight are not among them.
seen(role) := {impl |
	some impl in running(role)
	count(impl.workloads) > 0
}

# down are findings on the workloads of an implementation that have no ready pod. A
# DaemonSet that no node is eligible for is not down: it may be meant for Windows.
down(impl) := {finding(w.kind, w.namespace, w.name, message) |
	some w in parts(impl)
	w.status
	w.ready == 0
	message := why_down(impl, w)
}

why_down(impl, w) := sprintf("%s is scaled to zero", [impl.title]) if {
	w.desired == 0
	w.kind != "DaemonSet"
}

why_down(impl, w) := sprintf("the only pod of %s is not ready", [impl.title]) if w.desired == 1

why_down(impl, w) := sprintf("none of %d pods of %s is ready", [w.desired, impl.title]) if w.desired > 1

# statusless are findings on the workloads of an implementation that carry no status,
# as in a rendered manifest: that they are there is all that can be said.
statusless(impl) := {finding(w.kind, w.namespace, w.name, message) |
	some w in parts(impl)
	not w.status
	message := sprintf("%s carries no status: whether it runs cannot be told", [impl.title])
}

# readiness says how many pods of an implementation are ready.
readiness(impl) := sprintf("%s: %d of %s ready", [named(impl), ready, counted(desired, "pod", "pods")]) if {
	ready := sum([w.ready | some w in parts(impl)])
	desired := sum([w.desired | some w in parts(impl)])
}

# rendered holds when the facts come from manifests that were never applied.
rendered if {
	input.target.kind == "manifests"
	every w in input.workloads {
		not w.status
	}
}

# traces are findings on products of a role that are asked for and not running, or of
# which only something is left: they explain an absence that looks like a presence.
traces(role) := {{"message": message} |
	some impl in input.inventory
	role in impl.roles
	message := trace(impl)
}

trace(impl) := sprintf("%s is asked for, and none of its workloads runs", [impl.title]) if impl.state == "declared"

trace(impl) := sprintf("%s does not run; what is left of it: %s", [impl.title, shortened(impl.evidence)]) if {
	impl.state == "remnant"
}

# shortened joins the first three of a list and says how many more there are.
shortened(list) := concat(", ", list) if count(list) <= 3

shortened(list) := sprintf("%s and %d more", [concat(", ", array.slice(list, 0, 3)), count(list) - 3]) if count(list) > 3

# awaited are the names of products of a role that an operator would bring, were the
# manifests applied.
awaited(role) := names(declared(role)) if {
	rendered
	count(declared(role)) > 0
}

# serving are the implementations that serve a class controller, in whatever state.
serving(controller) := {impl |
	some impl in input.inventory
	some prefix in impl.controllers
	startswith(controller, prefix)
}

# served holds when an implementation that runs serves a class controller.
served(controller) if {
	some impl in serving(controller)
	impl.state in {"running", "hidden"}
}

# deserted holds when a class controller is known, and nothing that serves it runs.
deserted(controller) if {
	count(serving(controller)) > 0
	not served(controller)
}

# older holds when a moment is longer ago than so many minutes before the collection.
# A moment that is not known is not older than anything.
older(moment, minutes) if {
	known(moment)
	known(input.collectedAt)
	age := time.parse_rfc3339_ns(input.collectedAt) - time.parse_rfc3339_ns(moment)
	age > (minutes * 60) * 1000000000
}

# known holds for a moment that was read. Go writes the zero time as year 1.
known(moment) if not startswith(moment, "0001-")

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

# given_up holds for a product that upstream has retired or archived, as judged on
# the day that input.asOf names.
given_up(impl) if {
	impl.lifecycle.state in {"retired", "archived"}
	impl.lifecycle.since <= substring(input.asOf, 0, 10)
}

# successors are the CSI drivers that serve the names of provisioners that were once built
# into Kubernetes.
successors := {
	"kubernetes.io/aws-ebs": "ebs.csi.aws.com",
	"kubernetes.io/azure-disk": "disk.csi.azure.com",
	"kubernetes.io/azure-file": "file.csi.azure.com",
	"kubernetes.io/cinder": "cinder.csi.openstack.org",
	"kubernetes.io/gce-pd": "pd.csi.storage.gke.io",
	"kubernetes.io/portworx-volume": "pxd.portworx.com",
	"kubernetes.io/vsphere-volume": "csi.vsphere.vmware.com",
}

# driver is who serves a provisioner's name today.
driver(provisioner) := object.get(successors, provisioner, provisioner)

# end_of_life is the last day of support that a product's table names for the minor
# release of a version. It is not defined when the table names none.
end_of_life(table, version) := [substring(r.endOfLife, 0, 10) |
	some t in input.tables.support
	t.name == table
	some r in t.releases
	r.name == minor(version)
	known(r.endOfLife)
][0]

# outdated holds when a version is out of support on the day of judgement.
outdated(table, version) if end_of_life(table, version) < substring(input.asOf, 0, 10)

# minor cuts a version to its first two parts.
minor(version) := concat(".", array.slice(split(trim_prefix(version, "v"), "."), 0, 2))

# serves_control_plane holds for nodes that a taint keeps for the control plane.
serves_control_plane(n) if {
	some t in n.taints
	t.effect in {"NoSchedule", "NoExecute"}
	t.key in {"node-role.kubernetes.io/control-plane", "node-role.kubernetes.io/master", "node-role.kubernetes.io/etcd"}
}
