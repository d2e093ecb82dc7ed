package kready.delivery.reconciled_test

import data.kready.delivery.reconciled
import data.kready.lib
import data.kready.mocks

cluster(items) := mocks.cluster({"deliveries": items, "deliverySources": [mocks.repository({})]})

test_pass if {
	input_ := cluster([mocks.kustomization({}), mocks.application({})])
	reconciled.summary.pass == {"2 units delivered to the platform, and none fails"} with input as input_
}

test_gap_when_not_ready if {
	input_ := cluster([mocks.kustomization({"ready": "False", "reason": "HealthCheckFailed", "message": "timeout"})])
	reconciled.gap == {lib.finding("Kustomization", "flux-system", "infra", "HealthCheckFailed: timeout")} with input as input_
}

test_what_waits_for_a_fault_is_none if {
	broken := mocks.kustomization({"ready": "False", "reason": "BuildFailed"})
	waits := mocks.kustomization({"name": "apps", "ready": "False", "reason": "DependencyNotReady"})
	reconciled.gap == {lib.finding("Kustomization", "flux-system", "infra", "BuildFailed")} with input as cluster([broken, waits])
	reconciled.gap == {lib.finding("Kustomization", "flux-system", "apps", "DependencyNotReady")} with input as cluster([waits])
}

test_what_has_no_source_is_told_by_the_source if {
	input_ := object.union(
		cluster([mocks.kustomization({"ready": "False", "reason": "ArtifactFailed"})]),
		{"deliverySources": [mocks.repository({"ready": "False"})]},
	)
	count(reconciled.gap) == 0 with input as input_
	reconciled.skip == {"all that is delivered to the platform is suspended, or has no source"} with input as input_
}

test_applications if {
	every text, changes in {
		"OutOfSync": {"sync": "OutOfSync"}, "Degraded": {"health": "Degraded"},
		"OutOfSync and Missing": {"sync": "OutOfSync", "health": "Missing"},
	} {
		reconciled.gap == {object.union(lib.finding("Application", "argocd", "dns", text), {"state": "argo"})} with input as cluster([mocks.application(changes)])
	}
	every changes in [
		{"health": "Progressing"}, {"health": "Suspended"}, {"sync": "OutOfSync", "running": true},
		{"sync": "Unknown", "reason": "ComparisonError"}, {"sync": "OutOfSync", "remote": true}, {"sync": "OutOfSync", "into": "shop"},
	] {
		count(reconciled.gap) == 0 with input as cluster([mocks.application(changes)])
	}
}

test_suspended_is_another_check if count(reconciled.gap) == 0 with input as cluster([mocks.kustomization({"suspended": true, "ready": "False"})])

test_in_progress_is_no_gap if {
	count(reconciled.gap | reconciled.unknown) == 0 with input as cluster([mocks.kustomization({"ready": "Unknown", "reason": "Progressing"})])
}

test_gap_when_nobody_looks if {
	reconciled.gap == {
		object.union(lib.finding("Kustomization", "flux-system", "infra", "no controller has said anything about it"), {"state": "unheard"}),
	} with input as cluster([mocks.kustomization({"ready": ""})])
}

test_unknown if {
	reconciled.unknown == {
		lib.finding("Kustomization", "flux-system", "infra", "it carries no status"),
	} with input as cluster([mocks.kustomization({"ready": "", "createdAt": "0001-01-01T00:00:00Z"})])
	reconciled.unknown == {
		lib.finding("Kustomization", "flux-system", "infra", "its controller has not seen the latest change"),
	} with input as cluster([mocks.kustomization({"current": false})])
	reconciled.unknown == {
		object.union(lib.finding("Application", "argocd", "dns", "whether it is in sync is not known"), {"state": "argo"}),
	} with input as cluster([mocks.application({"sync": "Unknown"})])
}

test_skip if reconciled.skip == {"no controller delivers anything to the platform's namespaces"} with input as cluster([])

sets(conditions) := mocks.cluster({"productResources": [{
	"name": "applicationsets.argoproj.io", "read": true, "served": true,
	"objects": [{"kind": "ApplicationSet", "namespace": "argocd", "name": "addons", "conditions": conditions}],
}]})

# An ApplicationSet that can make no Applications shows in none of them.
test_gap_application_set if {
	input_ := sets([{"type": "ErrorOccurred", "status": "True", "reason": "ApplicationGenerationFromParamsError", "message": "authentication required"}])
	reconciled.gap == {object.union(
		lib.finding("ApplicationSet", "argocd", "addons", "ApplicationGenerationFromParamsError: authentication required"),
		{"state": "application-set"},
	)} with input as input_
	reconciled.skip == set() with input as input_
	reconciled.summary.gap == {"1 ApplicationSet can make no Applications"} with input as input_
}

test_application_set_that_works if {
	input_ := sets([{"type": "ErrorOccurred", "status": "False", "reason": "ApplicationSetUpToDate", "message": ""}])
	count(reconciled.gap) == 0 with input as input_
	count(reconciled.skip) == 1 with input as input_
}

updates(names) := mocks.cluster({
	"inventory": [mocks.running_as("flux2", ["delivery/gitops"], [{"kind": "Deployment", "namespace": "flux-system", "name": name} | some name in names])],
	"workloads": [{"kind": "Deployment", "namespace": "flux-system", "name": name} | some name in names],
	"productResources": [{
		"name": "imageupdateautomations.image.toolkit.fluxcd.io", "read": true, "served": true, "asked": ["spec.suspend"],
		"objects": [{"kind": "ImageUpdateAutomation", "namespace": "flux-system", "name": "all"}],
	}],
})

test_gap_without_optional_controller if {
	input_ := updates(["source-controller"])
	reconciled.gap == {{
		"message": "Flux has no image-automation-controller: nothing carries out 1 ImageUpdateAutomation (flux-system/all)",
		"state": "no-flux-controller",
	}} with input as input_
	count(reconciled.gap) == 0 with input as updates(["source-controller", "image-automation-controller"])
}
