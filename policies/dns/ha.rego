# METADATA
# title: Cluster DNS has servers on more than one node
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
#   standsWithout:
#     any: [workloads/cronjobs]
#     pass: [workloads, nodes, backends]
#     gap: [workloads/pods]
#   remediation: |
#     Two replicas, then let the scheduler place them again: it prefers different nodes. Do it where the
#     Deployment comes from, and give it a `topologySpreadConstraints` entry over `kubernetes.io/hostname`
#     and a PodDisruptionBudget.
#   remedies:
#   - state: together
#     text: |
#       Let the scheduler place them again: it prefers different nodes. So that they stay there, give the Deployment, where
#       it comes from, a `topologySpreadConstraints` entry over `kubernetes.io/hostname` and a PodDisruptionBudget.
#   - state: together
#     distributions: [kubeadm, kind, eks, aks]
#     text: |
#       Let the scheduler place them again: it prefers different nodes.
#
#           kubectl -n kube-system rollout restart deployment/coredns
#
#       To hold it that way add a `topologySpreadConstraints` entry over `kubernetes.io/hostname` to the
#       Deployment, and a PodDisruptionBudget.
#   - distributions: [kubeadm, kind, eks, aks]
#     text: |
#       Two replicas, then let the scheduler place them again: it prefers different nodes.
#
#           kubectl -n kube-system scale deployment/coredns --replicas=2
#           kubectl -n kube-system rollout restart deployment/coredns
#
#       To hold it that way add a `topologySpreadConstraints` entry over `kubernetes.io/hostname` to the
#       Deployment, and a PodDisruptionBudget.
#   - distributions: [rke2]
#     text: |
#       Set the replicas of the chart by a HelmChartConfig named rke2-coredns in kube-system
#       (`replicaCount`, or the values below `autoscaler`): an edited Deployment is put back.
#   - distributions: [openshift]
#     text: |
#       The DNS operator runs a server on each node that its node placement selects; see what it selects:
#
#           oc get dns.operator/default -o yaml
package kready.dns.ha

import data.kready.internal.dns
import data.kready.lib

nodes_with_server contains name if {
	some b in dns.services
	some name in b.nodes
}

skip contains "the provider runs cluster DNS" if {
	dns.ready_endpoints == 0
	count(dns.hidden) > 0
}

skip contains "only one node can run cluster DNS" if {
	count(eligible_nodes) < 2
	dns.ready_endpoints > 0
}

gap contains lib.finding("Service", b.namespace, b.name, "only one endpoint is ready") if {
	dns.ready_endpoints == 1
	some b in dns.services
	b.readyEndpoints == 1
}

gap contains lib.finding("Service", b.namespace, b.name, sprintf("%s are on node %s", [all_of(b.readyEndpoints, "ready endpoints"), name])) if {
	dns.ready_endpoints > 1
	count(nodes_with_server) == 1
	some b in dns.services
	b.readyEndpoints > 1
	some name in b.nodes
}

state contains "together" if {
	dns.ready_endpoints > 1
	count(nodes_with_server) == 1
}

unknown contains {"message": "the endpoints do not say on which nodes they are"} if {
	dns.ready_endpoints > 1
	count(nodes_with_server) == 0
}

# eligible_nodes are the nodes that the DNS server's pods can be scheduled to. Nodes that it
# runs on count in any case.
eligible_nodes := {name |
	some n in input.nodeKinds
	not n.virtual
	n.os != "windows"
	not n.unschedulable
	not repelled(n)
	some name in n.names
} | nodes_with_server

# repelled holds for a node with a taint that the DNS server does not tolerate. A transient
# one counts only on a node that is about to be removed.
repelled(node) if {
	some t in node.taints
	t.repels
	counts_against(node, t)
	every w in dns.workloads {
		not lib.tolerated(t, w)
	}
}

counts_against(_, taint) if not taint.transient

counts_against(node, _) if node.cordoned

# all_of writes "both servers", "all 3 servers".
all_of(2, many) := sprintf("both %s", [many])

all_of(n, many) := sprintf("all %d %s", [n, many]) if n != 2

summary contains "one server answers all of the cluster's lookups" if dns.ready_endpoints == 1

summary contains sprintf("%s of cluster DNS are on one node", [all_of(dns.ready_endpoints, "servers")]) if {
	dns.ready_endpoints > 1
	count(nodes_with_server) == 1
}

summary contains sprintf("%d servers on %d nodes", [dns.ready_endpoints, count(nodes_with_server)]) if {
	dns.ready_endpoints > 1
	count(nodes_with_server) > 1
}
