package kready.dns.version_test

import data.kready.dns.version
import data.kready.lib
import data.kready.mocks

shipped := {"name": "coredns", "updated": "2026-11-01T00:00:00Z", "rows": [
	{"kubernetes": "1.31", "kubernetesMinor": 31, "version": "1.11.3"},
	{"kubernetes": "1.36", "kubernetesMinor": 36, "version": "1.14.2"},
]}

cluster(release, repository, minor) := mocks.cluster({
	"inventory": [object.union(mocks.running("coredns", ["dns/cluster"], []), {"title": "CoreDNS", "version": release})],
	"workloads": [mocks.daemon("coredns", {"containers": [{"name": "coredns", "image": {"registry": "registry.k8s.io", "repository": repository, "tag": release}}]})],
	"version": {"minor": minor},
	"asOf": "2026-11-02T00:00:00Z",
	"tables": {"shipped": [shipped]},
})

test_gap if {
	version.gap == {
		lib.finding("DaemonSet", "kube-system", "coredns", "it runs CoreDNS 1.9.3, and kubeadm installs 1.14.2 with Kubernetes 1.36"),
	} with input as cluster("1.9.3", "coredns/coredns", 36)
}

test_four_releases_are_no_gap if {
	count(version.gap | version.unknown) == 0 with input as cluster("1.10.1", "coredns/coredns", 36)
}

# 1.34 has no row: the last one before it counts.
test_the_row_before if {
	count(version.gap) == 0 with input as cluster("1.9.3", "coredns/coredns", 34)
	count(version.gap) == 1 with input as cluster("1.6.7", "coredns/coredns", 34)
}

test_newer_is_no_gap if {
	count(version.gap) == 0 with input as cluster("1.15.0", "coredns/coredns", 31)
}

test_before_one if {
	count(version.gap) == 1 with input as cluster("0.9.10", "coredns/coredns", 36)
}

test_unknown_without_a_tag if {
	count(version.unknown) == 1 with input as cluster("", "coredns/coredns", 36)
}

test_skip_build_of_a_vendor if {
	version.skip == {"whoever brings this CoreDNS maintains a build of its own"} with input as cluster("1.8.4", "rancher/mirrored-coredns-coredns", 36)
	version.skip == {"whoever brings this CoreDNS maintains a build of its own"} with input as cluster("v1.8.7-eksbuild.10", "eks/coredns", 36)
}

test_skip_without_a_row if {
	version.skip == {"the table of 2026-11-01 has nothing of Kubernetes 1.20"} with input as cluster("1.7.0", "coredns/coredns", 20)
}

test_unknown_without_version if {
	version.unknown == {{"message": "the version of the API server is not known"}} with input as cluster("1.7.0", "coredns/coredns", 0)
}
