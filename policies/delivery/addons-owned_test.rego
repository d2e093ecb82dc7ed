package kready.delivery["addons-owned_test"]

import data.kready.delivery["addons-owned"] as addons
import data.kready.mocks

ref(name) := {"kind": "Deployment", "namespace": "monitoring", "name": name}

workload(name, changes) := object.union_n([ref(name), {"labels": {}, "annotations": {}, "ownerKind": "", "hook": false, "status": true}, changes])

cluster(changes) := mocks.cluster({
	"inventory": [
		{"name": "grafana", "title": "Grafana", "state": "running", "roles": [], "batteries": ["metrics"], "workloads": [ref("grafana"), ref("helper")]},
		{"name": "flux2", "title": "Flux", "state": "running", "roles": ["delivery/gitops"], "batteries": ["delivery"], "workloads": []},
	],
	"workloads": [workload("grafana", changes), workload("helper", {})],
	"deliveries": [{"kind": "Kustomization", "namespace": "flux-system", "name": "platform", "into": "", "remote": false}],
})

test_gap if {
	{f.object.name | some f in addons.gap} == {"grafana"} with input as cluster({})
}

test_a_sign_on_one_workload_is_enough[name] if {
	some name, changes in {
		"Helm": {"annotations": {"meta.helm.sh/release-name": "grafana"}},
		"Flux": {"labels": {"kustomize.toolkit.fluxcd.io/name": "platform"}},
		"Argo CD": {"annotations": {"argocd.argoproj.io/tracking-id": "x"}},
		"K3s": {"labels": {"objectset.rio.cattle.io/hash": "x"}},
		"an owner": {"ownerKind": "Grafana"},
	}
	count(addons.gap) == 0 with input as cluster(changes)
}

test_a_chart_alone_is_no_sign if {
	count(addons.gap) == 1 with input as cluster({"labels": {"helm.sh/chart": "grafana-9.0"}})
}

test_no_delivery if {
	count(addons.skip) == 1 with input as object.union(cluster({}), {"deliveries": []})
}

test_remote_deliveries_own_nothing if {
	remote := {"deliveries": [{"kind": "Application", "namespace": "argocd", "name": "x", "into": "monitoring", "remote": true}]}
	count(addons.gap) == 1 with input as object.union(cluster({}), remote)
}
