package kready.cluster["product-compatibility_test"]

import data.kready.cluster["product-compatibility"] as compatibility
import data.kready.lib

image(registry, repository) := {"registry": registry, "repository": repository, "tag": "x"}

# statements are what makers say, each of a product of its own.
statements := [
	{
		"name": "keda", "title": "KEDA", "source": "https://keda.example", "updated": "2026-08-20T00:00:00Z", "statement": "versions",
		"releases": [line("2.19", "tested", 32, 34), line("2.20", "tested", 33, 35)],
	},
	{
		"name": "contour", "title": "Contour", "source": "https://contour.example", "updated": "2026-08-18T00:00:00Z", "statement": "versions",
		"releases": [line("1.32", "supported", 31, 33), line("1.33", "supported", 32, 34)],
	},
	{
		"name": "tekton", "title": "Tekton", "source": "https://tekton.example", "updated": "2026-08-20T00:00:00Z", "statement": "versions",
		"releases": [
			object.union(line("0.9", "minimum", 18, 0), {"andLater": true}),
			object.union(line("0.61", "minimum", 36, 0), {"andLater": true, "source": "https://tekton.example/0.61"}),
		],
	},
	{"name": "dex", "title": "Dex", "source": "https://dex.example", "updated": "2026-08-20T00:00:00Z", "statement": "none", "releases": []},
]

line(name, basis, from, to) := {
	"name": name, "basis": basis, "from": minor(from), "fromMinor": from, "to": minor(to), "toMinor": to,
	"endOfSupport": "0001-01-01T00:00:00Z", "source": "", "andLater": false,
}

minor(0) := ""

minor(n) := sprintf("1.%d", [n]) if n > 0

entry(name, title, version) := {
	"name": name, "title": title, "version": version, "state": "running", "roles": ["x/y"], "table": "",
	"workloads": [{"kind": "Deployment", "namespace": "x", "name": name}], "lifecycle": {"state": "active"},
}

# on is a cluster of a minor version, asked for another one or for none (0).
on(server, asked, impl_) := {
	"asOf": "2026-11-01T00:00:00Z", "inventory": [impl_], "tables": {"support": [], "compatibility": statements},
	"version": {"major": 1, "minor": server}, "forVersion": {"name": minor(asked), "minor": asked},
	"workloads": [{"kind": "Deployment", "namespace": "x", "name": impl_.name, "containers": [{"image": image("quay.io", "x/y")}]}],
}

of_kind(name, text) := {lib.finding("Deployment", "x", name, text)}

test_pass[what] if {
	some what, cluster_ in {
		"within its range": on(33, 0, entry("contour", "Contour", "v1.33.6")),
		"no end named": on(40, 0, entry("tekton", "Tekton", "v0.60.1")),
		"tested with others, and nobody asks": on(37, 0, entry("keda", "KEDA", "2.19.0")),
		"newer than all that the table names": on(36, 0, entry("contour", "Contour", "1.33.0")),
		"newer release than the table, and nobody asks": on(36, 0, entry("contour", "Contour", "1.35.0")),
		"version to come within its range": on(33, 34, entry("contour", "Contour", "1.33.0")),
	}
	compatibility.gap == set() with input as cluster_
	compatibility.unknown == set() with input as cluster_
	compatibility.skip == set() with input as cluster_
}

test_gap_others_are_for_it if {
	compatibility.gap == of_kind("contour", "Contour 1.32.2 is for Kubernetes 1.31 to 1.33, not for 1.34 (https://contour.example)") with input as on(34, 0, entry("contour", "Contour", "1.32.2"))
	compatibility.summary.gap == {"1 product is not for Kubernetes 1.34: Contour 1.32.2"} with input as on(34, 0, entry("contour", "Contour", "1.32.2"))
}

# The table ends with 1.34, and says even of that that it is for newer releases only.
test_gap_of_a_version_past_the_table if {
	compatibility.gap == of_kind("contour", "Contour 1.32.2 is for Kubernetes 1.31 to 1.33, not for 1.38 (https://contour.example)") with input as on(37, 38, entry("contour", "Contour", "1.32.2"))
}

# Older than all that the table names, of which the oldest is too old as well.
test_gap_older_than_the_table if {
	want := "Contour 1.18.0 is older than all that its makers name versions for: 1.32 is for Kubernetes 1.31 to 1.33, not for 1.34 (https://contour.example)"
	compatibility.gap == of_kind("contour", want) with input as on(34, 0, entry("contour", "Contour", "1.18.0"))
	compatibility.gap == set() with input as on(33, 0, entry("contour", "Contour", "1.18.0"))
}

test_gap_needs_a_newer_cluster if {
	compatibility.gap == of_kind("tekton", "Tekton v0.62.0 is for Kubernetes 1.36 and newer, not for 1.35 (https://tekton.example/0.61)") with input as on(35, 0, entry("tekton", "Tekton", "v0.62.0"))
}

test_unknown_of_a_version_to_come[what] if {
	some what, case in {
		"tested with others": ["keda", "KEDA", "2.19.0", "KEDA 2.19.0 was tested with Kubernetes 1.32 to 1.34 (https://keda.example, as of 2026-08-20)"],
		"older than the version": ["contour", "Contour", "1.33.0", "what Contour 1.33.0 is for was last read on 2026-08-18, when it was Kubernetes 1.32 to 1.34 (https://contour.example)"],
		"release newer than the table": ["contour", "Contour", "1.34.0", "Contour 1.34.0 is not in the table of 2026-08-18 (https://contour.example)"],
		"no version": ["contour", "Contour", "", "the version of Contour is not known"],
	}
	cluster_ := on(37, 38, entry(case[0], case[1], case[2]))
	compatibility.unknown == {{"message": case[3]}} with input as cluster_
	compatibility.gap == set() with input as cluster_
	compatibility.summary.unknown == {"whether 1 product is for Kubernetes 1.38, their makers do not say"} with input as cluster_
}

guess(cluster_) := object.union(cluster_, {"version": {"major": 1, "minor": 35, "gitVersion": "v1.35.0", "guess": true, "from": "node a"}})

# What the nodes tell is the lowest that the API server's version can be.
test_unknown_of_a_guess if {
	want := {{"message": "the API server's version was not read: it is that of node a, v1.35.0, or a newer one"}}
	compatibility.unknown == want with input as guess(on(35, 0, entry("tekton", "Tekton", "v0.62.0")))
	compatibility.gap == set() with input as guess(on(35, 0, entry("tekton", "Tekton", "v0.62.0")))
	count(compatibility.gap) == 1 with input as guess(on(35, 0, entry("contour", "Contour", "1.32.2")))
	compatibility.unknown != want with input as guess(on(35, 38, entry("contour", "Contour", "1.33.0")))
}

test_skip_without_a_statement if {
	compatibility.skip == {"no product runs here whose makers name Kubernetes versions"} with input as on(37, 38, entry("dex", "Dex", "2.44.0"))
}

test_skip_a_vendor_build if {
	cluster_ := object.union(on(34, 0, entry("contour", "Contour", "1.32.2")), {"workloads": [{
		"kind": "Deployment", "namespace": "x", "name": "contour",
		"containers": [{"image": image("registry.redhat.io", "x/contour")}],
	}]})
	compatibility.skip == {"no product runs here whose makers name Kubernetes versions"} with input as cluster_
}

test_stale_table_is_mentioned if {
	late := object.union(on(33, 0, entry("contour", "Contour", "1.33.6")), {"asOf": "2027-09-01T00:00:00Z"})
	want := "the makers of Contour 1.33.6 say nothing against Kubernetes 1.33; read more than 365 days ago: Contour (2026-08-18)"
	compatibility.summary.pass == {want} with input as late
}

test_skip_without_a_version if {
	compatibility.skip == {"the version of the API server is not known"} with input as on(0, 0, entry("contour", "Contour", "1.33.6"))
}

test_silent_products_are_mentioned if {
	both := object.union(on(33, 0, entry("contour", "Contour", "1.33.6")), {"inventory": [entry("contour", "Contour", "1.33.6"), entry("dex", "Dex", "2.44.0")]})
	want := "the makers of Contour 1.33.6 say nothing against Kubernetes 1.33; no statement was found of Dex"
	compatibility.summary.pass == {want} with input as both
}
