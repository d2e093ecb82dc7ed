# METADATA
# title: One CNI plugin gives each node its network
# description: |
#   A container runtime takes the first configuration in `/etc/cni/net.d`, by the order of
#   file names. With two primary plugins on a node, which one serves a pod depends on which
#   was there first: pods get addresses of two ranges that do not reach each other, and a
#   policy engine sees only its own part of them. It shows after a reboot, not before.
#
#   kready looks for two running CNI plugins whose agents are meant for the same nodes, by
#   their pods or, where these are not there to see, by the node selectors of the DaemonSets.
#   Chained plugins are one network: Cilium with `cni-chaining-mode`, Cilium on the networks of
#   Azure, Google and Alibaba, Calico for policy alone, Canal, Multus. Antrea for policy alone on
#   a cloud's own plugin looks like two plugins, so there the answer is unknown. A node affinity
#   that keeps two agents apart is not read; configuration files that a removed plugin left on
#   the nodes are not seen.
# related_resources:
# - ref: https://kubernetes.io/docs/concepts/extend-kubernetes/compute-storage-net/network-plugins/
# - ref: https://docs.cilium.io/en/stable/installation/cni-chaining/
# custom:
#   level: configured
#   tier: must
#   requires: [network/cni-present]
#   since: 0.1.0
#   standsWithout:
#     any: [workloads/cronjobs]
#     pass: [workloads/pods, networkConfig]
#     skip: [networkConfig]
#     gap: [workloads/pods]
#   remediation: |
#     Decide for one. In a migration, label the nodes that are done and let each DaemonSet
#     select its own. Then delete the other's DaemonSet, its file in `/etc/cni/net.d` on every
#     node, and restart the pods that still have its addresses.
package kready.network["one-cni"]

import data.kready.lib

# plugins are those that give pods their network by an agent of their own. One that the
# provider installs out of sight is only believed in where no other runs.
plugins contains impl if {
	some impl in lib.running("network/cni")
	impl.state == "running"
	not chained(impl)
}

# chained holds for Cilium on top of another plugin.
chained(impl) if {
	impl.name == "cilium"
	mode := input.networkConfig.cilium.chainingMode
	not mode in {"", "none", "portmap"}
}

# cooperate holds for networks of providers that leave part of the work to another plugin by design.
cooperate(a, b) if {
	a.name in {"azure-cni", "gke-netd", "terway"}
	b.name == "cilium"
}

# relation_unread holds for pairs whose relation only a ConfigMap of the second shows.
relation_unread(a, b) if {
	a.name in {"aws-vpc-cni", "azure-cni", "gke-netd"}
	b.name == "antrea"
}

pairs contains [a, b] if {
	some a in plugins
	some b in plugins
	a.name < b.name
	not cooperate(a, b)
	not cooperate(b, a)
	share_nodes(a, b)
}

# agents are the DaemonSets of a plugin that run on Linux nodes.
agents(impl) := [w |
	some w in lib.workloads_of(impl)
	w.kind == "DaemonSet"
	object.get(w.nodeSelector, "kubernetes.io/os", "linux") == "linux"
]

nodes_of(impl) := {name |
	some p in input.podPlaces
	p.kind == "DaemonSet"
	some w in agents(impl)
	w.namespace == p.namespace
	w.name == p.name
	some name in p.nodes
}

share_nodes(a, b) if count(nodes_of(a) & nodes_of(b)) > 0

# Without pods, two DaemonSets meet unless their selectors ask for different labels.
share_nodes(a, b) if {
	0 in {count(nodes_of(a)), count(nodes_of(b))}
	some v in agents(a)
	some w in agents(b)
	every key, value in v.nodeSelector {
		object.get(w.nodeSelector, key, value) == value
	}
}

where(a, b) := sprintf("on %s", [lib.shortened(sort(both))]) if {
	both := nodes_of(a) & nodes_of(b)
	count(both) > 0
} else := "on the same nodes"

gap contains finding if {
	some [a, b] in pairs
	not relation_unread(a, b)
	not relation_unread(b, a)
	w := agents(b)[0]
	finding := lib.finding(w.kind, w.namespace, w.name, sprintf("%s runs beside %s %s", [b.title, a.title, where(a, b)]))
}

unknown contains {"message": sprintf("%s runs with %s; whether it only adds policy to it is not read", [names[1], names[0]])} if {
	some [a, b] in pairs
	names := [[a.title, b.title] | relation_unread(a, b)][0]
}

unknown contains {"message": sprintf("%s runs with %s; whether it only adds policy to it is not read", [names[1], names[0]])} if {
	some [a, b] in pairs
	names := [[b.title, a.title] | relation_unread(b, a)][0]
}

skip contains "no CNI plugin runs as a workload here" if count({impl | some impl in lib.running("network/cni"); impl.state == "running"}) == 0

summary.gap contains sprintf("%s and %s both set up the network %s", [a.title, b.title, where(a, b)]) if {
	some [a, b] in pairs
}

summary.pass contains sprintf("%s is the CNI plugin", [lib.names(plugins)]) if {
	count(pairs) == 0
	count(plugins) == 1
}

summary.pass contains sprintf("%s are the CNI plugins, and no node has two of them", [lib.names(plugins)]) if {
	count(plugins) > 1
}

summary.pass contains "Cilium is chained onto a network that no workload here sets up" if {
	count(pairs) == 0
	count(plugins) == 0
}

summary.unknown contains "whether two plugins are one network cannot be told"
