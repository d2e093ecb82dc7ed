package kready.identity["nodes-proxy_test"]

import data.kready.identity["nodes-proxy"] as proxy
import data.kready.lib

node(version) := {"name": "a", "virtual": false, "kubeletVersion": version}

service_account(namespace) := {"kind": "ServiceAccount", "namespace": namespace, "name": "agent"}

grant(role, resource, subjects) := {
	"kind": "ClusterRoleBinding", "namespace": "", "name": "b", "roleKind": "ClusterRole", "roleName": role,
	"rules": [{"resources": [resource], "verbs": ["get"]}],
	"subjects": subjects,
}

cluster(grants) := {"nodes": [node("v1.36.4")], "grants": grants, "distribution": {"name": "kubeadm", "managed": false}}

test_gap if {
	input_ := cluster([grant("prometheus", "nodes/proxy", [service_account("monitoring")])])
	proxy.gap == {
		lib.finding("ClusterRoleBinding", "", "b", "it gives nodes/proxy (ClusterRole prometheus) to ServiceAccount monitoring/agent"),
	} with input as input_
	proxy.summary.gap == {"1 binding gives nodes/proxy away"} with input as input_
}

test_gap_on_all_that_nodes_have if {
	proxy.gap == {
		lib.finding("ClusterRoleBinding", "", "b", "it gives nodes/* (ClusterRole agent) to group ops"),
	} with input as cluster([grant("agent", "nodes/*", [{"kind": "Group", "namespace": "", "name": "ops"}])])
}

test_pass_on_finer_ones if count(proxy.gap) == 0 with input as cluster([grant("prometheus", "nodes/metrics", [service_account("monitoring")])])

test_the_api_server_is_excused if {
	count(proxy.gap) == 0 with input as cluster([grant("system:kubelet-api-admin", "nodes/proxy", [{"kind": "User", "namespace": "", "name": ""}])])
	proxy.gap == {
		lib.finding("ClusterRoleBinding", "", "b", "it gives nodes/proxy (ClusterRole system:kubelet-api-admin) to ServiceAccount monitoring/agent"),
	} with input as cluster([grant("system:kubelet-api-admin", "nodes/proxy", [service_account("monitoring")])])
}

test_the_provider_is_excused if {
	input_ := cluster([grant("agent", "nodes/proxy", [service_account("kube-system")])])
	proxy.gap == {
		lib.finding("ClusterRoleBinding", "", "b", "it gives nodes/proxy (ClusterRole agent) to ServiceAccount kube-system/agent"),
	} with input as input_
	count(proxy.gap) == 0 with input as object.union(input_, {"distribution": {"name": "aks", "managed": true}})
}

test_skip_on_older_kubelets if {
	input_ := object.union(cluster([]), {"nodes": [node("v1.36.4"), node("v1.35.10-eks-1")]})
	proxy.skip == {"kubelets of 1.35 know no finer permission yet"} with input as input_
}

test_skip_without_nodes if {
	proxy.skip == {"no node says which version its kubelet is"} with input as object.union(cluster([]), {"nodes": []})
}
