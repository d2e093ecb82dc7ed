package target

import (
	"strings"
	"sync"

	admissionv1 "k8s.io/api/admissionregistration/v1"
	appsv1 "k8s.io/api/apps/v1"
	autoscalingv2 "k8s.io/api/autoscaling/v2"
	batchv1 "k8s.io/api/batch/v1"
	coordinationv1 "k8s.io/api/coordination/v1"
	corev1 "k8s.io/api/core/v1"
	discoveryv1 "k8s.io/api/discovery/v1"
	networkingv1 "k8s.io/api/networking/v1"
	policyv1 "k8s.io/api/policy/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	schedulingv1 "k8s.io/api/scheduling/v1"
	storagev1 "k8s.io/api/storage/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/runtime/serializer"
)

// compiled is the scheme of the kinds that come as Go structs, and how they are decoded.
type compiled struct {
	scheme    *runtime.Scheme
	decoder   runtime.Decoder
	resources map[schema.GroupVersionResource]schema.GroupVersionKind
}

// compiledKinds returns the kinds that collectors read as structs, and no others: each kind
// that is registered here stays in the binary with all its code for protobuf and copying.
// client-go's own scheme holds every kind of every API group.
var compiledKinds = sync.OnceValue(func() compiled {
	scheme := runtime.NewScheme()
	scheme.AddUnversionedTypes(schema.GroupVersion{Version: "v1"}, &metav1.Status{})
	for version, kinds := range map[schema.GroupVersion][]runtime.Object{
		corev1.SchemeGroupVersion: {
			&corev1.ConfigMap{}, &corev1.ConfigMapList{}, &corev1.Namespace{}, &corev1.NamespaceList{},
			&corev1.Node{}, &corev1.NodeList{}, &corev1.PersistentVolumeClaim{}, &corev1.PersistentVolumeClaimList{},
			&corev1.Pod{}, &corev1.PodList{}, &corev1.Service{}, &corev1.ServiceList{},
			&corev1.ServiceAccount{}, &corev1.ServiceAccountList{},
		},
		admissionv1.SchemeGroupVersion: {
			&admissionv1.MutatingWebhookConfiguration{}, &admissionv1.MutatingWebhookConfigurationList{},
			&admissionv1.ValidatingWebhookConfiguration{}, &admissionv1.ValidatingWebhookConfigurationList{},
			&admissionv1.ValidatingAdmissionPolicy{}, &admissionv1.ValidatingAdmissionPolicyList{},
			&admissionv1.ValidatingAdmissionPolicyBinding{}, &admissionv1.ValidatingAdmissionPolicyBindingList{},
		},
		appsv1.SchemeGroupVersion: {
			&appsv1.DaemonSet{}, &appsv1.DaemonSetList{}, &appsv1.Deployment{}, &appsv1.DeploymentList{},
			&appsv1.StatefulSet{}, &appsv1.StatefulSetList{},
		},
		autoscalingv2.SchemeGroupVersion:  {&autoscalingv2.HorizontalPodAutoscaler{}, &autoscalingv2.HorizontalPodAutoscalerList{}},
		batchv1.SchemeGroupVersion:        {&batchv1.CronJob{}, &batchv1.CronJobList{}},
		coordinationv1.SchemeGroupVersion: {&coordinationv1.Lease{}, &coordinationv1.LeaseList{}},
		discoveryv1.SchemeGroupVersion:    {&discoveryv1.EndpointSlice{}, &discoveryv1.EndpointSliceList{}},
		networkingv1.SchemeGroupVersion: {
			&networkingv1.Ingress{}, &networkingv1.IngressList{}, &networkingv1.IngressClass{}, &networkingv1.IngressClassList{},
			&networkingv1.NetworkPolicy{}, &networkingv1.NetworkPolicyList{},
		},
		policyv1.SchemeGroupVersion: {&policyv1.PodDisruptionBudget{}, &policyv1.PodDisruptionBudgetList{}},
		rbacv1.SchemeGroupVersion: {
			&rbacv1.ClusterRole{}, &rbacv1.ClusterRoleList{}, &rbacv1.ClusterRoleBinding{}, &rbacv1.ClusterRoleBindingList{},
			&rbacv1.Role{}, &rbacv1.RoleList{}, &rbacv1.RoleBinding{}, &rbacv1.RoleBindingList{},
		},
		schedulingv1.SchemeGroupVersion: {&schedulingv1.PriorityClass{}, &schedulingv1.PriorityClassList{}},
		storagev1.SchemeGroupVersion: {
			&storagev1.CSIDriver{}, &storagev1.CSIDriverList{}, &storagev1.CSINode{}, &storagev1.CSINodeList{},
			&storagev1.StorageClass{}, &storagev1.StorageClassList{},
		},
	} {
		scheme.AddKnownTypes(version, kinds...)
	}
	return compiled{
		scheme:    scheme,
		decoder:   serializer.NewCodecFactory(scheme).UniversalDeserializer(),
		resources: resourcesOf(scheme),
	}
})

// resourcesOf are the resources of a scheme's kinds, with these.
func resourcesOf(scheme *runtime.Scheme) map[schema.GroupVersionResource]schema.GroupVersionKind {
	resources := map[schema.GroupVersionResource]schema.GroupVersionKind{}
	for gvk := range scheme.AllKnownTypes() {
		if !strings.HasSuffix(gvk.Kind, "List") {
			resources[gvk.GroupVersion().WithResource(plural(gvk))] = gvk
		}
	}
	return resources
}
