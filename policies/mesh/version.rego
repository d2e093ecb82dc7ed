# METADATA
# title: The mesh is a supported release
# description: |
#   A mesh's proxies stand in front of every service and speak every protocol. A release that
#   gets no more fixes leaves its next vulnerability open in all of them, and each Kubernetes
#   upgrade takes it further from what anybody has tested.
#
#   kready reads the version from the control plane's image and compares it with a dated
#   table, on the day that `--as-of` names. Releases that are older than all in the table are out
#   of support; newer ones are taken to be in support. Left out are meshes without a table
#   (Linkerd among them), and builds that a vendor supports by its own calendar, such as the
#   add-ons of AKS and OpenShift. It does not look at whether the release was tested
#   with this version of Kubernetes.
# related_resources:
# - ref: https://istio.io/latest/docs/releases/supported-releases/
# - ref: https://endoflife.date/istio
# custom:
#   level: healthy
#   tier: must
#   requires: [mesh/present]
#   since: 0.1.0
#   standsWithout:
#     any: [workloads/cronjobs, workloads/pods, nodes]
#     gap: [workloads]
#   remediation: |
#     Upgrade the control plane one minor release at a time, with revisions
#     (https://istio.io/latest/docs/setup/upgrade/canary/), then restart the workloads, so that
#     their proxies follow.
package kready.mesh.version

import data.kready.internal.lifecycle
import data.kready.internal.meshes
import data.kready.lib

# judged are meshes that upstream's calendar applies to.
judged contains impl if {
	some impl in meshes.control_planes
	impl.state == "running"
	count(releases(impl.name)) > 0
	not of_vendor(impl)
}

# releases are the numbers behind "1." of all releases in a product's table.
releases(name) := {number(r.name) |
	some t in input.tables.support
	t.name == name
	some r in t.releases
}

number(version) := to_number(regex.find_all_string_submatch_n(`^v?[0-9]+\.([0-9]+)`, version, 1)[0][1])

of_vendor(impl) if impl.namespace == "aks-istio-system"

of_vendor(impl) if {
	some w in lib.workloads_of(impl)
	some c in w.containers
	regex.match(`openshift|rhel|-asm\.|-solo|-tetrate|-tid`, sprintf("%s:%s", [c.image.repository, c.image.tag]))
}

old contains impl if {
	some impl in judged
	lifecycle.unsupported(impl.name, impl.version)
}

old contains impl if {
	some impl in judged
	number(impl.version) < min(releases(impl.name))
}

gap contains finding if {
	some impl in old
	some w in control_plane_workloads(impl)
	finding := lib.finding(w.kind, object.get(w, "namespace", ""), w.name, ended(impl))
}

gap contains {"message": ended(impl)} if {
	some impl in old
	count(impl.workloads) == 0
}

# control_plane_workloads are the Deployments of a mesh: its DaemonSets are the data plane's.
# One without any Deployment is reported on what it has.
control_plane_workloads(impl) := deployments(impl) if count(deployments(impl)) > 0

control_plane_workloads(impl) := impl.workloads if count(deployments(impl)) == 0

deployments(impl) := [w | some w in impl.workloads; w.kind == "Deployment"]

ended(impl) := sprintf("%s was supported until %s", [lib.named(impl), day]) if {
	day := lifecycle.end_of_life(impl.name, impl.version)
} else := sprintf("%s is older than every release in the table of supported ones", [lib.named(impl)])

unknown contains {"message": sprintf("the version of %s is not known", [impl.title])} if {
	some impl in judged
	not number(impl.version)
}

skip contains "there is no calendar for the releases of this mesh" if count(judged) == 0

summary.pass contains text if some text in supported

summary.gap contains text if some text in supported

summary.gap contains sprintf("%s is out of support", [lib.names(old)]) if count(old) > 0

summary.unknown contains text if some text in supported

summary.unknown contains "the version of the mesh is not known"

# supported says until when the other meshes are supported.
supported contains sprintf("%s is supported until %s", [lib.named(impl), lifecycle.end_of_life(impl.name, impl.version)]) if {
	some impl in (judged - old)
}

supported contains sprintf("nothing says that %s is out of support", [lib.named(impl)]) if {
	some impl in (judged - old)
	number(impl.version)
	not lifecycle.end_of_life(impl.name, impl.version)
}
