package kready.cluster["crd-stored-versions_test"]

import data.kready.cluster["crd-stored-versions"] as versions
import data.kready.lib
import data.kready.mocks

crd(served, stored) := {"name": "widgets.acme.org", "served": served, "stored": stored}

cluster(crds) := mocks.cluster({"crds": crds})

test_pass if versions.summary.pass == {"1 CRD stores only versions that are served"} with input as cluster([crd(["v1", "v1beta1"], ["v1"])])

test_gap if {
	versions.gap == {
		lib.finding("CustomResourceDefinition", "", "widgets.acme.org", "objects may be stored in v1beta1; served is v1"),
	} with input as cluster([crd(["v1"], ["v1", "v1beta1"])])
}

test_skip if versions.skip == {"there is no CRD"} with input as cluster([])

# A manifest carries no status.
test_unknown if {
	versions.unknown == {{"message": "no CRD says which versions it stores, as in manifests"}} with input as cluster([crd(["v1"], [])])
	count(versions.gap) == 0 with input as cluster([crd(["v1"], [])])
}
