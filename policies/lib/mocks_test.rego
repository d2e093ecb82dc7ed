# METADATA
# title: Small clusters for tests
package kready.mocks

# cluster is an empty input with two nodes and these changes.
cluster(changes) := object.union(
	{
		"collectedAt": "2026-11-01T12:00:00Z",
		"asOf": "2026-11-01T12:00:00Z",
		"target": {"kind": "cluster"},
		"distribution": {"name": "kubeadm", "managed": false},
		"version": {"minor": 36},
		"nodes": [node("a", {}), node("b", {})],
		"workloads": [],
		"untolerated": [],
		"budgeted": [],
		"pods": [],
		"backends": [],
		"crds": [],
		"inventory": [],
		"networkPolicies": [],
		"otherPolicies": no_other_policies,
		"networkConfig": {
			"cilium": {"found": false, "namespace": "", "enablePolicy": "", "enableK8sNetworkPolicy": "", "kubeProxyReplacement": ""},
			"kubeProxy": {"found": false, "configMap": "", "mode": ""},
			"amazonVPCCNI": {"found": false, "enableNetworkPolicyController": ""},
		},
	},
	changes,
)

# no_other_policies says that there is no network policy of another kind than NetworkPolicy.
no_other_policies := [{"name": kind, "read": true, "policies": []} |
	some kind in [
		"adminnetworkpolicies.policy.networking.k8s.io",
		"baselineadminnetworkpolicies.policy.networking.k8s.io",
		"ciliumclusterwidenetworkpolicies.cilium.io",
		"ciliumnetworkpolicies.cilium.io",
		"clusternetworkpolicies.crd.antrea.io",
		"clusternetworkpolicies.policy.networking.k8s.io",
		"globalnetworkpolicies.crd.projectcalico.org",
		"networkpolicies.crd.antrea.io",
		"networkpolicies.crd.projectcalico.org",
	]
]

# node is a Ready Linux node of some age.
node(name, changes) := object.union(
	{
		"name": name, "os": "linux", "virtual": false, "unschedulable": false, "taints": [],
		"young": false, "justJoined": false, "takesPods": true, "cordoned": false, "keptForControlPlane": false, "labels": {}, "allocatableCPU": 4000,
		"createdAt": "2026-06-01T00:00:00Z",
		"conditions": [{"type": "Ready", "status": "True", "reason": "", "message": ""}],
	},
	changes,
)

# taint is one that lasts; transient is one that Kubernetes takes away itself.
taint(key, value, effect) := {"key": key, "value": value, "effect": effect, "repels": effect != "PreferNoSchedule", "transient": false}

transient(key, effect) := object.union(taint(key, "", effect), {"transient": true})

# kept_away are the taints that the DaemonSet of running does not tolerate.
kept_away(name, taints) := {
	"kind": "DaemonSet", "namespace": "kube-system", "name": name,
	"taints": [object.filter(t, {"key", "value", "effect"}) | some t in taints],
}

# dedicated is a change to a node, which keeps ordinary pods away by a taint.
dedicated(key) := {"taints": [taint(key, "", "NoSchedule")], "takesPods": false}

control_plane := object.union(dedicated("node-role.kubernetes.io/control-plane"), {"keptForControlPlane": true})

not_ready(message) := {"conditions": [{"type": "Ready", "status": "False", "reason": "KubeletNotReady", "message": message}]}

no_network := not_ready("container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady")

# running is an implementation whose DaemonSet misses some nodes.
running(name, roles, missing) := {
	"name": name, "title": upper(name), "version": "", "state": "running", "namespace": "kube-system", "evidence": [],
	"roles": roles,
	"workloads": [{"kind": "DaemonSet", "namespace": "kube-system", "name": name}],
	"nodes": {"covered": 2 - count(missing), "of": 2, "missing": missing},
}

# running_as is an implementation that runs as the workloads that are given.
running_as(name, roles, workloads) := object.union(running(name, roles, []), {"workloads": workloads})

# hidden is an implementation that the provider runs.
hidden(name, roles) := object.union(running(name, roles, []), {"state": "hidden", "workloads": [], "nodes": {"covered": 0, "of": 0, "missing": []}})

# daemon is the DaemonSet of running.
daemon(name, changes) := object.union(
	{
		"kind": "DaemonSet", "namespace": "kube-system", "name": name, "status": true, "desired": 2, "ready": 2, "hostNetwork": true,
		"hostPaths": [], "tolerations": [], "podLabels": {}, "priorityClass": "",
		"containers": [{"name": name, "image": {"tag": ""}, "args": []}],
	},
	changes,
)

# flags are a daemon's containers with one flag.
flags(name, value) := {"containers": [{"name": "c", "image": {"tag": ""}, "args": [{"name": name, "value": value}]}]}

pods(name, node, ready, reasons) := {
	"kind": "DaemonSet", "namespace": "kube-system", "name": name, "node": node,
	"count": 1, "ready": ready, "reasons": reasons,
}

# candidate is a DaemonSet that is not recognised and could provide a role; stranger is the
# finding on it.
candidate(role, name) := {"role": role, "object": {"kind": "DaemonSet", "namespace": "kube-system", "name": name}, "why": "it looks like one"}

stranger(name) := {
	"object": {"kind": "DaemonSet", "namespace": "kube-system", "name": name},
	"message": "it is not recognised, and could be what is looked for: it looks like one",
}
