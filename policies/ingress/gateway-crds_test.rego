package kready.ingress["gateway-crds_test"]

import data.kready.ingress["gateway-crds"] as crds
import data.kready.lib

crd(name, version, channel) := {
	"name": sprintf("%s.gateway.networking.k8s.io", [name]), "group": "gateway.networking.k8s.io",
	"annotations": {
		"gateway.networking.k8s.io/bundle-version": version,
		"gateway.networking.k8s.io/channel": channel,
	},
}

bare := {"name": "gateways.gateway.networking.k8s.io", "group": "gateway.networking.k8s.io", "annotations": {}}

cluster(items, distribution) := {"crds": items, "distribution": {"name": distribution, "title": upper(distribution)}}

gaps(items) := found if found := crds.gap with input as cluster(items, "kubeadm")

test_pass if {
	input_ := cluster([crd("a", "v1.6.1", "standard"), crd("b", "v1.6.1", "standard")], "kubeadm")
	crds.summary.pass == {"2 CRDs of v1.6.1, standard channel"} with input as input_
	count(crds.gap | crds.unknown) == 0 with input as input_
}

test_the_minority_is_the_odd_one if {
	gaps([crd("a", "v1.2.0", "standard"), crd("b", "v1.2.0", "standard"), crd("c", "v1.6.1", "standard")]) == {
		lib.finding("CustomResourceDefinition", "", "c.gateway.networking.k8s.io", "it is of v1.6.1, while others are of v1.2.0"),
	}
}

test_experimental if {
	gaps([crd("a", "v1.6.1", "experimental")]) == {
		lib.finding("CustomResourceDefinition", "", "a.gateway.networking.k8s.io", "it is of the experimental channel"),
	}
}

test_no_release_among_others if {
	gaps([crd("a", "v1.6.1", "standard"), bare]) == {
		lib.finding("CustomResourceDefinition", "", "gateways.gateway.networking.k8s.io", "it names no release, while others are of v1.6.1"),
	}
}

test_no_release_at_all if {
	count(crds.gap) == 0 with input as cluster([bare], "kubeadm")
	crds.unknown == {
		lib.finding("CustomResourceDefinition", "", "gateways.gateway.networking.k8s.io", "it does not name its release"),
	} with input as cluster([bare], "kubeadm")
}

test_skip_where_the_provider_keeps_them if {
	crds.skip == {"GKE brings the CRDs of the Gateway API and keeps them"} with input as cluster([crd("a", "v1.6.1", "experimental")], "gke")
	crds.skip == {"the Gateway API is not installed"} with input as cluster([], "kubeadm")
	crds.skip == {"the Gateway API is not installed"} with input as cluster([], "gke")
}
