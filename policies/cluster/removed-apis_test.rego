package kready.cluster["removed-apis_test"]

import data.kready.cluster["removed-apis"] as removed
import data.kready.lib

tables := {"removals": [{"removals": [
	row("resource.k8s.io", "v1beta1", ["DeviceClass", "ResourceClaim"], 38, "v1"),
	row("coordination.k8s.io", "v1beta1", ["LeaseCandidate"], 39, ""),
	row("certificates.k8s.io", "v1alpha1", ["ClusterTrustBundle"], 37, "v1"),
	row("admissionregistration.k8s.io", "v1alpha1", ["MutatingAdmissionPolicy"], 38, "v1"),
]}]}

row(group, version, kinds, minor, replacement) := {
	"group": group, "version": version, "kinds": kinds, "removedIn": sprintf("1.%d", [minor]), "removedInMinor": minor, "replacement": replacement,
}

cluster(minor, asked, versions, writers) := {
	"version": {"major": 1, "minor": minor}, "forVersion": {"minor": asked}, "tables": tables, "apiWriters": writers,
	"apis": [{"name": group, "versions": list} | some group, list in versions],
}

writer(manager, objects) := {
	"name": "deviceclasses.resource.k8s.io", "group": "resource.k8s.io", "version": "v1beta1", "kind": "DeviceClass",
	"manager": manager, "objects": objects, "object": {"kind": "DeviceClass", "name": "gpu"},
}

both := {"resource.k8s.io": ["v1", "v1beta1"], "coordination.k8s.io": ["v1", "v1beta1"]}

test_pass[what] if {
	some what, cluster_ in {
		"only what stays": cluster(37, 0, {"resource.k8s.io": ["v1"]}, []),
		"it goes later": cluster(36, 0, both, []),
		"it is judged elsewhere": cluster(37, 0, {"admissionregistration.k8s.io": ["v1alpha1"]}, []),
		"the version has it still, whatever the table says": cluster(37, 0, {"certificates.k8s.io": ["v1alpha1"]}, []),
		"written in a version that is not served any more": cluster(37, 0, {"resource.k8s.io": ["v1"]}, [writer("helm", 1)]),
	}
	removed.gap == set() with input as cluster_
	removed.skip == set() with input as cluster_
}

test_gap_served if {
	removed.gap == {{"message": "resource.k8s.io/v1beta1 is served, and DeviceClass, ResourceClaim in it is gone in 1.38; write v1"}} with input as cluster(37, 0, both, [])
	removed.summary.gap == {"1 API version goes away with the upgrade to 1.38: resource.k8s.io/v1beta1"} with input as cluster(37, 0, both, [])
}

test_gap_names_who_writes if {
	removed.gap == {
		lib.finding("DeviceClass", "", "gpu", "helm wrote it in resource.k8s.io/v1beta1, which is gone in 1.38; write v1"),
		lib.finding("DeviceClass", "", "gpu", "driver wrote it and 4 more in resource.k8s.io/v1beta1, which is gone in 1.38; write v1"),
	} with input as cluster(37, 0, both, [writer("helm", 1), writer("driver", 5)])
}

# All that goes on the way to the version that was asked for.
test_gap_for_a_later_version if {
	removed.gap == {
		{"message": "resource.k8s.io/v1beta1 is served, and DeviceClass, ResourceClaim in it is gone in 1.38; write v1"},
		{"message": "coordination.k8s.io/v1beta1 is served, and LeaseCandidate in it is gone in 1.39"},
	} with input as cluster(36, 39, both, [])
	removed.summary.gap == {"2 API versions go away with the upgrade to 1.39: coordination.k8s.io/v1beta1, resource.k8s.io/v1beta1"} with input as cluster(36, 39, both, [])
}

test_skip if {
	removed.skip == {"the version of the API server is not known"} with input as cluster(0, 0, both, [])
	removed.skip == {"what the API server offers is not known, as in manifests"} with input as cluster(37, 0, {}, [])
}

test_unknown_of_a_guess if {
	guess := {"version": {"guess": true, "from": "node a", "gitVersion": "v1.37.0"}}
	want := {{"message": "the API server's version was not read: it is that of node a, v1.37.0, or a newer one"}}
	removed.unknown == want with input as object.union(cluster(37, 0, both, []), guess)
	removed.gap == set() with input as object.union(cluster(37, 0, both, []), guess)
	count(removed.gap) == 1 with input as object.union(cluster(37, 38, both, []), guess)
	removed.unknown == set() with input as object.union(cluster(37, 38, both, []), guess)
}
