package kready.mesh["providers-there_test"]

import data.kready.lib
import data.kready.mesh["providers-there"] as there

istio := {"name": "istio", "title": "Istio", "version": "1.31.1", "state": "running", "roles": ["mesh/control-plane"]}

otel := {"name": "otel", "kind": "opentelemetry", "service": "c.otel.svc.cluster.local", "missing": false}

settings(changes) := object.union({"kind": "istio", "namespace": "istio-system", "revision": "", "told": true, "providers": [otel], "defaultProviders": []}, changes)

telemetry(path, name) := {"namespace": "shop", "name": "t", "fields": [{"name": path, "values": [name]}]}

cluster(configs, telemetries, policies) := {
	"inventory": [istio], "workloads": [], "namespaces": [], "meshConfigs": configs, "authorizationPolicies": policies,
	"blindSpots": [], "target": {"kind": "cluster"},
	"productResources": [{"name": "telemetries.telemetry.istio.io", "served": true, "read": true, "objects": telemetries}],
}

tracing := "spec.tracing[].providers[].name"

test_pass if {
	count(union({there.gap, there.unknown, there.skip})) == 0 with input as cluster([settings({})], [telemetry(tracing, "otel")], [])
}

test_gap_not_defined if {
	there.gap == {
		lib.finding("Telemetry", "shop", "t", "traces go to provider jaeger, which istio-system/istio does not define"),
	} with input as cluster([settings({})], [telemetry(tracing, "jaeger")], [])
}

test_gap_default_not_defined if {
	there.gap == {
		lib.finding("ConfigMap", "istio-system", "istio", "metrics go to provider victoria, which istio-system/istio does not define"),
	} with input as cluster([settings({"defaultProviders": [{"name": "metrics", "value": "victoria"}]})], [], [])
}

test_gap_takes_no_traces if {
	als := object.union(otel, {"kind": "envoyOtelAls"})
	there.gap == {
		object.union(lib.finding("Telemetry", "shop", "t", "traces go to provider otel, which is of kind envoyOtelAls and takes none"), {"state": "no-traces"}),
	} with input as cluster([settings({"providers": [als]})], [telemetry(tracing, "otel")], [])
	count(there.gap) == 0 with input as cluster([settings({"providers": [als]})], [telemetry("spec.accessLogging[].providers[].name", "otel")], [])
}

test_gap_service_gone if {
	gone := settings({"providers": [object.union(otel, {"missing": true})]})
	there.gap == {
		object.union(lib.finding("Telemetry", "shop", "t", "traces go to provider otel, whose Service c.otel.svc.cluster.local does not exist"), {"state": "service-gone"}),
	} with input as cluster([gone], [telemetry(tracing, "otel")], [])

	# Nobody uses it.
	count(there.gap) == 0 with input as cluster([gone], [], [])

	# Rendered manifests do not hold all Services.
	manifests := {"target": {"kind": "manifests"}, "applications": {"workloads": 0}}
	count(there.gap) == 0 with input as object.union(cluster([gone], [telemetry(tracing, "otel")], []), manifests)
}

test_gap_authorization if {
	custom := {"namespace": "shop", "name": "ext", "selective": true, "action": "CUSTOM", "provider": "opa"}
	there.gap == {
		lib.finding("AuthorizationPolicy", "shop", "ext", "it asks provider opa, which istio-system/istio does not define: every request to its pods is refused"),
	} with input as cluster([settings({})], [], [custom])
}

# An object may be meant for one of two control planes.
test_two_revisions if {
	other := settings({"revision": "old", "providers": []})
	count(there.gap) == 0 with input as cluster([settings({}), other], [telemetry(tracing, "otel")], [])
	count(there.gap) == 2 with input as cluster([settings({}), other], [telemetry(tracing, "jaeger")], [])
}

test_unknown_settings if {
	there.unknown == {
		lib.finding("ConfigMap", "istio-system", "istio", "it was not found, or not understood: the settings of Istio are not known"),
	} with input as cluster([settings({"told": false})], [telemetry(tracing, "otel")], [])
}

test_skip_nothing_named if {
	count(there.skip) == 1 with input as cluster([settings({})], [], [])
}
