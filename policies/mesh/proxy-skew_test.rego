package kready.mesh["proxy-skew_test"]

import data.kready.lib
import data.kready.mesh["proxy-skew"] as skew

istio(version) := {"name": "istio", "title": "Istio", "version": version, "state": "running", "roles": ["mesh/control-plane"]}

proxies(version) := {
	"mesh": "istio", "version": version, "native": true, "count": 4,
	"of": [{"kind": "Deployment", "namespace": "shop", "name": "web"}],
}

cluster(planes, items) := {"inventory": [istio(v) | some v in planes], "meshProxies": items}

test_pass if {
	skew.summary.pass == {
		"8 proxies are of 1.30.2, 1.31.1, the control plane is of 1.31.1",
	} with input as cluster(["1.31.1"], [proxies("1.31.1"), proxies("1.30.2")])
	count(skew.gap) == 0 with input as cluster(["1.31.1"], [proxies("1.31.1"), proxies("1.30.2"), proxies("1.31.0-distroless")])
}

test_gap if {
	skew.gap == {
		lib.finding("Deployment", "shop", "web", "its proxies are of 1.29.4, the control plane of 1.31.1"),
	} with input as cluster(["1.31.1"], [proxies("1.29.4")])
	count(skew.gap) == 1 with input as cluster(["1.31.1"], [proxies("1.32.0")])
}

# During an upgrade by revisions two control planes run.
test_two_revisions if {
	count(skew.gap) == 0 with input as cluster(["1.29.4", "1.31.1"], [proxies("1.28.1"), proxies("1.31.1")])
	count(skew.gap) == 1 with input as cluster(["1.29.4", "1.31.1"], [proxies("1.27.1")])
}

test_no_version if {
	skew.unknown == {{"message": "the version of Istio's control plane is not known"}} with input as cluster([""], [proxies("1.29.4")])
	count(skew.gap) == 0 with input as cluster(["", "1.31.1"], [proxies("1.29.4")])
	skew.skip == {"no pod has a proxy of Istio with the tag of a release"} with input as cluster(["1.31.1"], [proxies("latest"), proxies("")])
}

test_other_meshes if {
	skew.skip == {"Istio does not run here"} with input as {"inventory": [], "meshProxies": []}
	count(skew.gap) == 0 with input as cluster(["1.31.1"], [object.union(proxies("2.14.0"), {"mesh": "linkerd"})])
}
