package controlplane

import "k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

// workloadVariants break what runs. Where the check of a battery says so, the one of all workloads
// leaves it to that.
func workloadVariants() []variant {
	return []variant{
		{
			name: "a log agent that the control plane's taint repels",
			breaks: all(
				edit(ref{"apps/v1", "DaemonSet", "logging", "fluent-bit"}, func(o *unstructured.Unstructured) {
					unstructured.RemoveNestedField(o.Object, "spec", "template", "spec", "tolerations")
					count(o, 3, "desiredNumberScheduled", "currentNumberScheduled", "numberReady", "numberAvailable", "updatedNumberScheduled")
				}),
				remove(ref{"v1", "Pod", "logging", "fluent-bit-node-0000"}),
			),
			gap: "logs/tolerations", on: "DaemonSet/fluent-bit",
		},
		{
			name:   "a CNI agent that is missing on a node",
			breaks: all(lacks("DaemonSet", "cilium", 3), remove(ref{"v1", "Pod", "kube-system", "cilium-node-0002"})),
			gap:    "network/cni-coverage", on: "Node/node-0002",
			also: map[string]string{"cluster/system-workloads": "skip", "network/pods-connected": "skip"},
		},
		{
			name: "cluster DNS with one server",
			breaks: all(
				edit(ref{"apps/v1", "Deployment", "kube-system", "coredns"}, func(o *unstructured.Unstructured) {
					set(o, int64(1), "spec", "replicas")
					count(o, 1, "replicas", "readyReplicas", "availableReplicas", "updatedReplicas")
				}),
				edit(ref{"apps/v1", "ReplicaSet", "kube-system", "coredns-5c7d8f9b6"}, func(o *unstructured.Unstructured) { set(o, int64(1), "spec", "replicas") }),
				remove(ref{"v1", "Pod", "kube-system", "coredns-5c7d8f9b6-1"}),
				endpoints("kube-system", "kube-dns", 1),
			),
			gap: "dns/ha", on: "Service/kube-dns",
			// A PodDisruptionBudget is missed only where there are two pods to keep.
			also: map[string]string{"scaling/addon-pdb": "gap"},
		},
		{
			name:   "an ingress controller that is down",
			breaks: all(down("traefik", "traefik"), add(warning("traefik", "Pod", "traefik-5c7d8f9b6-x2x4z", "Unhealthy", "Readiness probe failed: HTTP probe failed with statuscode: 503"))),
			gap:    "ingress/controller-healthy", on: "Deployment/traefik",
			because: "the pods of Deployment traefik/traefik run and their probe fails: Readiness probe failed: HTTP probe failed with statuscode: 503",
			also:    map[string]string{"cluster/system-workloads": "skip"},
		},
		{
			name:   "a certificate controller that is down",
			breaks: down("cert-manager", "cert-manager"),
			gap:    "certificates/cert-manager-healthy", on: "Deployment/cert-manager",
			also: map[string]string{"cluster/system-workloads": "skip", "certificates/certs-healthy": "skip", "certificates/issuers-ready": "skip", "certificates/acme-solver": "skip", "certificates/webhook-ha": "skip"},
		},
		{
			name:   "a secrets operator that is down",
			breaks: down("external-secrets", "external-secrets"),
			gap:    "secrets/controller-healthy", on: "Deployment/external-secrets",
			also: map[string]string{"cluster/system-workloads": "skip", "secrets/stores-ready": "skip", "secrets/synced": "skip", "secrets/store-scope": "skip"},
		},
		{
			name:   "a provisioner that is down",
			breaks: down("kube-system", "csi-nfs-controller"),
			gap:    "storage/provisioner-live", on: "Deployment/csi-nfs-controller",
			also: map[string]string{"cluster/system-workloads": "skip", "storage/csinode": "skip", "storage/pending": "skip", "storage/snapshots": "skip"},
		},
		{
			name:   "a delivery controller that is down",
			breaks: down("flux-system", "kustomize-controller"),
			gap:    "delivery/controllers-healthy", on: "Deployment/kustomize-controller",
			also: map[string]string{"cluster/system-workloads": "skip", "delivery/reconciled": "skip", "delivery/sources": "skip", "delivery/suspended": "skip"},
		},
	}
}
