# METADATA
# title: Cluster DNS has ready servers behind its Service
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
#   standsWithout:
#     any: [workloads/cronjobs]
#     pass: [workloads, nodes, backends]
#   remediation: |
#     See why the pods of cluster DNS are not ready; a forwarding loop is the usual cause of a
#     CoreDNS that restarts:
#
#         kubectl -n kube-system describe pods -l k8s-app=kube-dns
#         kubectl -n kube-system logs -l k8s-app=kube-dns --previous
#   remedies:
#   - distributions: [openshift]
#     text: |
#       Ask the DNS operator, which owns the pods, what it is waiting for:
#
#           oc describe clusteroperator dns
#           oc -n openshift-dns describe pods -l dns.operator.openshift.io/daemonset-dns=default
#   - state: scaled-to-zero
#     text: |
#       Scale it up again, to two replicas at least:
#
#           kubectl -n NAMESPACE scale deployment NAME --replicas=2
#   - state: scaled-to-zero
#     distributions: [gke]
#     text: |
#       GKE's autoscaler of kube-dns sets the replicas. Let it run:
#
#           kubectl -n kube-system scale deployment kube-dns-autoscaler --replicas=1
#           kubectl -n NAMESPACE scale deployment NAME --replicas=2
#   - state: no-service
#     text: |
#       Make the Service again that pods ask. Its clusterIP must be the address that the kubelets
#       write into pods (clusterDNS in their configuration):
#
#           kubectl -n NAMESPACE expose deployment NAME --name=kube-dns --cluster-ip=ADDRESS
#   - state: no-service
#     distributions: [kubeadm, kind]
#     text: |
#       kubeadm makes the Service again:
#
#           kubeadm init phase addon coredns
#   - state: absent
#     text: |
#       Install CoreDNS behind the address that the kubelets write into pods (clusterDNS in their
#       configuration):
#
#           helm install coredns coredns --repo https://coredns.github.io/helm -n kube-system --set service.name=kube-dns --set service.clusterIP=ADDRESS
#   - state: absent
#     distributions: [kubeadm, kind]
#     text: |
#       kubeadm installs it:
#
#           kubeadm init phase addon coredns
#   - state: absent
#     distributions: [k3s]
#     text: |
#       K3s deploys CoreDNS unless its servers are told not to: take `coredns` out of `--disable`, in
#       their arguments or in /etc/rancher/k3s/config.yaml, and restart them.
#   - state: absent
#     distributions: [rke2]
#     text: |
#       RKE2 deploys CoreDNS unless its servers are told not to: take `rke2-coredns` out of `disable` in
#       /etc/rancher/rke2/config.yaml and restart them.
#   - state: absent
#     distributions: [eks]
#     text: |
#       Install the add-on:
#
#           aws eks create-addon --cluster-name CLUSTER --addon-name coredns
#   - state: absent
#     distributions: [openshift]
#     text: |
#       The DNS operator deploys it unless it is told not to manage it; see what it says:
#
#           oc describe clusteroperator dns
#           oc get dns.operator/default -o yaml
package kready.dns.present

import data.kready.internal.dns
import data.kready.lib

ready_text(0) := "it has no endpoint"

ready_text(1) := "its only endpoint is not ready"

ready_text(n) := sprintf("none of its %d endpoints is ready", [n]) if n > 1

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

gap contains lib.finding("Service", b.namespace, b.name, ready_text(b.endpoints)) if {
	not hidden
	dns.ready_endpoints == 0
	some b in dns.services
}

# Of a Service without a ready endpoint, the workload that is to stand behind it.
gap contains lib.finding(w.kind, w.namespace, w.name, "is scaled to 0 replicas") if {
	not hidden
	dns.ready_endpoints == 0
	some w in scaled_to_zero
}

scaled_to_zero := [w |
	some w in servers
	w.kind == "Deployment"
	w.desired == 0
]

state contains "absent" if {
	count(dns.services) == 0
	count(servers) == 0
}

state contains "no-service" if {
	count(dns.services) == 0
	count(servers) > 0
}

state contains "scaled-to-zero" if count(scaled_to_zero) > 0

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
