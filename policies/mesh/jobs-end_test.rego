package kready.mesh["jobs-end_test"]

import data.kready.mesh["jobs-end"] as jobs
import data.kready.mocks

land(mesh, changes, native, ordinary) := {
	"inventory": [{"name": mesh, "roles": ["mesh/control-plane"], "state": "running"}],
	"namespaces": [{"name": "shop", "labels": {"istio-injection": "enabled"}, "annotations": {"linkerd.io/inject": "enabled"}}],
	"meshProxies": [{"mesh": mesh, "native": true, "count": native}, {"mesh": mesh, "native": false, "count": ordinary}],
	"service": {"pods": [object.union_n([mocks.service_pods("import", {}), {"kind": "CronJob"}, changes])]},
}

test_by_what_runs if {
	count(jobs.gap) == 1 with input as land("istio", {}, 0, 3)
	count(jobs.gap | jobs.unknown) == 0 with input as land("istio", {}, 3, 0)
	count(jobs.unknown) == 1 with input as land("istio", {}, 1, 3)
	count(jobs.unknown) == 1 with input as land("istio", {}, 0, 0)
}

test_linkerd if {
	count(jobs.gap) == 1 with input as land("linkerd", {}, 0, 3)
	count(jobs.gap) == 0 with input as land("linkerd", {"annotations": {"linkerd.io/inject": "disabled"}}, 0, 3)
	count(jobs.gap) == 0 with input as land("linkerd", {"annotations": {"config.beta.linkerd.io/proxy-enable-native-sidecar": "true"}}, 0, 3)
}

test_left_out if {
	count(jobs.gap) == 0 with input as land("istio", {"labels": {"sidecar.istio.io/inject": "false"}}, 0, 3)
	count(jobs.gap) == 0 with input as land("istio", {"kind": "Deployment"}, 0, 3)
	count(jobs.skip) == 1 with input as land("istio", {"kind": "Deployment"}, 0, 3)
}
