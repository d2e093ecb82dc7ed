package kready.policy["pods-admitted_test"]

import data.kready.mocks
import data.kready.policy["pods-admitted"] as admitted

what := [
	{"level": "baseline", "what": "host namespaces", "from": 0, "until": 0},
	{"level": "restricted", "what": "host namespaces", "from": 0, "until": 0},
]

land(labels, forbidden, changes) := object.union(
	mocks.cluster({
		"version": {"major": 1, "minor": 34}, "workloads": [server("x")], "webhooks": [], "inventory": [],
		"namespaces": [{"name": "shop", "labels": labels}],
		"service": {"objects": [], "pods": [mocks.service_pods("web", {"templateLine": 7, "forbidden": forbidden, "labels": {}, "annotations": {}})]},
	}),
	changes,
)

server(flag) := object.union(mocks.daemon("kube-apiserver", mocks.flags(flag, "PodSecurity")), {"kind": "StaticPod"})

enforce(level) := {"pod-security.kubernetes.io/enforce": level}

test_refused if {
	admitted.gap == {mocks.on("Deployment", "web", 7, "service", "its pods are refused: level baseline of the namespace shop forbids host namespaces")} with input as land(enforce("baseline"), what, {})
}

# What is no level counts as restricted.
test_no_level if count(admitted.gap) == 1 with input as land(enforce("strict"), what, {})

test_privileged if {
	judged := land(enforce("privileged"), what, {})
	count(admitted.gap | admitted.unknown) == 0 with input as judged
}

# Rules are those of the cluster's version, or of an older one that the namespace names.
test_versions if {
	since_35 := [{"level": "baseline", "what": "x", "from": 35, "until": 0}]
	count(admitted.gap) == 0 with input as land(enforce("baseline"), since_35, {})
	until_30 := [{"level": "baseline", "what": "x", "from": 0, "until": 30}]
	count(admitted.gap) == 0 with input as land(enforce("baseline"), until_30, {})
	pinned := object.union(enforce("baseline"), {"pod-security.kubernetes.io/enforce-version": "v1.29"})
	count(admitted.gap) == 1 with input as land(pinned, until_30, {})
}

test_switched_off if {
	judged := land(enforce("baseline"), what, {"workloads": [server("disable-admission-plugins")]})
	count(admitted.gap) == 0 with input as judged
	admitted.summary.pass == {"Pod Security is switched off in the API server"} with input as judged
}

test_default_level if {
	count(admitted.unknown) == 1 with input as land({}, what, {"workloads": [server("admission-control-config-file")]})
	count(admitted.unknown) == 0 with input as land({}, what, {})
}

test_openshift if {
	judged := land(enforce("restricted"), what, {"distribution": {"name": "openshift", "managed": true, "features": []}})
	count(admitted.gap) == 0 with input as judged
	count(admitted.unknown) == 1 with input as judged
}

test_mesh if {
	istio := {"inventory": [{"name": "istio", "title": "Istio", "roles": ["mesh/control-plane"], "state": "running", "namespace": "istio-system", "workloads": []}]}
	count(admitted.unknown) == 1 with input as land(object.union(enforce("baseline"), {"istio-injection": "enabled"}), [], istio)
	count(admitted.unknown) == 0 with input as land(enforce("baseline"), [], istio)
}

test_before_1_23 if {
	old := land(enforce("baseline"), what, {"version": {"major": 1, "minor": 21}})
	count(admitted.gap) == 0 with input as old
	count(admitted.unknown) == 1 with input as old
}
