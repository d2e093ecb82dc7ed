package kready.mesh["opt-in-heard_test"]

import data.kready.mesh["opt-in-heard"] as heard
import data.kready.mocks

land(labels, annotations, changes) := object.union(
	{"service": {"pods": [mocks.service_pods("web", {"templateLine": 6, "labels": labels, "annotations": annotations})]}},
	changes,
)

test_absent if {
	heard.gap == {mocks.on("Deployment", "web", 6, "platform", "istio.io/rev: stable asks for a sidecar of Istio, and Istio does not run")} with input as land({"istio.io/rev": "stable"}, {}, {})
}

test_runs if {
	count(heard.gap) == 0 with input as land({}, {"linkerd.io/inject": "enabled"}, {"inventory": [mocks.running("linkerd", ["mesh/control-plane"], [])]})
}

# What the provider runs out of sight hears as well.
test_hidden if {
	count(heard.gap) == 0 with input as land({"sidecar.istio.io/inject": "true"}, {}, {"inventory": [mocks.hidden("istio", ["mesh/control-plane"])]})
}

test_another_says_no if {
	count(heard.skip) == 1 with input as land({"sidecar.istio.io/inject": "false"}, {"linkerd.io/inject": "disabled"}, {})
}

test_stranger if {
	judged := land({"istio.io/dataplane-mode": "ambient"}, {}, {"candidates": [mocks.candidate("mesh/control-plane", "maybe")]})
	count(heard.gap) == 0 with input as judged
	count(heard.unknown) == 1 with input as judged
}
