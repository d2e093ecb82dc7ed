package kready.ingress["class-there_test"]

import data.kready.ingress["class-there"] as classes
import data.kready.mocks

ingress(changes) := object.union_n([mocks.manifest("Ingress", "shop", "web"), {"class": "", "legacyClass": "", "classLine": 7}, changes])

land(i, changes) := object.union({"service": {"ingresses": [ingress(i)]}}, changes)

absent := "its class nginx does not exist: there are none"

test_absent if classes.gap == {mocks.on("Ingress", "web", 7, "platform", absent)} with input as land({"class": "nginx"}, {})

test_served_elsewhere_is_no_class if {
	count(classes.gap) == 1 with input as land({"class": "nginx"}, {"ingressClasses": [{"name": "edge", "controller": "x"}]})
}

# GKE's own controller takes Ingresses without a class.
test_gke if {
	judged := land({}, {"distribution": {"name": "gke", "managed": true}})
	count(classes.gap) == 0 with input as judged
	count(classes.unknown) == 0 with input as judged
}

# What makes routes of Ingresses on OpenShift takes those as well, and ingress-nginx where it is told to.
test_taken_without_a_class[name] if {
	some name, changes in {
		"OpenShift": {"distribution": {"name": "openshift"}, "inventory": [mocks.running("openshift-router", ["ingress/controller"], [])]},
		"ingress-nginx": {
			"inventory": [object.union(mocks.running("ingress-nginx", ["ingress/controller"], []), {"workloads": [{"kind": "DaemonSet", "namespace": "kube-system", "name": "web"}]})],
			"workloads": [mocks.daemon("web", {"containers": [{"name": "c", "args": [{"name": "watch-ingress-without-class", "value": "true"}]}]})],
		},
	}
	count(classes.gap | classes.unknown) == 0 with input as land({}, changes)
}

test_not_taken_by_ingress_nginx_by_itself if {
	plain := {"inventory": [mocks.running("ingress-nginx", ["ingress/controller"], [])]}
	count(classes.gap) == 1 with input as land({}, plain)
}

test_gke_annotation if {
	count(classes.unknown) == 0 with input as land({"legacyClass": "gce-internal"}, {"distribution": {"name": "gke", "managed": true}})
}

# Of several defaults the newest is taken since 1.25, and before the Ingress is refused.
defaults(version) := {"ingressClasses": [{"name": "a", "controller": "x", "default": true}, {"name": "b", "controller": "y", "default": true}], "version": version}

several := "it names no class, and several are the default: a, b"

test_several_today if {
	count(classes.gap) == 0 with input as land({}, defaults({"minor": 25}))
	count(classes.unknown) == 0 with input as land({}, defaults({"minor": 25}))
}

test_several_before if {
	want := object.union(mocks.on("Ingress", "web", 7, "service", concat("", [several, ": before Kubernetes 1.25 the API server refuses it"])), {"state": "several"})
	classes.gap == {want} with input as land({}, defaults({"minor": 24}))
}

test_several_perhaps_newer[version] if {
	some version in [{"minor": 24, "guess": true}, {"minor": 0}]
	count(classes.gap) == 0 with input as land({}, defaults(version))
	count(classes.unknown) == 1 with input as land({}, defaults(version))
}

test_skip if count(classes.skip) == 1 with input as {}
