package kready.tracing["jaeger-v1_test"]

import data.kready.lib
import data.kready.mocks
import data.kready.tracing["jaeger-v1"] as jaeger

tables := {"support": [{"name": "jaeger", "releases": [{"name": "1", "endOfLife": "2025-12-31T00:00:00Z"}, {"name": "2", "endOfLife": "0001-01-01T00:00:00Z"}]}]}

cluster(version, repository) := mocks.cluster({
	"tables": tables,
	"inventory": [{
		"name": "jaeger", "title": "Jaeger", "version": version, "state": "running", "roles": ["tracing/store"],
		"workloads": [{"kind": "Deployment", "namespace": "tracing", "name": "jaeger"}],
	}],
	"workloads": [{
		"kind": "Deployment", "namespace": "tracing", "name": "jaeger",
		"containers": [{"name": "jaeger", "image": {"repository": repository, "tag": version}}],
	}],
})

test_pass[version] if {
	some version in {"2.11.0", "v2.1.0", ""}
	jaeger.gap == set() with input as cluster(version, "jaegertracing/jaeger")
	jaeger.unknown == set() with input as cluster(version, "jaegertracing/jaeger")
	count(jaeger.summary.pass) == 1 with input as cluster(version, "jaegertracing/jaeger")
}

test_gap[version] if {
	some version in {"1.76.0", "v1.6", "1"}
	jaeger.gap == {lib.finding("Deployment", "tracing", "jaeger", sprintf("Jaeger %s: Jaeger 1 was supported until 2025-12-31", [version]))} with input as cluster(version, "jaegertracing/all-in-one")
}

test_gap_by_the_name_of_the_image[repository] if {
	some repository in {"jaegertracing/all-in-one", "mirror/jaegertracing/jaeger-collector", "jaeger-all-in-one"}
	jaeger.gap == {
		lib.finding("Deployment", "tracing", "jaeger", "Jaeger: Jaeger 1 was supported until 2025-12-31"),
	} with input as cluster("", repository)
}

test_ten_is_not_one if jaeger.gap == set() with input as cluster("10.1.0", "jaegertracing/jaeger")

test_pass_while_it_was_supported if {
	jaeger.gap == set() with input as object.union(cluster("1.65.0", "jaegertracing/all-in-one"), {"asOf": "2025-12-31T12:00:00Z"})
	jaeger.summary.pass == {"Jaeger 1.65.0 is of a version that is supported"} with input as object.union(cluster("1.65.0", "jaegertracing/all-in-one"), {"asOf": "2025-12-31T12:00:00Z"})
}

test_unknown if {
	jaeger.unknown == {
		{"message": "the version of Jaeger is not known: neither tag nor name of its image tells"},
	} with input as cluster("", "bitnami/jaeger")
	jaeger.summary.unknown == {"the version of Jaeger is not known"} with input as cluster("", "bitnami/jaeger")
}

test_skip if jaeger.skip == {"no Jaeger runs here"} with input as mocks.cluster({"tables": tables})
