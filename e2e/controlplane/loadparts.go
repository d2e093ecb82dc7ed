package controlplane

import (
	"fmt"
	"iter"
	"strings"

	autoscalingv2 "k8s.io/api/autoscaling/v2"
	coordinationv1 "k8s.io/api/coordination/v1"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	policyv1 "k8s.io/api/policy/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	storagev1 "k8s.io/api/storage/v1"
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/intstr"
	"sigs.k8s.io/controller-runtime/pkg/envtest"
)

// Platform are five DaemonSets, with a pod on each node, many servers of DNS, products of most batteries, and
// what each node has of CSINodes and Leases.
func (s Size) Platform() iter.Seq2[string, runtime.Object] {
	return s.objects(func(l *load) {
		for _, name := range []string{"calico-system", "logging", "monitoring", "traefik", "cert-manager", "external-secrets", "kyverno", "velero"} {
			l.namespace(name)
		}
		l.daemonSet("calico-system", "calico-node", "quay.io/calico/node:v3.31.0")
		l.daemonSet("kube-system", "csi-nfs-node", "registry.k8s.io/sig-storage/nfsplugin:v4.12.0")
		l.daemonSet("logging", "fluent-bit", "cr.fluentbit.io/fluent/fluent-bit:4.2.0")
		l.daemonSet("monitoring", "node-exporter", "quay.io/prometheus/node-exporter:v1.10.0")
		l.daemonSet("kube-system", "node-problem-detector", "registry.k8s.io/node-problem-detector/node-problem-detector:v1.34.0")
		for _, d := range []struct {
			namespace, name, image string
			pods                   int
		}{
			{"kube-system", "coredns-more", "registry.k8s.io/coredns/coredns:v1.14.6", 50},
			{"traefik", "traefik", "docker.io/traefik:v3.6.0", 10},
			{"monitoring", "prometheus", "quay.io/prometheus/prometheus:v3.8.0", 2},
			{"cert-manager", "cert-manager", "quay.io/jetstack/cert-manager-controller:v1.20.0", 2},
			{"cert-manager", "cert-manager-webhook", "quay.io/jetstack/cert-manager-webhook:v1.20.0", 3},
			{"external-secrets", "external-secrets", "ghcr.io/external-secrets/external-secrets:v1.1.0", 2},
			{"kyverno", "kyverno-admission-controller", "reg.kyverno.io/kyverno/kyverno:v1.16.0", 3},
			{"velero", "velero", "docker.io/velero/velero:v1.18.0", 1},
		} {
			l.deployment(d.namespace, d.name, d.image, d.pods)
		}
		for i := 0; i < s.Nodes && !l.ended; i++ {
			name := nodeName(i)
			l.add("csinodes", &storagev1.CSINode{
				ObjectMeta: metav1.ObjectMeta{Name: name},
				Spec:       storagev1.CSINodeSpec{Drivers: []storagev1.CSINodeDriver{{Name: "nfs.csi.k8s.io", NodeID: name}}},
			})
			l.add("leases", &coordinationv1.Lease{
				ObjectMeta: metav1.ObjectMeta{Name: name, Namespace: corev1.NamespaceNodeLease},
				Spec:       coordinationv1.LeaseSpec{HolderIdentity: &name, RenewTime: new(metav1.NowMicro()), LeaseDurationSeconds: new(int32(40))},
			})
		}
	})
}

// Extras are as many of seven kinds as there are applications: what each of these has.
func (s Size) Extras() iter.Seq2[string, runtime.Object] {
	return s.objects(func(l *load) {
		for i := 0; i < s.Deployments && !l.ended; i++ {
			name := fmt.Sprintf("application-%05d", i)
			meta := metav1.ObjectMeta{Namespace: team(i), Name: name, Labels: map[string]string{"app": name}}
			l.add("ingress", &networkingv1.Ingress{ObjectMeta: meta, Spec: networkingv1.IngressSpec{
				IngressClassName: new("traefik"),
				Rules: []networkingv1.IngressRule{{Host: name + ".example.com", IngressRuleValue: networkingv1.IngressRuleValue{HTTP: &networkingv1.HTTPIngressRuleValue{
					Paths: []networkingv1.HTTPIngressPath{{Path: "/", PathType: new(networkingv1.PathTypePrefix), Backend: networkingv1.IngressBackend{
						Service: &networkingv1.IngressServiceBackend{Name: name, Port: networkingv1.ServiceBackendPort{Number: 80}},
					}}},
				}}}},
			}})
			l.add("networkpolicies", &networkingv1.NetworkPolicy{ObjectMeta: meta, Spec: networkingv1.NetworkPolicySpec{
				PodSelector: *selector(name), PolicyTypes: []networkingv1.PolicyType{networkingv1.PolicyTypeIngress},
			}})
			l.add("poddisruptionbudgets", &policyv1.PodDisruptionBudget{ObjectMeta: meta, Spec: policyv1.PodDisruptionBudgetSpec{
				MaxUnavailable: new(intstr.FromInt32(1)), Selector: selector(name),
			}, Status: policyv1.PodDisruptionBudgetStatus{DisruptionsAllowed: 1, ExpectedPods: 10, CurrentHealthy: 10, DesiredHealthy: 9, ObservedGeneration: 1}})
			l.add("horizontalpodautoscalers", autoscaler(meta))
			l.add("serviceaccounts", &corev1.ServiceAccount{ObjectMeta: meta})
			l.add("persistentvolumeclaims", &corev1.PersistentVolumeClaim{ObjectMeta: meta, Spec: corev1.PersistentVolumeClaimSpec{
				AccessModes: []corev1.PersistentVolumeAccessMode{corev1.ReadWriteOnce}, VolumeName: "pv-" + name, StorageClassName: new("nfs"),
				Resources: corev1.VolumeResourceRequirements{Requests: corev1.ResourceList{"storage": resource.MustParse("1Gi")}},
			}, Status: corev1.PersistentVolumeClaimStatus{Phase: corev1.ClaimBound}})
			l.add("rolebindings", &rbacv1.RoleBinding{
				ObjectMeta: meta, RoleRef: rbacv1.RoleRef{APIGroup: rbacv1.GroupName, Kind: "ClusterRole", Name: "view"},
				Subjects: []rbacv1.Subject{{Kind: "ServiceAccount", Namespace: meta.Namespace, Name: name}},
			})
		}
	})
}

func autoscaler(meta metav1.ObjectMeta) *autoscalingv2.HorizontalPodAutoscaler {
	return &autoscalingv2.HorizontalPodAutoscaler{
		ObjectMeta: meta,
		Spec: autoscalingv2.HorizontalPodAutoscalerSpec{
			ScaleTargetRef: autoscalingv2.CrossVersionObjectReference{APIVersion: "apps/v1", Kind: "Deployment", Name: meta.Name}, MinReplicas: new(int32(2)), MaxReplicas: 20,
			Metrics: []autoscalingv2.MetricSpec{{Type: autoscalingv2.ResourceMetricSourceType, Resource: &autoscalingv2.ResourceMetricSource{
				Name: corev1.ResourceCPU, Target: autoscalingv2.MetricTarget{Type: autoscalingv2.UtilizationMetricType, AverageUtilization: new(int32(80))},
			}}},
		},
		Status: autoscalingv2.HorizontalPodAutoscalerStatus{CurrentReplicas: 10, DesiredReplicas: 10, Conditions: []autoscalingv2.HorizontalPodAutoscalerCondition{
			{Type: autoscalingv2.ScalingActive, Status: corev1.ConditionTrue}, {Type: autoscalingv2.AbleToScale, Status: corev1.ConditionTrue},
		}},
	}
}

// PlatformCRDs installs the kinds of the platform's products, as large as these are.
func (p *Plane) PlatformCRDs() error {
	var crds []*apiextensionsv1.CustomResourceDefinition
	for _, k := range []struct {
		group, version, kind string
		namespaced           bool
	}{
		{"cert-manager.io", "v1", "Certificate", true},
		{"cert-manager.io", "v1", "CertificateRequest", true},
		{"cert-manager.io", "v1", "Issuer", true},
		{"cert-manager.io", "v1", "ClusterIssuer", false},
		{"external-secrets.io", "v1", "ExternalSecret", true},
		{"external-secrets.io", "v1", "SecretStore", true},
		{"external-secrets.io", "v1", "ClusterSecretStore", false},
		{"kyverno.io", "v1", "ClusterPolicy", false},
		{"kyverno.io", "v1", "Policy", true},
		{"velero.io", "v1", "Backup", true},
		{"velero.io", "v1", "Schedule", true},
		{"velero.io", "v1", "BackupStorageLocation", true},
		{"traefik.io", "v1alpha1", "IngressRoute", true},
		{"traefik.io", "v1alpha1", "Middleware", true},
		{"crd.projectcalico.org", "v1", "IPPool", false},
	} {
		crds = append(crds, largeCRD(k.group, k.version, k.kind, k.namespaced))
	}
	if _, err := envtest.InstallCRDs(p.Config, envtest.CRDInstallOptions{CRDs: crds}); err != nil {
		return fmt.Errorf("installing the CRDs of the platform: %w", err)
	}
	return nil
}

// largeCRD is a CRD with a schema of some 100 KB.
func largeCRD(group, version, kind string, namespaced bool) *apiextensionsv1.CustomResourceDefinition {
	plural := strings.ToLower(kind) + "s"
	if base, ok := strings.CutSuffix(plural, "ys"); ok {
		plural = base + "ies"
	}
	anything := true
	spec := apiextensionsv1.JSONSchemaProps{Type: "object", XPreserveUnknownFields: &anything, Properties: map[string]apiextensionsv1.JSONSchemaProps{}}
	for i := range 300 {
		spec.Properties[fmt.Sprintf("setting%d", i)] = apiextensionsv1.JSONSchemaProps{
			Type: "object", Description: strings.Repeat("What this setting does and when it is needed. ", 6), XPreserveUnknownFields: &anything,
		}
	}
	scope := apiextensionsv1.ClusterScoped
	if namespaced {
		scope = apiextensionsv1.NamespaceScoped
	}
	return &apiextensionsv1.CustomResourceDefinition{
		ObjectMeta: metav1.ObjectMeta{Name: plural + "." + group},
		Spec: apiextensionsv1.CustomResourceDefinitionSpec{
			Group: group, Scope: scope, Names: apiextensionsv1.CustomResourceDefinitionNames{Plural: plural, Singular: strings.ToLower(kind), Kind: kind, ListKind: kind + "List"},
			Versions: []apiextensionsv1.CustomResourceDefinitionVersion{{
				Name: version, Served: true, Storage: true,
				Schema: &apiextensionsv1.CustomResourceValidation{OpenAPIV3Schema: &apiextensionsv1.JSONSchemaProps{
					Type: "object", Properties: map[string]apiextensionsv1.JSONSchemaProps{"spec": spec},
				}},
			}},
		},
	}
}
