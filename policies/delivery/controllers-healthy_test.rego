package kready.delivery["controllers-healthy_test"]

import data.kready.delivery["controllers-healthy"] as healthy
import data.kready.lib
import data.kready.mocks

ref := {"kind": "StatefulSet", "namespace": "argocd", "name": "application-controller"}

cluster(workload) := {
	"inventory": [{"title": "Argo CD", "version": "3.4.1", "state": "running", "roles": ["delivery/gitops"], "workloads": [ref]}],
	"workloads": [object.union(ref, workload)],
}

test_pass if count(healthy.gap) == 0 with input as cluster({"status": true, "desired": 1, "ready": 1})

test_gap if {
	healthy.gap == {
		lib.finding("StatefulSet", "argocd", "application-controller", "the only pod of Argo CD is not ready"),
	} with input as cluster({"status": true, "desired": 1, "ready": 0})
}

test_unknown if {
	healthy.unknown == {
		lib.finding("StatefulSet", "argocd", "application-controller", "Argo CD carries no status: whether it runs cannot be told"),
	} with input as cluster({"status": false, "desired": 1, "ready": 0})
}

test_skip if healthy.skip == {"no delivery controller runs here"} with input as {"inventory": [], "workloads": []}

flux(names, deliveries) := mocks.cluster({
	"inventory": [mocks.running_as("flux2", ["delivery/gitops"], [{"kind": "Deployment", "namespace": "flux-system", "name": name} | some name in names])],
	"workloads": [{"kind": "Deployment", "namespace": "flux-system", "name": name, "status": true, "desired": 1, "ready": 1} | some name in names],
	"deliveries": deliveries,
})

release(changes) := mocks.kustomization(object.union({"kind": "HelmRelease", "name": "traefik"}, changes))

# `flux bootstrap --components=source-controller,kustomize-controller` leaves the CRDs of the others. What was Ready stays so.
test_gap_without_helm_controller if {
	input_ := flux(["source-controller", "kustomize-controller"], [mocks.kustomization({}), release({})])
	healthy.gap == {{
		"message": "Flux has no helm-controller: nothing carries out 1 HelmRelease (flux-system/traefik)",
		"state": "no-flux-controller",
	}} with input as input_
	healthy.state == {"no-flux-controller"} with input as input_
}

test_pass_where_nothing_is_told if {
	count(healthy.gap) == 0 with input as flux(["source-controller", "kustomize-controller"], [mocks.kustomization({}), release({"suspended": true})])
	count(healthy.gap) == 0 with input as flux(["source-controller", "kustomize-controller", "helm-controller"], [mocks.kustomization({}), release({})])
}

# What was not read may be the controller.
test_unknown_without_all_workloads if {
	input_ := object.union(flux(["source-controller"], [release({})]), {"blindSpots": [{"facts": "workloads", "resource": "deployments.apps", "reason": "forbidden"}]})
	count(healthy.gap) == 0 with input as input_
	count(healthy.unknown) == 1 with input as input_
}

test_gap_without_applicationset_controller if {
	input_ := object.union(cluster({"status": true, "desired": 1, "ready": 1}), {
		"inventory": [mocks.running_as("argo-cd", ["delivery/gitops"], [ref])],
		"productResources": [{
			"name": "applicationsets.argoproj.io", "read": true, "served": true,
			"objects": [{"kind": "ApplicationSet", "namespace": "argocd", "name": "addons"}],
		}],
	})
	{f.state | some f in healthy.gap} == {"no-applicationset-controller"} with input as input_
}
