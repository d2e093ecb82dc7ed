package kready.mocks

# kustomization is a unit of Flux that delivers to kube-system.
kustomization(changes) := object.union(
	{
		"kind": "Kustomization", "namespace": "flux-system", "name": "infra", "createdAt": "2026-06-01T00:00:00Z",
		"into": "kube-system", "remote": false, "suspended": false, "automated": true,
		"sourceKind": "GitRepository", "sourceNamespace": "flux-system", "sourceName": "platform",
		"current": true, "ready": "True", "sync": "", "health": "", "running": false, "reason": "", "message": "",
	},
	changes,
)

# repository is the source of kustomization.
repository(changes) := object.union(
	{
		"kind": "GitRepository", "namespace": "flux-system", "name": "platform", "createdAt": "2026-06-01T00:00:00Z",
		"suspended": false, "static": false, "ready": "True", "reason": "", "message": "",
	},
	changes,
)

# application is one of Argo CD that delivers to kube-system.
application(changes) := object.union(
	{
		"kind": "Application", "namespace": "argocd", "name": "dns", "createdAt": "2026-06-01T00:00:00Z",
		"into": "kube-system", "remote": false, "suspended": false, "automated": true,
		"sourceKind": "", "sourceNamespace": "", "sourceName": "",
		"current": true, "ready": "", "sync": "Synced", "health": "Healthy", "running": false, "reason": "", "message": "",
	},
	changes,
)
