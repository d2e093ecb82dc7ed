package kready.policy["api-versions_test"]

import data.kready.mocks
import data.kready.policy["api-versions"] as versions

group := "admissionregistration.k8s.io"

removals := [
	{"group": group, "version": "v1beta1", "kinds": ["ValidatingAdmissionPolicy"], "removedIn": "1.34", "removedInMinor": 34, "replacement": "v1"},
	{"group": group, "version": "v1alpha1", "kinds": ["MutatingAdmissionPolicy"], "removedIn": "1.38", "removedInMinor": 38, "replacement": "v1"},
	{"group": group, "version": "v1beta1", "kinds": ["MutatingAdmissionPolicy"], "removedIn": "1.40", "removedInMinor": 40, "replacement": ""},
	{"group": "resource.k8s.io", "version": "v1beta1", "kinds": ["ResourceClaim"], "removedIn": "1.38", "removedInMinor": 38, "replacement": "v1"},
]

cluster(minor, apis) := mocks.cluster({"version": {"minor": minor}, "apis": apis, "tables": {"removals": [{"removals": removals}]}})

api(name, versions) := {"name": name, "versions": versions}

messages contains f.message if some f in versions.gap

test_pass if {
	messages == set() with input as cluster(37, [api(group, ["v1"])])
	versions.summary.pass == {"nothing says that a policy API of this cluster is gone in 1.38"} with input as cluster(37, [api(group, ["v1"])])
}

test_gap if {
	want := "admissionregistration.k8s.io/v1alpha1 is served, and MutatingAdmissionPolicy in it is gone in 1.38; write v1"
	messages == {want} with input as cluster(37, [api(group, ["v1", "v1alpha1"])])
	versions.summary.gap == {"1 policy API goes away with the upgrade to 1.38"} with input as cluster(37, [api(group, ["v1", "v1alpha1"])])
}

test_gap_without_replacement if {
	want := "admissionregistration.k8s.io/v1beta1 is served, and MutatingAdmissionPolicy in it is gone in 1.40"
	messages == {want} with input as cluster(39, [api(group, ["v1", "v1beta1"])])
}

# The same version holds other kinds by now: those that 1.34 took away are gone.
test_what_is_gone_already_is_none if messages == set() with input as cluster(36, [api(group, ["v1", "v1beta1"])])

test_two_releases_ahead_is_none if messages == set() with input as cluster(36, [api(group, ["v1", "v1alpha1"])])

test_other_groups_are_none if messages == set() with input as cluster(37, [api("resource.k8s.io", ["v1", "v1beta1"])])

test_skip if {
	versions.skip == {"the version of the API server is not known"} with input as cluster(0, [api(group, ["v1alpha1"])])
	versions.skip == {"what the API server offers is not known, as in manifests"} with input as cluster(37, [])
	versions.skip == set() with input as cluster(37, [api(group, ["v1"])])
}

test_unknown_by_kubelets if {
	guessed := object.union(cluster(37, [api(group, ["v1", "v1alpha1"])]), {"version": {"minor": 37, "gitVersion": "v1.37.2", "from": "the kubelets", "guess": true}})
	messages == set() with input as guessed
	versions.unknown == {{"message": "the API server's version was not read: it is that of the kubelets, v1.37.2, or a newer one"}} with input as guessed
}
