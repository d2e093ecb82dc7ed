# METADATA
# title: Cluster DNS has servers enough, or something that adds them
# description: |
#   Two DNS servers are enough for a small cluster and not for a large one. When they cannot
#   keep up, lookups time out now and then, everywhere, and every service blames another.
#
#   From 20 nodes on kready looks for what adds servers: the cluster proportional autoscaler, a
#   HorizontalPodAutoscaler of the DNS workload, or NodeLocal DNSCache, which takes the load
#   off. Where there is none, as many servers as the usual rule asks for are enough: one for
#   every 16 nodes or 256 cores. That is also how the autoscaling of the EKS add-on shows,
#   which is no object of the cluster. Skipped where the provider runs DNS.
# related_resources:
# - ref: https://kubernetes.io/docs/tasks/administer-cluster/dns-horizontal-autoscaling/
# - ref: https://docs.aws.amazon.com/eks/latest/userguide/coredns-autoscaling.html
# custom:
#   level: configured
#   tier: should
#   requires: [dns/present]
#   since: 0.1.0
#   standsWithout:
#     any: [workloads/cronjobs]
#     pass: [workloads/pods, horizontalPodAutoscalers]
#     skip: [horizontalPodAutoscalers]
#     gap: [workloads/pods]
#   remediation: |
#     Install the cluster proportional autoscaler for the DNS Deployment; NodeLocal DNSCache helps in any
#     case. Until then, scale it by hand:
#
#         kubectl -n kube-system scale deployment/coredns --replicas=3
#   remedies:
#   - distributions: [eks]
#     text: |
#       Turn autoscaling on in the configuration of the CoreDNS add-on:
#
#           aws eks update-addon --cluster-name CLUSTER --addon-name coredns --configuration-values '{"autoScaling":{"enabled":true}}'
#   - distributions: [k3s]
#     text: |
#       K3s deploys CoreDNS with a fixed number of servers and puts edits back. Set the number by its
#       HelmChart or manifest of your own, after `--disable=coredns`; NodeLocal DNSCache helps in any case.
package kready.dns.autoscaled

import data.kready.internal.dns
import data.kready.internal.nodes
import data.kready.lib

cores := sum([cpu | some k in input.nodeKinds; not k.virtual; cpu := k.allocatableCPU * k.count]) / 1000

needed := max([2, ceil(nodes.real_count / 16), ceil(cores / 256)])

servers := sum([w.desired | some w in dns.workloads])

scalers contains sprintf("%s %s/%s", [w.kind, w.namespace, w.name]) if {
	some impl in lib.running("scaling/proportional")
	some w in lib.workloads_of(impl)
	contains(w.name, "dns")
}

scalers contains sprintf("HorizontalPodAutoscaler %s/%s", [w.namespace, name]) if {
	some k in input.autoscalerSums.kinds
	some w in dns.workloads
	some name in k.targets[concat("/", [w.namespace, w.kind, w.name])]
}

scalers contains lib.names(caches) if {
	caches := lib.running("dns/cache")
	count(caches) > 0
}

skip contains "no workload of cluster DNS is visible" if count(dns.workloads) == 0

skip contains "a cluster of up to 20 nodes needs no more than two servers" if nodes.real_count <= 20

gap contains lib.finding(w.kind, w.namespace, w.name, sprintf("%s for %d nodes with %d cores: the usual rule asks for %d", [
	lib.counted(servers, "server", "servers"), nodes.real_count, floor(cores), needed,
])) if {
	count(scalers) == 0
	servers < needed
	some w in dns.workloads
	w.kind == "Deployment"
}

summary.gap contains "cluster DNS does not grow with the cluster"

summary.pass contains sprintf("%s is there to add servers", [concat(", ", scalers)]) if count(scalers) > 0

summary.pass contains sprintf("%d servers are enough for %d nodes; nothing adds more", [servers, nodes.real_count]) if {
	count(scalers) == 0
	servers >= needed
}
