package kready.mesh["native-sidecars_test"]

import data.kready.lib
import data.kready.mesh["native-sidecars"] as native

proxies(is_native, n) := {
	"mesh": "istio", "version": "1.31.1", "native": is_native, "count": n,
	"of": [{"kind": "Deployment", "namespace": "shop", "name": "web"}],
}

cluster(minor, items) := {"version": {"minor": minor}, "meshProxies": items}

test_pass if native.summary.pass == {"4 proxies, all of them native sidecars"} with input as cluster(36, [proxies(true, 4)])

test_gap if {
	native.gap == {lib.finding("Deployment", "shop", "web", "its proxy is an ordinary container")} with input as cluster(33, [proxies(true, 4), proxies(false, 2)])
	native.summary.gap == {"of 6 proxies 2 run as ordinary containers"} with input as cluster(33, [proxies(true, 4), proxies(false, 2)])
}

test_older_kubernetes if {
	native.skip == {"Kubernetes has sidecars of its own since 1.33, and this is older"} with input as cluster(32, [proxies(false, 2)])
	count(native.gap) == 0 with input as cluster(32, [proxies(false, 2)])
	count(native.unknown) == 1 with input as cluster(0, [proxies(false, 2)])
}

test_skip if native.skip == {"no pod has a proxy of Istio or Linkerd"} with input as cluster(36, [])
