package service

import (
	"fmt"
	"slices"
	"strings"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
	"github.com/kready/kready/internal/text"
)

// fieldsMax is how many values of one object are kept.
const fieldsMax = 200

// keptPaths are, for kinds without facts of their own, the fields that requirements ask for. A path crosses
// lists with []. Never name a field that may hold a secret.
func keptPaths() map[kindName][]string {
	synced := []string{"spec.destination.name", "spec.destination.type", "spec.destination.create", "spec.vaultAuthRef"}
	var storeAccounts []string
	for _, path := range kube.StoreAccountPaths() {
		storeAccounts = append(storeAccounts, path+".name", path+".namespace")
	}
	return map[kindName][]string{
		{"", "Secret"}:                             {"type"},
		{"", "PersistentVolume"}:                   {"spec.storageClassName", "spec.claimRef.name"},
		{"storage.k8s.io", "StorageClass"}:         {"provisioner"},
		{"", "Service"}:                            {"spec.type", "spec.loadBalancerClass"},
		{"autoscaling", "HorizontalPodAutoscaler"}: {"spec.metrics[].type", "spec.targetCPUUtilizationPercentage"},
		{gatewayGroup, "Gateway"}:                  {"spec.listeners[].name", "spec.listeners[].port"},
		{"keda.sh", "ScaledObject"}: {
			"spec.scaleTargetRef.apiVersion", "spec.scaleTargetRef.kind", "spec.scaleTargetRef.name",
			"spec.triggers[].authenticationRef.kind", "spec.triggers[].authenticationRef.name", "spec.triggers[].type",
		},
		{"autoscaling.k8s.io", "VerticalPodAutoscaler"}: {
			"spec.resourcePolicy.containerPolicies[].controlledResources[]", "spec.targetRef.apiVersion", "spec.targetRef.kind", "spec.targetRef.name", "spec.updatePolicy.updateMode",
		},
		{"rbac.authorization.k8s.io", "RoleBinding"}:        {"subjects[].name"},
		{"rbac.authorization.k8s.io", "ClusterRoleBinding"}: {"subjects[].name"},
		{"bitnami.com", "SealedSecret"}:                     {"spec.template.type"},
		{"certificates.k8s.io", "ClusterTrustBundle"}:       {"spec.signerName"},
		{"resource.k8s.io", "ResourceClaim"}:                kube.DeviceClassPaths("ResourceClaim"),
		{"resource.k8s.io", "ResourceClaimTemplate"}:        kube.DeviceClassPaths("ResourceClaimTemplate"),
		{"cert-manager.io", "Certificate"}:                  {"spec.issuerRef.group", "spec.issuerRef.kind", "spec.issuerRef.name", "spec.secretName"},
		{"external-secrets.io", "ExternalSecret"}: {
			"spec.secretStoreRef.kind", "spec.secretStoreRef.name", "spec.target.name", "spec.target.template.type", "spec.target.creationPolicy",
		},
		{"secrets-store.csi.x-k8s.io", "SecretProviderClass"}: {"spec.provider", "spec.secretObjects[].secretName"},
		{"secrets.hashicorp.com", "VaultStaticSecret"}:        synced,
		{"secrets.hashicorp.com", "VaultDynamicSecret"}:       synced,
		{"secrets.hashicorp.com", "VaultPKISecret"}:           synced,
		{"secrets.hashicorp.com", "VaultAuth"}:                append([]string{"spec.allowedNamespaces[]"}, kube.VaultAccountPaths()...),
		{"external-secrets.io", "SecretStore"}:                storeAccounts,
		{"external-secrets.io", "ClusterSecretStore"}:         storeAccounts,
		{"kustomize.toolkit.fluxcd.io", "Kustomization"}: {
			"spec.sourceRef.kind", "spec.sourceRef.name", "spec.sourceRef.namespace", "spec.decryption.secretRef.name",
		},
		{"helm.toolkit.fluxcd.io", "HelmRelease"}: {
			"spec.chart.spec.sourceRef.kind", "spec.chart.spec.sourceRef.name", "spec.chart.spec.sourceRef.namespace",
			"spec.chartRef.kind", "spec.chartRef.name", "spec.chartRef.namespace",
		},
		{"argoproj.io", "Rollout"}: {
			"spec.strategy.canary.canaryService", "spec.strategy.canary.stableService", "spec.strategy.blueGreen.activeService", "spec.strategy.blueGreen.previewService",
			"spec.strategy.canary.analysis.templates[].templateName", "spec.strategy.canary.steps[].analysis.templates[].templateName",
			"spec.strategy.canary.steps[].experiment.analyses[].templateName",
			"spec.strategy.blueGreen.prePromotionAnalysis.templates[].templateName", "spec.strategy.blueGreen.postPromotionAnalysis.templates[].templateName",
		},
		{"networking.istio.io", "Gateway"}: {"spec.selector.app", "spec.selector.istio", "spec.servers[].tls.credentialName"},
		{gatewayGroup, "BackendTLSPolicy"}: {
			"spec.targetRefs[].kind", "spec.targetRefs[].name", "spec.validation.caCertificateRefs[].kind", "spec.validation.caCertificateRefs[].name",
		},
		{"argoproj.io", "Application"}: {
			"spec.project", "spec.destination.server", "spec.destination.name", "spec.destination.namespace", "spec.source.repoURL", "spec.sources[].repoURL",
		},
	}
}

// keptFields are the values of the kept paths, in order.
func (o *object) keptFields(kept map[kindName][]string) []facts.LandingField {
	var out []facts.LandingField
	for _, path := range kept[kindName{o.group, o.kind}] {
		steps := strings.Split(strings.ReplaceAll(path, "[]", ".[]"), ".")
		o.walk(&out, path, o.fields, nil, steps)
	}
	slices.SortStableFunc(out, func(a, b facts.LandingField) int { return a.Line - b.Line })
	return out
}

// walk follows the steps of a path, and keeps the values at its end.
func (o *object) walk(out *[]facts.LandingField, path string, at any, walked, steps []string) {
	if len(steps) == 0 {
		if value, ok := scalar(at); ok && len(*out) < fieldsMax {
			*out = append(*out, facts.LandingField{Path: path, Value: value, Line: o.Line(walked...)})
		}
		return
	}
	next := func(step string) []string { return append(walked[:len(walked):len(walked)], step) }
	if steps[0] == "[]" {
		list, _ := at.([]any)
		for i, element := range list {
			o.walk(out, path, element, next(fmt.Sprint(i)), steps[1:])
		}
		return
	}
	fields, _ := at.(map[string]any)
	if value, there := fields[steps[0]]; there {
		o.walk(out, path, value, next(steps[0]), steps[1:])
	}
}

// scalar is a value that is no list and no object, as text.
func scalar(value any) (string, bool) {
	switch v := value.(type) {
	case string:
		return text.Truncate(text.RedactURLs(v), valueMax), true
	case bool, int64, float64:
		return fmt.Sprint(v), true
	}
	return "", false
}
