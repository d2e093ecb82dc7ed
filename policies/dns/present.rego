# METADATA
# title: Cluster DNS answers behind its Service
# description: |
#   Services find each other by name. The kubelet writes one DNS address into every pod;
#   when nothing answers there, every connection by name fails, and what fails is reported
#   as a fault of the application.
#
#   The DNS Service (`kube-dns` in kube-system, or the distribution's own) must have at
#   least one ready endpoint. Where the provider answers outside of the cluster (Cloud DNS
#   for GKE, EKS Auto Mode) there is nothing to see, and the check passes with a word about
#   it. Whether names resolve, only a lookup from a pod proves.
# related_resources:
# - ref: https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/
# custom:
#   level: present
#   tier: must
#   requires: [network/cni-present]
#   since: 0.1.0
#   remediation: |
#     If DNS is not installed, on kubeadm clusters:
#
#         kubeadm init phase addon coredns
#
#     If it is, see why its pods are not ready. A forwarding loop is the usual cause of a
#     restarting CoreDNS:
#
#         kubectl -n kube-system describe pods -l k8s-app=kube-dns
#         kubectl -n kube-system logs -l k8s-app=kube-dns
package kready.dns.present

import data.kready.internal.dns
import data.kready.lib

gap contains {"message": "there is no Service for cluster DNS"} if {
	not hidden
	count(dns.services) == 0
	count(servers) == 0
}

gap contains lib.finding(w.kind, w.namespace, w.name, "no Service of cluster DNS leads to it") if {
	not hidden
	count(dns.services) == 0
	some w in servers
}

gap contains lib.finding("Service", b.namespace, b.name, sprintf("%s, none of them ready", [lib.counted(b.endpoints, "endpoint", "endpoints")])) if {
	not hidden
	dns.ready_endpoints == 0
	some b in dns.services
}

servers := [w | some impl in lib.running("dns/cluster"); some w in lib.workloads_of(impl)]

hidden if {
	dns.ready_endpoints == 0
	count(dns.hidden) > 0
}

summary contains sprintf("%s answers out of the cluster's sight: only a lookup from a pod proves it", [lib.names(dns.hidden)]) if hidden

summary contains "there is no cluster DNS" if {
	not hidden
	count(dns.services) == 0
	count(servers) == 0
}

summary contains sprintf("%s runs, and no Service of cluster DNS leads to it", [dns.product_names]) if {
	not hidden
	count(dns.services) == 0
	count(servers) > 0
}

summary contains "cluster DNS has no ready endpoint" if {
	not hidden
	count(dns.services) > 0
	dns.ready_endpoints == 0
}

summary contains sprintf("%s: %s ready behind Service %s/%s", [dns.product_names, lib.counted(b.readyEndpoints, "endpoint is", "endpoints are"), b.namespace, b.name]) if {
	some b in dns.services
	b.readyEndpoints > 0
}
