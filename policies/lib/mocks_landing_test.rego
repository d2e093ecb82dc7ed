package kready.mocks

# manifest is where an object of a service is written.
manifest(kind, namespace, name) := {"kind": kind, "namespace": namespace, "name": name, "file": "web.yaml", "line": 3}

# service_object is an object of a service, with these changes.
service_object(group, version, kind, name, changes) := object.union_n([
	manifest(kind, "shop", name),
	{"group": group, "version": version, "scope": "Namespaced", "builtin": true},
	changes,
])

# service_pods is a pod template of a service, with these changes.
service_pods(name, changes) := object.union_n([manifest("Deployment", "shop", name), {"serviceAccount": "default"}, changes])

# on is a finding on an object of the mocks.
on(kind, name, line, by, message) := {
	"object": {"kind": kind, "namespace": "shop", "name": name},
	"at": {"file": "web.yaml", "line": line},
	"by": by,
	"message": message,
}

# deployments is what discovery says of a cluster that serves Deployments and nothing else.
deployments := [{"name": "apps", "versions": ["v1"], "kinds": [{"name": "Deployment", "resource": "deployments", "namespaced": true, "versions": ["v1"]}]}]
