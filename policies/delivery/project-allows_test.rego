package kready.delivery["project-allows_test"]

import data.kready.delivery["project-allows"] as check
import data.kready.mocks

application(changes) := mocks.service_object("argoproj.io", "v1alpha1", "Application", "web", {"namespace": "argocd", "fields": [{"path": path, "value": value, "line": 7} |
	some path, value in object.union(
		{
			"spec.project": "team", "spec.destination.server": "https://kubernetes.default.svc",
			"spec.destination.namespace": "shop", "spec.source.repoURL": "https://git.example/apps/web.git",
		},
		changes,
	)
	value != ""
]})

project(changes) := {"namespace": "argocd", "name": "team", "fields": [{"name": name, "values": values} |
	some name, values in object.union(
		{
			"spec.destinations[].server": ["https://kubernetes.default.svc"], "spec.destinations[].name": [""],
			"spec.destinations[].namespace": ["shop"], "spec.sourceRepos": ["https://git.example/apps/*"],
		},
		changes,
	)
]}

argo := {"name": "argo-cd", "title": "Argo CD", "state": "running", "roles": ["delivery/gitops"], "namespace": "argocd", "workloads": []}

land(wanted, projects) := {
	"service": {"objects": [wanted]}, "inventory": [argo],
	"productResources": [{"name": "appprojects.argoproj.io", "served": true, "read": true, "asked": [], "objects": projects}],
}

says(text) := {object.union(f, {"object": object.union(f.object, {"namespace": "argocd"})}) | f := mocks.on("Application", "web", 7, "platform", text)}

test_pass if count(check.gap | check.unknown) == 0 with input as land(application({}), [project({})])

test_pass_otherwise if {
	every changes in [
		{"spec.destinations[].namespace": ["*"]},
		{"spec.destinations[].server": ["*"]},
		{"spec.destinations[].server": [""], "spec.destinations[].name": ["in-cluster"]},
		{"spec.sourceRepos": ["*"]},
		{"spec.sourceRepos": ["https://git.example/Apps/web"]},
	] {
		count(check.gap | check.unknown) == 0 with input as land(application({}), [project(changes)])
	}
}

test_gap_no_project if {
	{f.message | some f in check.gap} == {"the AppProject team does not exist"} with input as land(application({}), [])
}

test_gap_destination if {
	refused := says(`the AppProject team does not allow its destination (namespace "shop" of https://kubernetes.default.svc)`)
	check.gap == refused with input as land(application({}), [project({"spec.destinations[].namespace": ["cart"]})])
}

test_gap_repository if {
	check.gap == says("the AppProject team does not allow the repository https://git.example/apps/web.git") with input as land(application({}), [project({"spec.sourceRepos": ["https://git.example/*"]})])
}

test_gap_namespace if {
	elsewhere := object.union(application({}), {"namespace": "shop"})
	{f.message | some f in check.gap} == {"the AppProject team does not allow Applications in the namespace shop"} with input as land(elsewhere, [project({})])
	count(check.gap) == 0 with input as land(elsewhere, [project({"spec.sourceNamespaces": ["sh*"]})])
}

test_unknown_denies if {
	count(check.unknown) == 1 with input as land(application({}), [project({"spec.destinations[].namespace": ["!kube-system"]})])
}

test_unknown_named_otherwise if {
	remote := application({"spec.destination.server": "", "spec.destination.name": "prod"})
	count(check.unknown) == 1 with input as land(remote, [project({"spec.destinations[].server": ["https://10.0.0.1"]})])
}

test_unknown_ssh if {
	count(check.unknown) == 1 with input as land(application({"spec.source.repoURL": "git@git.example:apps/web"}), [project({})])
}

test_unknown_not_read if count(check.unknown) == 1 with input as {"service": {"objects": [application({})]}}

test_pass_brought if {
	own := mocks.service_object("argoproj.io", "v1alpha1", "AppProject", "team", {"namespace": "argocd", "fields": []})
	judged := object.union(land(application({}), []), {"service": {"objects": [application({}), own]}})
	count(check.gap | check.unknown) == 0 with input as judged
}

# Without a name it is the project called default.
test_gap_default if {
	{f.message | some f in check.gap} == {"the AppProject default does not exist"} with input as land(application({"spec.project": ""}), [project({})])
}

test_skip if count(check.skip) == 1 with input as {}
