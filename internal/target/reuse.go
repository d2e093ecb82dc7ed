package target

import (
	appsv1 "k8s.io/api/apps/v1"
	autoscalingv2 "k8s.io/api/autoscaling/v2"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	"k8s.io/apimachinery/pkg/runtime"
)

// emptied makes an object empty for the next one to be decoded into. The room of its lists of structs is used again,
// which is most of what decoding pods and their like allocates.
func emptied(object runtime.Object) bool {
	switch o := object.(type) {
	case *corev1.Pod:
		owners, spec, status := o.OwnerReferences[:0], podLists(&o.Spec), o.Status
		o.Reset()
		o.OwnerReferences, o.Status = owners, corev1.PodStatus{
			Conditions: status.Conditions[:0], ContainerStatuses: status.ContainerStatuses[:0], InitContainerStatuses: status.InitContainerStatuses[:0],
		}
		o.Spec = spec
	case *corev1.Node:
		taints, status := o.Spec.Taints[:0], o.Status
		o.Reset()
		o.Spec.Taints, o.Status.Conditions, o.Status.Addresses = taints, status.Conditions[:0], status.Addresses[:0]
	case *appsv1.Deployment:
		spec, conditions := podLists(&o.Spec.Template.Spec), o.Status.Conditions[:0]
		o.Reset()
		o.Spec.Template.Spec, o.Status.Conditions = spec, conditions
	case *appsv1.StatefulSet:
		spec := podLists(&o.Spec.Template.Spec)
		o.Reset()
		o.Spec.Template.Spec = spec
	case *autoscalingv2.HorizontalPodAutoscaler:
		metrics, conditions := o.Spec.Metrics[:0], o.Status.Conditions[:0]
		o.Reset()
		o.Spec.Metrics, o.Status.Conditions = metrics, conditions
	case *networkingv1.Ingress:
		rules := o.Spec.Rules[:0]
		o.Reset()
		o.Spec.Rules = rules
	case *rbacv1.RoleBinding:
		subjects := o.Subjects[:0]
		o.Reset()
		o.Subjects = subjects
	default:
		used, ok := object.(interface{ Reset() })
		if ok {
			used.Reset()
		}
		return ok
	}
	return true
}

// podLists returns an empty spec of a pod with the room of the lists of another.
func podLists(spec *corev1.PodSpec) corev1.PodSpec {
	return corev1.PodSpec{
		Containers: spec.Containers[:0], InitContainers: spec.InitContainers[:0], Volumes: spec.Volumes[:0], Tolerations: spec.Tolerations[:0],
	}
}
