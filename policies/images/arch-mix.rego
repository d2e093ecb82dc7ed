# METADATA
# title: Nodes of another architecture take only pods that ask for it
# description: |
#   Most images are made for one architecture. In a cluster that has nodes of two, the scheduler puts a
#   pod that names none on either, and the container ends with `exec format error`, on some of its pods
#   and not on others.
#
#   kready counts the nodes by architecture. Those of the architectures that have fewer nodes should
#   carry a taint, which keeps pods away that do not tolerate it; GKE gives its Arm nodes one. Where all
#   images are made for both, accept it. Whether they are is not asked. Windows and virtual nodes are
#   left out.
# related_resources:
# - ref: https://kubernetes.io/docs/reference/labels-annotations-taints/#kubernetes-io-arch
# - ref: https://cloud.google.com/kubernetes-engine/docs/how-to/prepare-arm-workloads-for-deployment
# custom:
#   level: configured
#   tier: could
#   since: 0.1.0
#   standsWithout:
#     gap: [nodes]
#   remediation: |
#     Keep pods that name no architecture away, by a taint in the node pool's own configuration
#     (`kubernetes.io/arch=arm64:NoSchedule`), and let those that can run there tolerate it. Or publish all
#     images for both architectures, and accept this check.
package kready.images["arch-mix"]

import data.kready.lib

judged := [n | some n in input.nodeKinds; not n.virtual; n.os != "windows"; n.architecture != ""]

architectures contains n.architecture if some n in judged

amount(architecture) := sum([n.count | some n in judged; n.architecture == architecture])

# main is the architecture of most nodes; of two that have as many, amd64, or the first.
main := sort([[0 - amount(a), number(a), a] | some a in architectures])[0][2]

number("amd64") := 0

number(a) := 1 if a != "amd64"

guarded(n) if {
	some t in n.taints
	t.repels
	not t.transient
}

gap contains lib.finding("Node", "", name, sprintf("%s, and it takes pods that name no architecture; most nodes are %s", [n.architecture, main])) if {
	some n in judged
	n.architecture != main
	not guarded(n)
	some name in n.names
}

unknown contains {"message": "no node says which architecture it has"} if {
	count(judged) == 0
	some n in input.nodeKinds
	not n.virtual
	n.os != "windows"
}

skip contains "there is no Linux node to judge" if {
	every n in input.nodeKinds {
		not linux(n)
	}
}

linux(n) if {
	not n.virtual
	n.os != "windows"
}

counts := [sprintf("%s on %s", [a, lib.counted(amount(a), "node", "nodes")]) | some a in sort(architectures)]

summary.gap contains concat(", ", counts)

summary.unknown contains "the architecture of the nodes is not known"

summary.pass contains sprintf("all nodes are %s", [main]) if count(architectures) == 1

summary.pass contains sprintf("%s; those of another architecture than %s carry a taint", [concat(", ", counts), main]) if {
	count(architectures) > 1
}
