# METADATA
# title: The container runtime of every node is good for the next Kubernetes release
# description: |
#   A kubelet needs a runtime that speaks its language. containerd 1.x does not tell the
#   kubelet which cgroup driver to use, and from Kubernetes 1.38 on kubelets refuse to start
#   without. The upgrade of the control plane goes well, and the nodes do not come back.
#
#   kready reads `containerRuntimeVersion` of each node: containerd must be 2.0 or newer, CRI-O
#   of the same minor release as the kubelet. Docker by cri-dockerd and other runtimes are not
#   judged, nor are virtual nodes.
# related_resources:
# - ref: https://kubernetes.io/docs/setup/production-environment/container-runtimes/
# - ref: https://containerd.io/releases/
# custom:
#   level: healthy
#   tier: should
#   since: 0.1.0
#   standsWithout:
#     gap: [nodes]
#   remediation: |
#     Replace the nodes by ones from a newer node image. On machines of your own, drain the
#     node, install containerd 2 and migrate its configuration (`containerd config migrate`);
#     with CRI-O, upgrade it together with the kubelet.
#   remedies:
#   - distributions: [k0s, k3s, microk8s, rke2, talos]
#     text: |
#       The distribution brings the runtime: upgrade it on the nodes to a release with containerd 2, which its notes name.
package kready.cluster["container-runtime"]

import data.kready.internal.lifecycle
import data.kready.lib

nodes := [n | some n in input.nodeKinds; not n.virtual]

amount := sum([n.count | some n in nodes])

# runtime splits "containerd://1.7.27-k3s1" into its name and version.
runtime(n) := {"name": parts[0], "version": parts[1]} if {
	parts := split(n.containerRuntime, "://")
	count(parts) == 2
	regex.match(`^v?[0-9]+\.[0-9]+`, parts[1])
}

judged := [n | some n in nodes; runtime(n).name in {"containerd", "cri-o"}]

gap contains lib.finding("Node", "", name, sprintf("containerd %s: Kubernetes 1.38 refuses it%s", [r.version, ended(r.version)])) if {
	some n in nodes
	r := runtime(n)
	r.name == "containerd"
	to_number(split(trim_prefix(r.version, "v"), ".")[0]) < 2
	some name in n.names
}

gap contains lib.finding("Node", "", name, sprintf("CRI-O %s with kubelet %s: they belong to different releases", [r.version, n.kubeletVersion])) if {
	some n in nodes
	r := runtime(n)
	r.name == "cri-o"
	n.kubeletVersion != ""
	lifecycle.minor(r.version) != lifecycle.minor(n.kubeletVersion)
	some name in n.names
}

ended(version) := sprintf(", and its support ended on %s", [lifecycle.end_of_life("containerd", version)]) if {
	lifecycle.unsupported("containerd", version)
} else := ""

unknown contains {"message": "no node says which container runtime it has"} if {
	count(nodes) > 0
	every n in nodes {
		not runtime(n)
	}
}

skip contains "all nodes are virtual" if {
	count(input.nodeKinds) > 0
	count(nodes) == 0
}

skip contains "there is no node" if count(input.nodeKinds) == 0

skip contains sprintf("the runtime is %s, which is not judged", [concat(", ", {runtime(n).name | some n in nodes})]) if {
	count(judged) == 0
	some n in nodes
	runtime(n)
}

summary.gap contains sprintf("%d of %s a runtime that is too old or does not fit", [count(gap), lib.counted(amount, "node has", "nodes have")])

summary.pass contains sprintf("the nodes run %s", [concat(", ", {sprintf("%s %s", [runtime(n).name, lifecycle.minor(runtime(n).version)]) | some n in judged})]) if {
	count(judged) > 0
}
