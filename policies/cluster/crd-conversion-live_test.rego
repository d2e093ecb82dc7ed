package kready.cluster["crd-conversion-live_test"]

import data.kready.cluster["crd-conversion-live"] as conversion
import data.kready.lib
import data.kready.mocks

crd(changes) := object.union(
	{
		"name": "widgets.acme.org", "served": ["v1", "v2"], "stored": ["v2"],
		"conversion": {"webhook": true, "external": false, "serviceNamespace": "acme", "serviceName": "acme-webhook"},
	},
	changes,
)

backend(changes) := object.union(
	{"namespace": "acme", "name": "acme-webhook", "exists": true, "external": false, "readyEndpoints": 1},
	changes,
)

cluster(crds, backends) := mocks.cluster({"crds": crds, "backends": backends})

test_pass if {
	conversion.summary.pass == {"1 custom resource is converted by a Service with a ready endpoint"} with input as cluster([crd({})], [backend({})])
}

test_dead_service[text] if {
	some text, changes in {
		"it does not exist": {"exists": false, "readyEndpoints": 0},
		"it has no ready endpoint": {"readyEndpoints": 0},
	}
	conversion.gap == {
		lib.finding("Service", "acme", "acme-webhook", sprintf("%s: nobody converts widgets.acme.org", [text])),
	} with input as cluster([crd({})], [backend(changes)])
	count(conversion.unknown) == 0 with input as cluster([crd({})], [backend(changes)])
}

test_one_finding_for_a_service if {
	crds := [crd({}), crd({"name": "gadgets.acme.org"})]
	conversion.gap == {
		lib.finding("Service", "acme", "acme-webhook", "it has no ready endpoint: nobody converts gadgets.acme.org, widgets.acme.org"),
	} with input as cluster(crds, [backend({"readyEndpoints": 0})])
}

# Nothing is converted, so that the dead webhook of an operator that is gone does no harm.
test_one_version if {
	input_ := cluster([crd({"served": ["v1"], "stored": ["v1"]})], [backend({"readyEndpoints": 0})])
	conversion.skip == {"no custom resource is converted by a webhook"} with input as input_
	count(conversion.gap) == 0 with input as input_
}

# An old version is served no more, and objects in it are still there.
test_stored_version_counts if {
	conversion.gap == {
		lib.finding("Service", "acme", "acme-webhook", "it has no ready endpoint: nobody converts widgets.acme.org"),
	} with input as cluster([crd({"served": ["v2"], "stored": ["v1", "v2"]})], [backend({"readyEndpoints": 0})])
}

test_no_webhook if {
	conversion.skip == {"no custom resource is converted by a webhook"} with input as cluster([crd({"conversion": {"webhook": false}})], [])
}

test_by_url if {
	input_ := cluster([crd({"conversion": {"external": true, "serviceNamespace": "", "serviceName": ""}})], [])
	count(conversion.gap | conversion.unknown) == 0 with input as input_
	conversion.summary.pass == {"1 custom resource is converted outside of the cluster, where kready cannot look"} with input as input_
}

test_external_name if {
	count(conversion.gap) == 0 with input as cluster([crd({})], [backend({"external": true, "readyEndpoints": 0})])
}

test_not_looked_at if {
	conversion.unknown == {
		lib.finding("Service", "acme", "acme-webhook", "it was not looked at; it converts widgets.acme.org"),
	} with input as cluster([crd({})], [])
}

test_filled_in_later if {
	input_ := cluster([crd({"conversion": {"serviceNamespace": "", "serviceName": ""}})], [])
	conversion.unknown == {
		{"message": "1 CRD names a webhook and no Service: whether it is filled in later cannot be told"},
	} with input as input_
	count(conversion.gap) == 0 with input as input_
}

test_rendered if {
	input_ := object.union(cluster([crd({})], [backend({"readyEndpoints": 0})]), {"target": {"kind": "manifests"}})
	count(conversion.gap) == 0 with input as input_
	conversion.unknown == {
		lib.finding("Service", "acme", "acme-webhook", "whether it has ready endpoints cannot be told from manifests"),
	} with input as input_
}
