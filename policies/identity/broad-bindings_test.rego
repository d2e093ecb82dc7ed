package kready.identity["broad-bindings_test"]

import data.kready.identity["broad-bindings"] as broad
import data.kready.lib

rule(resources, verbs) := {"groups": [""], "resources": resources, "names": [], "verbs": verbs, "nonResourceURLs": []}

group(name) := {"kind": "Group", "namespace": "", "name": name}

grant(subjects, rules, changes) := object.union(
	{
		"kind": "ClusterRoleBinding", "namespace": "", "name": "b", "roleKind": "ClusterRole", "roleName": "r", "roleFound": true,
		"subjects": subjects, "rules": rules,
	},
	changes,
)

cluster(grants) := {"grants": grants, "distribution": {"name": "kubeadm"}, "target": {"kind": "cluster"}}

everybody := [group("system:authenticated")]

one(subjects, rules, changes) := cluster([grant(subjects, rules, changes)])

test_pass_on_discovery if {
	pages := {"groups": [], "resources": [], "names": [], "verbs": ["get"], "nonResourceURLs": ["/healthz"]}
	count(broad.gap) == 0 with input as one([group("system:unauthenticated")], [pages], {})
	count(broad.gap) == 0 with input as one(everybody, [rule(["selfsubjectaccessreviews"], ["create"])], {})
	broad.summary.pass == {"no binding gives a powerful role to everybody"} with input as one(everybody, [pages], {})
}

test_gap_on_cluster_admin if {
	input_ := one(everybody, [rule(["*"], ["*"])], {"roleName": "cluster-admin"})
	broad.gap == {
		lib.finding("ClusterRoleBinding", "", "b", "ClusterRole cluster-admin lets system:authenticated do anything with everything"),
	} with input as input_
	broad.summary.gap == {"1 binding gives everybody too much"} with input as input_
}

test_gap_on_change if {
	broad.gap == {
		lib.finding("ClusterRoleBinding", "", "b", "ClusterRole r lets system:serviceaccounts patch deployments"),
	} with input as one([group("system:serviceaccounts")], [rule(["deployments"], ["get", "patch"])], {})
}

test_gap_on_secrets_and_commands if {
	broad.gap == {
		lib.finding("RoleBinding", "shop", "b", "ClusterRole r lets system:authenticated get secrets"),
	} with input as one(everybody, [rule(["secrets"], ["get"])], {"kind": "RoleBinding", "namespace": "shop"})
	broad.gap == {
		lib.finding("ClusterRoleBinding", "", "b", "ClusterRole r lets system:authenticated get pods/exec"),
	} with input as one(everybody, [rule(["pods/exec"], ["get"])], {})
}

test_reading_is_a_gap_when_it_is_wide if {
	broad.gap == {
		lib.finding("ClusterRoleBinding", "", "b", "ClusterRole r lets system:authenticated list configmaps"),
	} with input as one(everybody, [rule(["configmaps"], ["list"])], {})
	count(broad.gap) == 0 with input as one(everybody, [rule(["configmaps"], ["list"])], {"kind": "RoleBinding", "namespace": "shop"})
	count(broad.gap) == 0 with input as one(everybody, [object.union(rule(["configmaps"], ["get"]), {"names": ["ca"]})], {})
	broad.summary.pass == {"no binding gives a powerful role to everybody; 1 other lets everybody read some objects"} with input as one(everybody, [rule(["widgets"], ["get"])], {})
}

test_nameless_may_read_nothing if {
	widgets := [rule(["widgets"], ["get"])]
	count(broad.gap) == 0 with input as one(everybody, widgets, {})
	broad.gap == {
		lib.finding("ClusterRoleBinding", "", "b", "ClusterRole r lets system:unauthenticated get widgets"),
	} with input as one([group("system:unauthenticated")], widgets, {})
	broad.gap == {
		lib.finding("ClusterRoleBinding", "", "b", "ClusterRole r lets system:anonymous get widgets"),
	} with input as one([{"kind": "User", "namespace": "", "name": "system:anonymous"}], widgets, {})
}

test_what_kubeadm_ships if {
	rules := [object.union(rule(["configmaps"], ["get"]), {"names": ["cluster-info"]})]
	anonymous := [{"kind": "User", "namespace": "", "name": "system:anonymous"}]
	name := "kubeadm:bootstrap-signer-clusterinfo"
	mine := {"kind": "RoleBinding", "namespace": "kube-public", "name": name, "roleKind": "Role", "roleName": name}
	count(broad.gap) == 0 with input as one(anonymous, rules, mine)
	broad.gap == {
		lib.finding("RoleBinding", "kube-public", "kubeadm:bootstrap-signer-clusterinfo", "Role cluster-admin lets system:anonymous get configmaps"),
	} with input as one(anonymous, rules, object.union(mine, {"roleName": "cluster-admin"}))
}

test_what_openshift_ships if {
	input_ := object.union(
		cluster([
			grant(everybody, [rule(["oauthaccesstokens"], ["delete"])], {"roleName": "system:oauth-token-deleter"}),
			grant(everybody, [rule(["securitycontextconstraints"], ["use"])], {"roleName": "system:openshift:scc:restricted-v2"}),
			grant(everybody, [rule(["securitycontextconstraints"], ["use"])], {"name": "any", "roleName": "system:openshift:scc:anyuid"}),
		]),
		{"distribution": {"name": "openshift"}},
	)
	[f.object.name | some f in broad.gap] == ["any"] with input as input_
}

test_old_pod_security_policies if {
	count(broad.gap) == 0 with input as one(everybody, [rule(["podsecuritypolicies"], ["use"])], {})
}

test_the_way_to_one_service if {
	proxy := rule(["services/proxy"], ["create", "get"])
	broad.gap == {
		lib.finding("RoleBinding", "kube-system", "b", "ClusterRole r lets system:authenticated create services/proxy, get services/proxy"),
	} with input as one(everybody, [proxy], {"kind": "RoleBinding", "namespace": "kube-system"})
	named := object.union(proxy, {"names": ["http:sealed-secrets-controller:"]})
	count(broad.gap) == 0 with input as one(everybody, [named], {"kind": "RoleBinding", "namespace": "kube-system"})
}

test_a_role_that_is_not_there if {
	gone := {"roleFound": false, "roleName": "gone"}
	count(broad.gap | broad.unknown) == 0 with input as one(everybody, [], gone)
	manifests := {"target": {"kind": "manifests"}}
	broad.unknown == {
		lib.finding("ClusterRoleBinding", "", "b", "system:authenticated is given ClusterRole gone, which the manifests do not hold"),
	} with input as object.union(one(everybody, [], gone), manifests)
	broad.gap == {
		lib.finding("ClusterRoleBinding", "", "b", "system:authenticated is given ClusterRole edit"),
	} with input as object.union(one(everybody, [], object.union(gone, {"roleName": "edit"})), manifests)
}

test_other_bindings_are_other_business if {
	prometheus := {"kind": "ServiceAccount", "namespace": "monitoring", "name": "prometheus"}
	count(broad.gap) == 0 with input as one([prometheus], [rule(["nodes/proxy"], ["get"])], {})
}
