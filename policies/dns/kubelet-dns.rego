# METADATA
# title: Kubelets give pods the address and the domain of cluster DNS
# description: |
#   The kubelet writes the name server and the search domains into each pod. When cluster DNS has another address, or serves another
#   domain, its servers are ready and no pod reaches a Service by its name: this happens where the range for Services is not
#   kubeadm's own, or where the Service of cluster DNS was made anew.
#
#   Judged is ConfigMap kube-system/kubelet-config, from which kubeadm configures the kubelets of nodes that join or are
#   upgraded: each address in `clusterDNS` must be that of a Service with port 53, or be of NodeLocal DNSCache, and the `clusterDomain` a zone of the
#   kubernetes plugin in the Corefile. Configuration of a kubelet's own on its node cannot be seen. Skipped where there is no such ConfigMap.
# related_resources:
# - ref: https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/
# - ref: https://kubernetes.io/docs/tasks/administer-cluster/kubeadm/kubeadm-reconfigure/
# custom:
#   level: configured
#   tier: should
#   requires: [dns/present]
#   since: 0.2.0
#   standsWithout:
#     any: [workloads/cronjobs, workloads/pods]
#     gap: [dnsConfig]
#     skip: [backends, dnsConfig, nameServers]
#   remediation: |
#     Set `clusterDNS` in the configuration of the kubelets to the address of the Service of cluster DNS, `clusterDomain` to the zone that
#     CoreDNS serves, and restart them; pods take it when they are made anew:
#
#         kubectl -n kube-system get service -l k8s-app=kube-dns
#   remedies:
#   - distributions: [kubeadm, kind]
#     text: |
#       Set `clusterDNS` to the address of the Service of cluster DNS, and `clusterDomain` to the zone that CoreDNS serves:
#
#           kubectl -n kube-system get service -l k8s-app=kube-dns
#           kubectl -n kube-system edit configmap kubelet-config
#
#       Then, on each node, `kubeadm upgrade node phase kubelet-config` and `systemctl restart kubelet`. Pods take it when they are made anew.
#   - state: no-cache
#     text: |
#       Install NodeLocal DNSCache, which is to listen at that address, or set `clusterDNS` in the configuration of the kubelets to the address of
#       the Service of cluster DNS.
package kready.dns["kubelet-dns"]

import data.kready.internal.dns
import data.kready.internal.workloads
import data.kready.lib

config := input.kubeletConfig

skip contains "there is no ConfigMap kubelet-config, by which kubeadm configures kubelets" if not config.found

skip contains "ConfigMap kubelet-config names no name server" if {
	config.found
	count(config.clusterDNS) == 0
}

skip contains "the provider runs cluster DNS" if count(dns.hidden) > 0

gap contains finding(sprintf("gives pods the name server %s, which %s", [server.address, why])) if {
	some server in amiss
	why := reason(server)
}

gap contains finding(sprintf("gives pods the domain %s, and CoreDNS serves %s", [config.clusterDomain, concat(", ", sort(cluster_zones))])) if {
	wrong_domain
}

unknown contains finding(sprintf("gives pods the name server %s, which no Service has: whether %s listens there was not looked at", [server.address, lib.names(caches)])) if {
	some server in uncertain
}

finding(message) := lib.finding("ConfigMap", "kube-system", "kubelet-config", message)

caches := lib.running("dns/cache")

# without_service are the name servers at whose address no Service serves DNS.
without_service := [s | some s in input.nameServers; s.name == ""]

amiss := [s |
	some s in without_service
	not s.address in listening
	decided
]

# listening are the addresses at which a cache on each node listens, as its arguments say.
listening contains trim_space(address) if {
	some cache in caches
	some w in lib.workloads_of(cache)
	some value in workloads.flag_values(w, "localip")
	some address in split(value, ",")
}

decided if count(caches) == 0

decided if count(listening) > 0

# A cache that does not say where it listens may do so at any address; at link-local ones nothing else does.
uncertain := [s |
	some s in without_service
	not decided
	not s.linkLocal
]

reason(server) := "NodeLocal DNSCache would listen at, and it is not there" if {
	server.linkLocal
	count(caches) == 0
}

reason(_) := sprintf("no Service has, and %s listens at %s", [lib.names(caches), concat(", ", sort(listening))]) if count(listening) > 0

reason(server) := sprintf("no Service with port 53 has: that of cluster DNS has %s", [concat(", ", addresses)]) if {
	not server.linkLocal
	count(caches) == 0
	count(addresses) > 0
}

reason(server) := "no Service with port 53 has" if {
	not server.linkLocal
	count(caches) == 0
	count(addresses) == 0
}

addresses := sort({a | some b in dns.services; some a in b.addresses})

state contains "no-cache" if {
	count(caches) == 0
	some s in amiss
	s.linkLocal
}

# zones are those that the kubernetes plugin serves: its arguments, or else those of its server block.
zones contains normal(zone) if {
	some server in input.dnsConfig.servers
	some plugin in server.plugins
	plugin.name == "kubernetes"
	some zone in plugin_zones(server, plugin)
}

plugin_zones(_, plugin) := plugin.args if count(plugin.args) > 0

plugin_zones(server, plugin) := server.zones if count(plugin.args) == 0

# cluster_zones are those among them that are not for reverse lookups.
cluster_zones := {z | some z in zones; not endswith(z, ".arpa")}

# normal is a zone without its scheme, port and final dot.
normal(zone) := trim_suffix(regex.replace(regex.replace(lower(zone), `^dns://`, ""), `:\d+$`, ""), ".")

# Files that are imported, and names that are rewritten, may make up for it.
wrong_domain if {
	input.dnsConfig.found
	config.clusterDomain != ""
	count(cluster_zones) > 0
	not "" in cluster_zones
	not normal(config.clusterDomain) in cluster_zones
	not makes_up
}

makes_up if {
	some server in input.dnsConfig.servers
	some plugin in server.plugins
	plugin.name in {"import", "rewrite", "template", "file"}
}

summary.gap contains "kubelets give pods what cluster DNS does not answer to" if {
	count(gap) > 0
}

summary.pass contains sprintf("pods are given %s as their name server", [concat(", ", given)])

given := [told(s) | some s in input.nameServers]

told(s) := sprintf("%s, of Service %s/%s,", [s.address, s.namespace, s.name]) if s.name != ""

told(s) := sprintf("%s, of %s,", [s.address, lib.names(caches)]) if s.name == ""
