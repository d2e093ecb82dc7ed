package kready.mesh.version_test

import data.kready.lib
import data.kready.mesh.version

ref := {"kind": "Deployment", "namespace": "istio-system", "name": "istiod"}

table := {"name": "istio", "releases": [
	{"name": "1.9", "endOfLife": "2021-10-08T00:00:00Z"},
	{"name": "1.29", "endOfLife": "2026-08-31T00:00:00Z"},
	{"name": "1.30", "endOfLife": "2026-11-30T00:00:00Z"},
]}

istio(changes) := object.union(
	{
		"name": "istio", "title": "Istio", "version": "1.30.3", "state": "running",
		"namespace": "istio-system", "roles": ["mesh/control-plane"], "workloads": [ref],
	},
	changes,
)

cluster(impl, tag) := {
	"asOf": "2026-11-01T12:00:00Z", "tables": {"support": [table]}, "inventory": [impl],
	"workloads": [object.union(ref, {"containers": [{"image": {"repository": "istio/pilot", "tag": tag}}]})],
}

test_pass if version.summary.pass == {"Istio 1.30.3 is supported until 2026-11-30"} with input as cluster(istio({}), "1.30.3")

test_gap if {
	version.gap == {
		lib.finding("Deployment", "istio-system", "istiod", "Istio 1.29.1 was supported until 2026-08-31"),
	} with input as cluster(istio({"version": "1.29.1"}), "1.29.1")
}

test_gap_by_the_day_of_judgement if {
	version.gap == {
		lib.finding("Deployment", "istio-system", "istiod", "Istio 1.30.3 was supported until 2026-11-30"),
	} with input as object.union(cluster(istio({}), "1.30.3"), {"asOf": "2026-12-01T00:00:00Z"})
}

test_gap_when_older_than_the_table if {
	version.summary.gap == {"Istio 1.8.0 is out of support"} with input as cluster(istio({"version": "1.8.0"}), "1.8.0")
}

# An old control plane is a gap whatever runs it.
test_gap_without_a_deployment if {
	other := object.union(ref, {"kind": "StatefulSet"})
	version.gap == {
		lib.finding("StatefulSet", "istio-system", "istiod", "Istio 1.29.1 was supported until 2026-08-31"),
	} with input as cluster(istio({"version": "1.29.1", "workloads": [other]}), "1.29.1")
	version.gap == {
		{"message": "Istio 1.29.1 was supported until 2026-08-31"},
	} with input as cluster(istio({"version": "1.29.1", "workloads": []}), "1.29.1")
}

test_gap_names_the_control_plane_only if {
	agent := {"kind": "DaemonSet", "namespace": "istio-system", "name": "ztunnel"}
	version.gap == {
		lib.finding("Deployment", "istio-system", "istiod", "Istio 1.29.1 was supported until 2026-08-31"),
	} with input as cluster(istio({"version": "1.29.1", "workloads": [ref, agent]}), "1.29.1")
}

test_newer_than_the_table_passes if {
	version.summary.pass == {"nothing says that Istio 1.31.1 is out of support"} with input as cluster(istio({"version": "1.31.1"}), "1.31.1")
}

test_unknown_version if {
	version.unknown == {{"message": "the version of Istio is not known"}} with input as cluster(istio({"version": ""}), "")
	count(version.gap) == 0 with input as cluster(istio({"version": ""}), "")
}

test_vendors_have_their_own_calendar if {
	version.skip == {
		"there is no calendar for the releases of this mesh",
	} with input as cluster(istio({"version": "1.20.0", "namespace": "aks-istio-system"}), "1.20.0")
	version.skip == {"there is no calendar for the releases of this mesh"} with input as cluster(istio({"version": "1.20.3"}), "1.20.3-asm.4")
}

test_no_table if {
	version.skip == {"there is no calendar for the releases of this mesh"} with input as cluster(istio({"name": "linkerd"}), "x")
}
