package kready.cluster["product-versions_test"]

import data.kready.cluster["product-versions"] as versions
import data.kready.lib

impl(changes) := object.union(
	{
		"name": "cilium", "title": "Cilium", "version": "1.20.2", "state": "running", "roles": ["network/cni"], "table": "cilium",
		"workloads": [{"kind": "DaemonSet", "namespace": "kube-system", "name": "cilium"}], "lifecycle": {"state": "active"},
	},
	changes,
)

tables := [
	{"name": "cilium", "title": "Cilium", "updated": "2026-08-22T00:00:00Z", "releases": [
		{"name": "1.9", "endOfLife": "2022-07-20T00:00:00Z"},
		{"name": "1.17", "endOfLife": "2026-07-29T00:00:00Z"},
		{"name": "1.20", "endOfLife": "0001-01-01T00:00:00Z"},
	]},
	{"name": "jaeger", "title": "Jaeger", "updated": "2026-08-22T00:00:00Z", "releases": [
		{"name": "1", "endOfLife": "2025-12-31T00:00:00Z"},
		{"name": "2", "endOfLife": "0001-01-01T00:00:00Z"},
	]},
]

image(registry, repository) := {"registry": registry, "repository": repository, "tag": "x"}

cluster(impl_, from) := {
	"asOf": "2026-11-01T00:00:00Z", "inventory": [impl_], "tables": {"support": tables, "compatibility": lines},
	"workloads": [{"kind": "DaemonSet", "namespace": "kube-system", "name": "cilium", "containers": [{"image": from}]}],
}

gaps(changes) := found if found := versions.gap with input as cluster(impl(changes), image("quay.io", "cilium/cilium"))

# runs is the finding on the product's DaemonSet.
runs(message) := {lib.finding("DaemonSet", "kube-system", "cilium", message)}

test_pass if {
	gaps({}) == set()
	want := "nothing says that Cilium 1.20.2 is out of support, by kready's tables"
	versions.summary == {want} with input as cluster(impl({}), image("quay.io", "cilium/cilium"))
}

test_newer_than_the_table_passes if gaps({"version": "1.21.0"}) == set()

test_gap if {
	gaps({"version": "1.17.9"}) == runs("it runs Cilium 1.17.9, supported until 2026-07-29")
	versions.summary == {"out of support: Cilium 1.17.9"} with input as cluster(impl({"version": "1.17.9"}), image("quay.io", "cilium/cilium"))
}

test_gap_older_than_the_table if {
	gaps({"version": "1.8.1"}) == runs("it runs Cilium 1.8.1, older than every release in the table of 2026-08-22")
}

# 1.10 is not 1.1, and no older than 1.9.
test_numbers_are_numbers if gaps({"version": "1.10.1"}) == set()

test_gap_whole_major if {
	gaps({"table": "jaeger", "title": "Jaeger", "version": "1.76.0"}) == runs("it runs Jaeger 1.76.0, supported until 2025-12-31")
	gaps({"table": "jaeger", "title": "Jaeger", "version": "2.11.0"}) == set()
}

test_gap_without_a_workload if gaps({"version": "1.17.9", "workloads": []}) == {{"message": "it runs Cilium 1.17.9, supported until 2026-07-29"}}

test_gap_by_the_day_of_judgement if {
	early := object.union(cluster(impl({"version": "1.17.9"}), image("quay.io", "cilium/cilium")), {"asOf": "2026-07-29T10:00:00Z"})
	count(versions.gap) == 0 with input as early
}

test_unknown_version if {
	versions.unknown == {
		{"message": "the version of Cilium is not known"},
	} with input as cluster(impl({"version": ""}), image("quay.io", "cilium/cilium"))
}

test_skip[why] if {
	some why, change in {
		"cert-manager has its own check": {"name": "cert-manager"},
		"log agent": {"roles": ["logs/agent"]},
		"hidden": {"state": "hidden"},
		"no table": {"table": ""},
		"retired": {"lifecycle": {"state": "retired", "since": "2024-01-01"}},
	}
	versions.skip == {
		"no product runs here that kready has a calendar for",
	} with input as cluster(impl(change), image("quay.io", "cilium/cilium"))
}

test_skip_vendor_builds[repository] if {
	some repository, registry in {"rancher/hardened-calico": "docker.io", "oss/cilium/cilium": "mcr.microsoft.com"}
	versions.skip == {
		"no product runs here that kready has a calendar for",
	} with input as cluster(impl({"version": "1.8.1"}), image(registry, repository))
}

test_stale_table_is_mentioned if {
	late := object.union(cluster(impl({}), image("quay.io", "cilium/cilium")), {"asOf": "2027-09-01T00:00:00Z"})
	want := "nothing says that Cilium 1.20.2 is out of support, by kready's tables; more than 365 days old: Cilium (2026-08-22)"
	versions.summary == {want} with input as late
}

# lines say when the support of releases ends, of products that have no table of that.
lines := [{
	"name": "kong", "title": "Kong", "source": "https://kong.example", "updated": "2026-08-20T00:00:00Z", "statement": "versions",
	"releases": [
		{"name": "2.0", "basis": "supported", "endOfSupport": "2026-09-09T00:00:00Z", "source": "", "andLater": false, "fromMinor": 28, "toMinor": 33},
		{"name": "2.1", "basis": "supported", "endOfSupport": "0001-01-01T00:00:00Z", "source": "", "andLater": false, "fromMinor": 28, "toMinor": 36},
	],
}]

test_gap_end_of_a_line if {
	kong := {"name": "kong", "title": "Kong", "version": "2.0.3", "table": ""}
	gaps(kong) == runs("it runs Kong 2.0.3, supported until 2026-09-09")
	gaps(object.union(kong, {"version": "2.1.0"})) == set()
	gaps(object.union(kong, {"version": "2.2.0"})) == set()
}
