package controlplane

import (
	"slices"
	"testing"
	"time"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// variants are the ways in which this platform breaks, each by one cause.
func variants(t *testing.T) []variant {
	t.Helper()
	old, err := expiredPair()
	if err != nil {
		t.Fatal(err)
	}
	return slices.Concat(objectVariants(old), workloadVariants())
}

// objectVariants break what somebody has written, or what its controller says of it.
func objectVariants(old pair) []variant {
	return []variant{
		{
			name:   "a secret store that is not ready",
			breaks: unready(ref{"external-secrets.io/v1", "ClusterSecretStore", "", "vault"}, "ValidationFailed", "permission denied"),
			gap:    "secrets/stores-ready", on: "ClusterSecretStore/vault",
			also: map[string]string{"secrets/synced": "skip"},
		},
		{
			name:   "a certificate issuer that is not ready",
			breaks: unready(ref{"cert-manager.io/v1", "ClusterIssuer", "", "letsencrypt"}, "ErrRegisterACMEAccount", "no such host"),
			gap:    "certificates/issuers-ready", on: "ClusterIssuer/letsencrypt",
			also: map[string]string{"certificates/certs-healthy": "skip", "certificates/acme-solver": "skip"},
		},
		{
			name: "an external secret that is no longer synced",
			breaks: edit(ref{"external-secrets.io/v1", "ExternalSecret", "shop", "shop"}, func(o *unstructured.Unstructured) {
				set(o, after(-5*time.Hour), "status", "refreshTime")
			}),
			gap: "secrets/synced", on: "ExternalSecret/shop",
		},
		{
			name:   "a certificate that is not issued",
			breaks: unready(ref{"cert-manager.io/v1", "Certificate", "shop", "shop"}, "DoesNotExist", "the challenge fails"),
			gap:    "certificates/certs-healthy", on: "Certificate/shop",
		},
		{
			name: "a namespace that may not ask for names",
			breaks: edit(ref{"networking.k8s.io/v1", "NetworkPolicy", "shop", "shop"}, func(o *unstructured.Unstructured) {
				unstructured.RemoveNestedField(o.Object, "spec", "egress")
			}),
			gap: "dns/allowed-under-deny", on: "Namespace/shop",
		},
		{
			name:   "a disruption budget that allows none",
			breaks: add(blockingBudget()),
			gap:    "scaling/pdb-blocking", on: "PodDisruptionBudget/shop",
		},
		{
			name:   "an IngressClass that nobody serves",
			breaks: add(object("networking.k8s.io/v1", "IngressClass", "", "public", map[string]any{"controller": "k8s.io/ingress-nginx"})),
			gap:    "ingress/orphan-class", on: "IngressClass/public",
		},
		{
			name: "a CA bundle that has expired",
			breaks: edit(ref{"admissionregistration.k8s.io/v1", "ValidatingWebhookConfiguration", "", "kube-prometheus-stack-admission"},
				func(o *unstructured.Unstructured) { trust(o, old.cert) }),
			gap: "certificates/webhook-ca", on: "ValidatingWebhookConfiguration/kube-prometheus-stack-admission",
		},
		{
			name:   "a webhook that fails closed, without an endpoint",
			breaks: endpoints("external-secrets", "external-secrets-webhook", 0),
			gap:    "policy/webhook-backends", on: "ValidatingWebhookConfiguration/externalsecret-validate ValidatingWebhookConfiguration/secretstore-validate",
			also: map[string]string{"policy/webhook-calls": "skip"},
		},
		{
			name: "a ServiceMonitor that no Prometheus selects",
			breaks: add(object("monitoring.coreos.com/v1", "ServiceMonitor", "shop", "shop", map[string]any{
				"selector": map[string]any{"matchLabels": map[string]any{"app": "shop"}}, "endpoints": []any{map[string]any{"port": "http"}},
			})),
			gap: "metrics/monitors-selected", on: "ServiceMonitor/shop",
		},
		{
			name: "alerts that are led to a receiver without an integration",
			breaks: edit(ref{"monitoring.coreos.com/v1alpha1", "AlertmanagerConfig", "monitoring", "alerts"}, func(o *unstructured.Unstructured) {
				set(o, map[string]any{"route": map[string]any{"receiver": "null"}, "receivers": []any{map[string]any{"name": "null"}}}, "spec")
			}),
			gap: "metrics/alert-routing", on: "Alertmanager/kube-prometheus-stack-alertmanager",
		},
		{
			name:   "an AlertmanagerConfig that no Alertmanager selects",
			breaks: all(add(alertmanagerConfig("shop")), selectOnly("team", "platform")),
			gap:    "metrics/alert-routing", on: "AlertmanagerConfig/shop",
		},
		{
			name:   "no default StorageClass",
			breaks: edit(ref{"storage.k8s.io/v1", "StorageClass", "", "nfs"}, func(o *unstructured.Unstructured) { o.SetAnnotations(nil) }),
			gap:    "storage/default-class", on: "StorageClass/nfs",
			// These ask something of the default class.
			also: map[string]string{"storage/expansion": "skip", "storage/node-local-default": "skip", "storage/snapshots": "skip"},
		},
		{
			name:   "a CSI driver that is not registered on a node",
			breaks: edit(ref{"storage.k8s.io/v1", "CSINode", "", "node-0003"}, func(o *unstructured.Unstructured) { set(o, []any{}, "spec", "drivers") }),
			gap:    "storage/csinode", on: "CSIDriver/nfs.csi.k8s.io",
		},
		{
			name: "a place for backups that is unavailable",
			breaks: edit(ref{"velero.io/v1", "BackupStorageLocation", "velero", "default"}, func(o *unstructured.Unstructured) {
				set(o, "Unavailable", "status", "phase")
				set(o, "access denied", "status", "message")
			}),
			gap: "backup/location", on: "BackupStorageLocation/default",
			also: map[string]string{"backup/recent": "skip"},
		},
		{
			name:   "configuration that cannot be applied",
			breaks: unready(ref{"kustomize.toolkit.fluxcd.io/v1", "Kustomization", "flux-system", "platform"}, "BuildFailed", "no such file"),
			gap:    "delivery/reconciled", on: "Kustomization/platform",
		},
		{
			name:   "a namespace without a Pod Security level",
			breaks: edit(ref{"v1", "Namespace", "", "shop"}, func(o *unstructured.Unstructured) { o.SetLabels(nil) }),
			gap:    "policy/psa-labels", on: "Namespace/shop",
		},
		{
			name:   "an aggregated API that nobody serves",
			breaks: all(add(deadAPI()), noticed("v1alpha1.dead.example.com")),
			gap:    "cluster/apiservices-available", on: "APIService/v1alpha1.dead.example.com",
			// Namespaces cannot be deleted while an API is dead.
			also: map[string]string{"cluster/stuck-terminating": "skip"},
		},
	}
}
