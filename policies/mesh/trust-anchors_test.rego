package kready.mesh["trust-anchors_test"]

import data.kready.lib
import data.kready.mesh["trust-anchors"] as anchors

roots(dates) := {
	"given": true, "malformed": false,
	"certificates": [{"name": "root", "notAfter": d} | some d in dates],
}

cluster(found) := {
	"asOf": "2026-11-01T12:00:00Z",
	"meshConfigs": [{"kind": "istio", "namespace": "istio-system", "rootsFrom": "istio-ca-root-cert", "roots": found}],
}

test_pass if {
	anchors.summary.pass == {"the trust anchor in istio-system is valid until 2035-01-01"} with input as cluster(roots(["2035-01-01T00:00:00Z"]))
}

test_gap_when_soon if {
	input_ := cluster(roots(["2026-11-20T00:00:00Z"]))
	anchors.gap == {
		lib.finding("ConfigMap", "istio-system", "istio-ca-root-cert", "the trust anchor expires on 2026-11-20, in 18 days"),
	} with input as input_
}

test_gap_when_expired if {
	input_ := cluster(roots(["2026-11-01T11:00:00Z"]))
	anchors.gap == {
		lib.finding("ConfigMap", "istio-system", "istio-ca-root-cert", "the trust anchor has expired on 2026-11-01: connections between services fail"),
	} with input as input_
}

test_the_new_one_of_two_counts if {
	count(anchors.gap) == 0 with input as cluster(roots(["2026-11-20T00:00:00Z", "2036-01-01T00:00:00Z"]))
}

test_sixty_days if {
	count(anchors.gap) == 0 with input as cluster(roots(["2026-12-31T13:00:00Z"]))
	anchors.gap == {
		lib.finding("ConfigMap", "istio-system", "istio-ca-root-cert", "the trust anchor expires on 2026-12-31, in 59 days"),
	} with input as cluster(roots(["2026-12-31T11:00:00Z"]))
}

test_gap_when_unreadable if {
	anchors.gap == {
		lib.finding("ConfigMap", "istio-system", "istio-ca-root-cert", "it holds no certificate that can be read"),
	} with input as cluster({"given": true, "malformed": true, "certificates": []})
}

test_unknown_when_absent if {
	anchors.unknown == {
		lib.finding("ConfigMap", "istio-system", "istio-ca-root-cert", "the trust anchor is not there"),
	} with input as cluster({"given": false, "malformed": false, "certificates": []})
}

test_skip if {
	anchors.skip == {
		"the trust anchors of this mesh are not in a place that kready knows",
	} with input as {"asOf": "2026-11-01T12:00:00Z", "meshConfigs": []}
}
