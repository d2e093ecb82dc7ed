# METADATA
# title: Cluster DNS survives the loss of a node
# description: |
#   With one DNS server, or all of them on one node, a reboot of that node takes the names
#   away from the whole cluster for minutes. kubeadm starts both CoreDNS replicas on the
#   first node that there is, and nothing moves them later.
#
#   At least two servers must be ready, on at least two nodes. Skipped where only one node
#   would take them, and where the provider runs DNS. Zones are not looked at, nor is
#   whether a PodDisruptionBudget keeps a drain from taking both.
# related_resources:
# - ref: https://docs.aws.amazon.com/eks/latest/best-practices/scale-cluster-services.html
# - ref: https://kubernetes.io/docs/tasks/administer-cluster/dns-horizontal-autoscaling/
# custom:
#   level: configured
#   tier: must
#   requires: [dns/present]
#   since: 0.1.0
#   remediation: |
#     Two replicas, then let the scheduler place them again: it prefers different nodes.
#
#         kubectl -n kube-system scale deployment coredns --replicas=2
#         kubectl -n kube-system rollout restart deployment coredns
#
#     To hold it that way add a `topologySpreadConstraints` entry over
#     `kubernetes.io/hostname` to the Deployment, and a PodDisruptionBudget.
package kready.dns.ha

import data.kready.lib

nodes := {name | some b in lib.dns_services; some name in b.nodes}

skip contains "the provider runs cluster DNS" if {
	lib.dns_endpoints == 0
	count(lib.dns_hidden) > 0
}

skip contains "only one node can run cluster DNS" if {
	count(homes) < 2
	lib.dns_endpoints > 0
}

gap contains lib.finding("Service", b.namespace, b.name, "only one endpoint is ready") if {
	lib.dns_endpoints == 1
	some b in lib.dns_services
	b.readyEndpoints == 1
}

gap contains lib.finding("Service", b.namespace, b.name, sprintf("%s are on node %s", [lib.all_of(b.readyEndpoints, "ready endpoints"), name])) if {
	lib.dns_endpoints > 1
	count(nodes) == 1
	some b in lib.dns_services
	b.readyEndpoints > 1
	some name in b.nodes
}

unknown contains {"message": "the endpoints do not say on which nodes they are"} if {
	lib.dns_endpoints > 1
	count(nodes) == 0
}

# homes are the nodes that the DNS server's pods would be placed on. Nodes that it runs
# on count in any case.
homes := {n.name |
	some n in input.nodes
	not n.virtual
	n.os != "windows"
	not n.unschedulable
	not kept_off(n)
} | nodes

kept_off(node) if {
	some t in node.taints
	lib.repels(t)
	not lib.tolerated(t, tolerations)
}

tolerations := [t | some w in lib.dns_workloads; some t in w.tolerations]

summary contains "one server answers all of the cluster's lookups" if lib.dns_endpoints == 1

summary contains sprintf("%s of cluster DNS are on one node", [lib.all_of(lib.dns_endpoints, "servers")]) if {
	lib.dns_endpoints > 1
	count(nodes) == 1
}

summary contains sprintf("%d servers on %d nodes", [lib.dns_endpoints, count(nodes)]) if {
	lib.dns_endpoints > 1
	count(nodes) > 1
}
