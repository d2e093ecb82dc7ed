package collect

import (
	"errors"
	"reflect"
	"slices"

	appsv1 "k8s.io/api/apps/v1"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"

	"github.com/kready/kready/internal/target"
)

// orMalformed returns an object, or as malformed one that lacks what no API server stores objects
// of its kind without. What is cut off is not "none": a Deployment without containers would be one
// that uses no image, a Service without a spec one that nobody can reach.
func orMalformed(object runtime.Object) runtime.Object {
	missing := cutOff(object)
	if missing == "" {
		return object
	}
	broken := &target.Malformed{Err: errors.New(missing)}
	if named, ok := object.(metav1.Object); ok {
		broken.Namespace, broken.Name = named.GetNamespace(), named.GetName()
	}
	return broken
}

// cutOff says what an object lacks; "" when it is whole.
func cutOff(object runtime.Object) string {
	switch o := object.(type) {
	case *corev1.Pod:
		return withoutContainers(&o.Spec)
	case *appsv1.Deployment:
		return withoutContainers(&o.Spec.Template.Spec)
	case *appsv1.DaemonSet:
		return withoutContainers(&o.Spec.Template.Spec)
	case *appsv1.StatefulSet:
		return withoutContainers(&o.Spec.Template.Spec)
	case *batchv1.CronJob:
		return withoutContainers(&o.Spec.JobTemplate.Spec.Template.Spec)
	case *corev1.Service:
		if reflect.DeepEqual(o.Spec, corev1.ServiceSpec{}) {
			return "it has no spec"
		}
	case *networkingv1.Ingress:
		if reflect.DeepEqual(o.Spec, networkingv1.IngressSpec{}) {
			return "it has no spec"
		}
	case *unstructured.Unstructured:
		kind := o.GroupVersionKind()
		spec, _ := o.Object["spec"].(map[string]any)
		if slices.Contains(haveSpec()[kind.Group], kind.Kind) && len(spec) == 0 {
			return "it has no spec"
		}
	}
	return ""
}

func withoutContainers(spec *corev1.PodSpec) string {
	if len(spec.Containers) == 0 {
		return "it has no containers"
	}
	return ""
}

// haveSpec are kinds of custom resources, by their group, whose CRD demands a spec with something in it.
func haveSpec() map[string][]string {
	return map[string][]string{
		"argoproj.io":                 {"Application"},
		"cert-manager.io":             {"Certificate", "ClusterIssuer", "Issuer"},
		"external-secrets.io":         {"ClusterSecretStore", "SecretStore"},
		"gateway.networking.k8s.io":   {"Gateway", "GatewayClass"},
		"helm.toolkit.fluxcd.io":      {"HelmRelease"},
		"kustomize.toolkit.fluxcd.io": {"Kustomization"},
		"monitoring.coreos.com":       {"PodMonitor", "ServiceMonitor"},
		"source.toolkit.fluxcd.io":    {"Bucket", "GitRepository", "HelmRepository", "OCIRepository"},
		"velero.io":                   {"BackupStorageLocation", "Schedule"},
	}
}
