package kready.identity.authorization_test

import data.kready.identity.authorization
import data.kready.lib
import data.kready.mocks

cluster(rbac, servers) := mocks.cluster({"authorization": {"rbac": rbac, "servers": [server(s) | some s in servers]}})

server(changes) := object.union({"namespace": "kube-system", "name": "kube-apiserver", "modes": [], "file": false}, changes)

on_microk8s := {"distribution": {"name": "microk8s", "managed": false}}

with_bindings := {"grants": [{"kind": "ClusterRoleBinding", "name": "system:basic-user", "roleKind": "ClusterRole", "roleName": "system:basic-user"}]}

passes(given) if {
	authorization.gap == set() with input as given
	authorization.unknown == set() with input as given
}

unclear(given) if {
	authorization.gap == set() with input as given
	count(authorization.unknown) == 1 with input as given
}

test_pass_hook if passes(cluster("yes", []))

test_pass_flags[mode] if {
	some mode in ["AlwaysDeny", "Node", "RBAC", "Webhook"]
	passes(cluster("", [{"modes": [mode]}]))
	authorization.summary.pass == {sprintf("API servers are started with --authorization-mode=%s", [mode])} with input as cluster("yes", [{"modes": [mode]}])
}

# A webhook alone decides, and RBAC does not.
test_pass_webhook_alone if passes(cluster("no", [{"modes": ["Webhook"]}]))

test_pass_file_with_rbac if passes(cluster("yes", [{"file": true}]))

test_gap_flag[name] if {
	some name, modes in {"alone": ["AlwaysAllow"], "beside": ["AlwaysAllow", "RBAC"]}
	authorization.gap == {lib.finding(
		"Pod", "kube-system", "kube-apiserver",
		sprintf("it is started with --authorization-mode=%s: whoever signs in, and each pod, may do everything", [concat(",", modes)]),
	)} with input as cluster("yes", [{"modes": modes}])
}

test_gap_one_of_two if count(authorization.gap) == 1 with input as cluster("yes", [{"modes": ["RBAC"]}, {"name": "kube-apiserver-2", "modes": ["AlwaysAllow"]}])

test_gap_default if {
	count(authorization.gap) == 1 with input as cluster("no", [{}])
	unclear(cluster("", [{}]))
}

test_gap_microk8s if {
	given := object.union(cluster("no", []), on_microk8s)
	text := "RBAC is none of the API server's authorizers, and MicroK8s starts it with AlwaysAllow: whoever signs in, and each pod, may do everything"
	authorization.gap == {{"message": text}} with input as given
}

test_gap_microk8s_by_bindings if {
	count(authorization.gap) == 1 with input as object.union(cluster("", []), on_microk8s)
	unclear(object.union_n([cluster("", []), on_microk8s, with_bindings]))
}

test_gap_out_of_sight if count(authorization.gap) == 1 with input as cluster("no", [])

test_pass_by_bindings if {
	passes(object.union(cluster("", []), with_bindings))
	unclear(cluster("", []))
}

# Bindings of the same names that were made by hand say nothing of RBAC.
test_unknown_other_role if {
	unclear(object.union(cluster("", []), {"grants": [{"kind": "ClusterRoleBinding", "name": "system:basic-user", "roleKind": "ClusterRole", "roleName": "view"}]}))
}

test_unknown_unread[kind] if {
	some kind in ["grants", "nodes"]
	unclear(object.union_n([cluster("", []), on_microk8s, {"blindSpots": [{"facts": kind, "verb": "list", "resource": kind, "reason": "forbidden"}]}]))
}

test_unknown_readyz_unread if {
	unread := object.union(cluster("", []), {"blindSpots": [{"facts": "authorization", "verb": "get", "resource": "/readyz", "reason": "forbidden"}]})
	authorization.summary.unknown == {"by what the API server decides is not known: /readyz could not be read (forbidden)"} with input as unread
}

# Files hold what was put into them.
test_unknown_dump if {
	unclear(object.union(cluster("", []), {"target": {"kind": "manifests"}}))
	unclear(object.union_n([cluster("", []), on_microk8s, with_bindings, {"target": {"kind": "manifests"}}]))
}

test_pass_dump if passes(object.union_n([cluster("", []), with_bindings, {"target": {"kind": "manifests"}}]))

test_skip_dump_of_provider if {
	managed := object.union(cluster("", []), {"target": {"kind": "manifests"}, "distribution": {"name": "eks", "managed": true}})
	count(authorization.skip) == 1 with input as managed
	count(authorization.skip) == 0 with input as object.union(managed, with_bindings)
	count(authorization.skip) == 0 with input as object.union(managed, {"target": {"kind": "cluster"}})
	count(authorization.skip) == 0 with input as object.union(managed, {"authorization": {"rbac": "no"}})
}

test_unknown_file if unclear(cluster("", [{"file": true}]))

test_unknown_abac if unclear(cluster("yes", [{"modes": ["ABAC", "RBAC"]}]))
