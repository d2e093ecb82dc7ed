# METADATA
# title: NodeLocal DNSCache is ready on every node
# description: |
#   Each lookup of a pod crosses the network to one of a few servers, by UDP and through the
#   node's connection table. A cache on the node answers most of them by itself, and the others
#   by TCP: lookups are faster, and do not time out when the table is full.
#
#   kready looks for the DaemonSet node-local-dns and counts the nodes with a ready pod. Skipped
#   where the provider runs DNS, on OpenShift, and on clusters of one node. With kube-proxy in ipvs mode the
#   cache is asked only when kubelets name its address, and with Cilium in place of kube-proxy
#   when they do or a CiliumLocalRedirectPolicy is there: where that is not seen, the answer is
#   unknown, but for GKE's own add-on. On EKS it does not go together with strict security groups for pods.
# related_resources:
# - ref: https://kubernetes.io/docs/tasks/administer-cluster/nodelocaldns/
# - ref: https://docs.aws.amazon.com/eks/latest/best-practices/scale-cluster-services.html
# custom:
#   level: present
#   tier: could
#   requires: [dns/present]
#   since: 0.1.0
#   standsWithout:
#     any: [nameServers, workloads/cronjobs, workloads/pods]
#     gap: [networkConfig]
#     skip: [networkConfig]
#   remediation: |
#     Install NodeLocal DNSCache as its page says: one DaemonSet, whose address depends on the
#     mode of kube-proxy. Tolerate all taints, so that no node is left out.
#   remedies:
#   - distributions: [gke]
#     text: |
#       Turn the add-on on, which makes the nodes anew:
#
#           gcloud container clusters update CLUSTER --update-addons=NodeLocalDNS=ENABLED
package kready.dns.nodelocal

import data.kready.internal.agents
import data.kready.internal.dns
import data.kready.internal.nodes
import data.kready.internal.products
import data.kready.lib

caches := lib.running("dns/cache")

skip contains "the provider runs cluster DNS" if count(dns.hidden) > 0

skip contains "OpenShift runs a server of cluster DNS on each node" if {
	input.distribution.name == "openshift"
	count(caches) == 0
}

skip contains "all nodes are virtual: no cache can run on them" if {
	nodes.all_virtual
	count(caches) == 0
}

skip contains "the cluster has a single node" if nodes.real_count == 1

gap contains {"message": "no cache runs on the nodes"} if count(caches) == 0

gap contains finding if {
	count(caches) > 0
	some finding in agents.uncovered_findings(caches)
}

unknown contains {"message": sprintf("%s is there; on which nodes it is ready was not counted", [lib.names(caches)])} if {
	count(caches) > 0
	not agents.all_counted(caches)
}

# Elsewhere the cache listens at the address of the DNS Service, and pods need not be told.
unknown contains {"message": sprintf("%s, the cache is asked only where kubelets name its address in clusterDNS, or a local redirect policy does; neither is seen", [bypass])} if {
	count(caches) > 0
	not redirected
}

unknown contains {"message": nodes.too_young} if {
	count(caches) > 0
	nodes.agent_count == 0
}

bypass := "with kube-proxy in ipvs mode" if input.networkConfig.kubeProxy.mode == "ipvs"

bypass := "with Cilium in place of kube-proxy" if {
	input.networkConfig.kubeProxy.mode != "ipvs"
	not gke_addon
	input.networkConfig.cilium.found
	input.networkConfig.cilium.kubeProxyReplacement in {"true", "strict"}
}

# gke_addon holds for the cache of GKE, which its Dataplane V2 redirects lookups to:
# https://cloud.google.com/kubernetes-engine/docs/how-to/nodelocal-dns-cache
gke_addon if {
	input.distribution.name == "gke"
	some impl in caches
	some w in lib.workloads_of(impl)
	w.nodeSelector["addon.gke.io/node-local-dns-ds-ready"] == "true"
}

# redirected holds where Cilium sends what is for the DNS Service to a pod on the node, and where kubelets name an address that the
# cache alone has.
redirected if count(products.objects("ciliumlocalredirectpolicies.cilium.io")) > 0

redirected if {
	some server in input.nameServers
	server.linkLocal
}

summary.gap contains "every lookup of a pod crosses the network" if count(caches) == 0

summary.gap contains sprintf("%s is not ready on %s", [lib.names(caches), lib.counted(count(gap), "node", "nodes")]) if {
	count(caches) > 0
}

summary.pass contains sprintf("%s is ready on %s%s", [lib.names(caches), lib.counted(nodes.agent_count, "node", "nodes"), nodes.left_out]) if {
	count(caches) > 0
}
