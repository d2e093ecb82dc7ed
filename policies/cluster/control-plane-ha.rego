# METADATA
# title: More than one API server runs
# description: |
#   While the only API server is away, for an upgrade or for good, running pods go on and
#   nothing else does: no pod is replaced, nothing scales, no webhook or operator works, and
#   certificates are not renewed.
#
#   Every API server renews a Lease in kube-system that names it. kready counts those renewed
#   within five minutes, by the API server's own clock; where there are none, the static pods
#   kube-apiserver. Two are enough to pass; etcd needs three members to lose one, which is not
#   looked at. Not judged are control planes that the provider runs, clusters of one node, and
#   kind and minikube.
# related_resources:
# - ref: https://kubernetes.io/docs/concepts/architecture/leases/#api-server-identity
# - ref: https://kubernetes.io/docs/setup/production-environment/tools/kubeadm/high-availability/
# custom:
#   level: configured
#   tier: should
#   since: 0.1.0
#   standsWithout:
#     any: [workloads/cronjobs, workloads/deployments, workloads/daemonsets, workloads/statefulsets]
#     pass: [leases, workloads, nodes]
#   remediation: |
#     Put a load balancer before the API server and join two more control-plane nodes.
#   remedies:
#   - distributions: [kubeadm]
#     text: |
#       Put a load balancer before the API server and join two more control-plane nodes. It needs
#       `controlPlaneEndpoint` to have been set when the cluster was made:
#
#           kubeadm join ENDPOINT:6443 --control-plane --certificate-key KEY --token TOKEN --discovery-token-ca-cert-hash HASH
#   - distributions: [k3s]
#     text: |
#       Put a load balancer or a fixed address before the servers and join two more, so that three
#       servers keep etcd. A single server that keeps its state in SQLite takes etcd over when it is
#       restarted with `--cluster-init`:
#
#           k3s server --server https://ADDRESS:6443 --token TOKEN
#   - distributions: [rke2]
#     text: |
#       Put a load balancer or a fixed address before the servers and join two more: give them
#       `server: https://ADDRESS:9345` and the token in /etc/rancher/rke2/config.yaml, then
#
#           systemctl enable --now rke2-server
#   - distributions: [openshift]
#     text: |
#       A cluster that was installed with one node of the control plane cannot grow into one of three:
#       install another with three and move over.
#   - distributions: [talos]
#     text: |
#       Give two more machines the configuration of the control plane; they join by themselves. The
#       endpoint in it must be a load balancer or a shared address:
#
#           talosctl apply-config --insecure --nodes ADDRESS --file controlplane.yaml
package kready.cluster["control-plane-ha"]

import data.kready.internal.controlplane
import data.kready.internal.nodes
import data.kready.lib

leases := [l | some l in input.leases; l.role == "apiserver"]

fresh_leases := [l |
	some l in leases
	lib.known(l.readAt)
	lib.known(l.renewedAt)
	time.parse_rfc3339_ns(l.readAt) - time.parse_rfc3339_ns(l.renewedAt) < (input.thresholds.controlPlaneLeaseMinutes * 60) * 1000000000
]

static_pods := sum([w.ready | some w in controlplane.pods])

servers := max([count(fresh_leases), static_pods])

skip contains sprintf("%s runs the control plane", [input.distribution.title]) if {
	input.distribution.managed
	servers < 2
}

skip contains "a cluster of one node has one API server" if nodes.real_count == 1

skip contains sprintf("a %s cluster is for trying things out", [input.distribution.name]) if {
	input.distribution.name in {"kind", "minikube"}
	servers < 2
}

gap contains lib.finding("Lease", "kube-system", l.name, "it is the only API server that renewed its lease") if {
	servers == 1
	some l in fresh_leases
}

gap contains lib.finding("Pod", w.namespace, w.name, "it is the only API server") if {
	servers == 1
	count(fresh_leases) == 0
	some w in controlplane.pods
}

unknown contains {"message": "no lease and no pod tells how many API servers there are"} if servers == 0

summary contains "a single API server runs" if servers == 1

summary contains sprintf("%d API servers run", [servers]) if servers > 1
