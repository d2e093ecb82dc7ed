# METADATA
# title: The kernel of every node is new enough for what runs on it
# description: |
#   kube-proxy in mode nftables needs Linux 5.13, and does not start on an older kernel: the pods of
#   that node reach no Service. Nothing refuses such a node when it joins.
#
#   kready compares each Linux node's kernel with the mode that kube-proxy's configuration asks for.
#   Where kube-proxy runs in another mode, or none runs, there is nothing to judge. Kernels
#   with features that a vendor ported back count by their number. What else needs a newer
#   kernel (user namespaces, eBPF features of a CNI plugin) is not judged.
# related_resources:
# - ref: https://docs.aws.amazon.com/eks/latest/best-practices/nftables.html
# - ref: https://github.com/kubernetes/enhancements/tree/master/keps/sig-network/3866-nftables-proxy
# custom:
#   level: configured
#   tier: should
#   since: 0.1.0
#   standsWithout:
#     gap: [nodes]
#   remediation: |
#     Replace these nodes by ones from a newer image, or let kube-proxy use the mode iptables until
#     all are replaced: `mode: iptables` in its configuration, then restart its pods.
package kready.cluster["kernel-floor"]

import data.kready.lib

mode := input.networkConfig.kubeProxy.mode

linux := [n | some n in input.nodeKinds; not n.virtual; n.os != "windows"]

# release is the major and minor number of a kernel: [5, 15].
release(n) := [to_number(parts[1]), to_number(parts[2])] if {
	parts := regex.find_all_string_submatch_n(`^([0-9]+)\.([0-9]+)`, n.kernelVersion, 1)[0]
}

needed := [5, 13]

gap contains lib.finding("Node", "", name, sprintf("Linux %s: kube-proxy in mode nftables needs 5.13", [n.kernelVersion])) if {
	mode == "nftables"
	some n in linux
	release(n) < needed
	some name in n.names
}

unknown contains lib.finding("Node", "", name, "it does not say which kernel it has") if {
	mode == "nftables"
	some n in linux
	not release(n)
	some name in n.names
}

skip contains sprintf("kube-proxy's mode is %s, which runs on any kernel that a kubelet runs on", [mode]) if {
	not mode in {"", "nftables"}
}

skip contains "no configuration of kube-proxy asks for the mode nftables" if mode == ""

skip contains "there is no Linux node to judge" if {
	mode == "nftables"
	count(linux) == 0
}

summary.gap contains sprintf("%s too old for kube-proxy in mode nftables", [lib.counted(count(gap), "node has a kernel that is", "nodes have kernels that are")])

summary.unknown contains "the kernels of some nodes are not known"

summary.pass contains sprintf("the oldest kernel is Linux %d.%d", [oldest[0], oldest[1]]) if {
	oldest := min({release(n) | some n in linux})
}
