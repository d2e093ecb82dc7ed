package kready.delivery["sources-there_test"]

import data.kready.delivery["sources-there"] as check
import data.kready.mocks

unit(fields) := mocks.service_object("kustomize.toolkit.fluxcd.io", "v1", "Kustomization", "web", {"fields": [{"path": path, "value": value, "line": 7} | some path, value in fields]})

of_git(more) := unit(object.union({"spec.sourceRef.kind": "GitRepository", "spec.sourceRef.name": "apps"}, more))

source(changes) := object.union(
	{
		"kind": "GitRepository", "namespace": "shop", "name": "apps",
		"ready": "True", "reason": "", "message": "", "suspended": false, "static": false,
	},
	changes,
)

land(objects, sources) := {"service": {"objects": objects}, "deliverySources": sources}

test_pass if count(check.gap | check.unknown) == 0 with input as land([of_git({})], [source({})])

test_pass_elsewhere if {
	count(check.gap | check.unknown) == 0 with input as land([of_git({"spec.sourceRef.namespace": "flux-system"})], [source({"namespace": "flux-system"})])
}

test_gap_absent if {
	check.gap == {mocks.on("Kustomization", "web", 7, "service", "the GitRepository apps does not exist")} with input as land([of_git({})], [source({"namespace": "flux-system"})])
}

test_gap_not_fetched if {
	refused := source({"ready": "False", "reason": "GitOperationFailed", "message": "authentication required"})
	check.gap == {
		mocks.on("Kustomization", "web", 7, "platform", "the GitRepository apps cannot be fetched: GitOperationFailed: authentication required"),
	} with input as land([of_git({})], [refused])
}

test_pass_brought if {
	own := mocks.service_object("source.toolkit.fluxcd.io", "v1", "GitRepository", "apps", {"fields": []})
	count(check.gap | check.unknown) == 0 with input as land([of_git({}), own], [])
}

chart(fields) := mocks.service_object("helm.toolkit.fluxcd.io", "v2", "HelmRelease", "web", {"fields": [{"path": path, "value": value, "line": 9} | some path, value in fields]})

test_pass_oci_repository if {
	release := chart({"spec.chart.spec.sourceRef.kind": "HelmRepository", "spec.chart.spec.sourceRef.name": "apps"})
	count(check.gap | check.unknown) == 0 with input as land([release], [source({"kind": "HelmRepository", "static": true, "ready": ""})])
}

test_unknown_silent if count(check.unknown) == 1 with input as land([of_git({})], [source({"ready": ""})])

test_unknown_kind if {
	count(check.unknown) == 1 with input as land([chart({"spec.chartRef.kind": "HelmChart", "spec.chartRef.name": "web"})], [])
}

encrypted := of_git({"spec.decryption.secretRef.name": "age"})

looked_up(exists) := {"service": {"objects": [encrypted], "secrets": [{"namespace": "shop", "name": "age", "exists": exists}]}, "deliverySources": [source({})]}

test_unknown_key if count(check.unknown) == 1 with input as land([encrypted], [source({})])

test_gap_key if {
	{f.message | some f in check.gap} == {"the Secret age by which it decrypts does not exist"} with input as looked_up(false)
}

test_pass_key if count(check.gap | check.unknown) == 0 with input as looked_up(true)

test_gap_flux_down if {
	flux := {
		"name": "flux2", "title": "Flux", "state": "running", "roles": ["delivery/gitops"],
		"workloads": [{"kind": "Deployment", "namespace": "flux-system", "name": "kustomize-controller"}],
	}
	stopped := {"kind": "Deployment", "namespace": "flux-system", "name": "kustomize-controller", "status": true, "desired": 1, "ready": 0}
	judged := object.union(land([of_git({})], [source({})]), {"inventory": [flux], "workloads": [stopped]})
	{f.message | some f in check.gap} == {"Flux does not run: the only pod of Flux is not ready"} with input as judged
}

test_skip if count(check.skip) == 1 with input as {}
