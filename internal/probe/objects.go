package probe

import (
	"context"
	"fmt"

	appsv1 "k8s.io/api/apps/v1"
	authorizationv1 "k8s.io/api/authorization/v1"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/dynamic"
)

// objects are those of one kind, in one namespace if the kind has any, as Go structs. They
// go through the dynamic client: client-go's typed one links every API group.
type objects[T any] struct {
	api  dynamic.ResourceInterface
	kind schema.GroupVersionKind
}

// create creates an object and returns what the API server made of it.
func (o objects[T]) create(ctx context.Context, object *T) (*T, error) {
	return o.send(ctx, object, metav1.CreateOptions{})
}

// dryRun sends an object through all of admission without creating it.
func (o objects[T]) dryRun(ctx context.Context, object *T) (*T, error) {
	return o.send(ctx, object, metav1.CreateOptions{DryRun: []string{metav1.DryRunAll}})
}

func (o objects[T]) send(ctx context.Context, object *T, opts metav1.CreateOptions) (*T, error) {
	fields, err := runtime.DefaultUnstructuredConverter.ToUnstructured(object)
	if err != nil {
		return nil, fmt.Errorf("encoding the %s: %w", o.kind.Kind, err)
	}
	body := &unstructured.Unstructured{Object: fields}
	body.SetGroupVersionKind(o.kind)
	answer, err := o.api.Create(ctx, body, opts)
	if err != nil {
		return nil, err
	}
	return o.decode(answer)
}

// get returns the object of a name.
func (o objects[T]) get(ctx context.Context, name string) (*T, error) {
	answer, err := o.api.Get(ctx, name, metav1.GetOptions{})
	if err != nil {
		return nil, err
	}
	return o.decode(answer)
}

// list returns all objects that opts select.
func (o objects[T]) list(ctx context.Context, opts metav1.ListOptions) ([]T, error) {
	answer, err := o.api.List(ctx, opts)
	if err != nil {
		return nil, err
	}
	all := make([]T, 0, len(answer.Items))
	for i := range answer.Items {
		one, err := o.decode(&answer.Items[i])
		if err != nil {
			return nil, err
		}
		all = append(all, *one)
	}
	return all, nil
}

// delete deletes the object of a name.
func (o objects[T]) delete(ctx context.Context, name string, opts metav1.DeleteOptions) error {
	return o.api.Delete(ctx, name, opts)
}

func (o objects[T]) decode(answer *unstructured.Unstructured) (*T, error) {
	object := new(T)
	if err := runtime.DefaultUnstructuredConverter.FromUnstructured(answer.Object, object); err != nil {
		return nil, fmt.Errorf("decoding the %s %s: %w", o.kind.Kind, answer.GetName(), err)
	}
	return object, nil
}

// in returns the objects of a kind in a namespace; "" for a kind that has none.
func in[T any](client dynamic.Interface, namespace string, version schema.GroupVersion, resource, kind string) objects[T] {
	api := client.Resource(version.WithResource(resource))
	if namespace == "" {
		return objects[T]{api, version.WithKind(kind)}
	}
	return objects[T]{api.Namespace(namespace), version.WithKind(kind)}
}

func namespaces(client dynamic.Interface) objects[corev1.Namespace] {
	return in[corev1.Namespace](client, "", corev1.SchemeGroupVersion, "namespaces", "Namespace")
}

func accessReviews(client dynamic.Interface) objects[authorizationv1.SelfSubjectAccessReview] {
	return in[authorizationv1.SelfSubjectAccessReview](client, "", authorizationv1.SchemeGroupVersion, "selfsubjectaccessreviews", "SelfSubjectAccessReview")
}

func (s *Session) pods(namespace string) objects[corev1.Pod] {
	return in[corev1.Pod](s.Client, namespace, corev1.SchemeGroupVersion, "pods", "Pod")
}

func (s *Session) services(namespace string) objects[corev1.Service] {
	return in[corev1.Service](s.Client, namespace, corev1.SchemeGroupVersion, "services", "Service")
}

func (s *Session) events(namespace string) objects[corev1.Event] {
	return in[corev1.Event](s.Client, namespace, corev1.SchemeGroupVersion, "events", "Event")
}

func (s *Session) serviceAccounts(namespace string) objects[corev1.ServiceAccount] {
	return in[corev1.ServiceAccount](s.Client, namespace, corev1.SchemeGroupVersion, "serviceaccounts", "ServiceAccount")
}

func (s *Session) volumeClaims(namespace string) objects[corev1.PersistentVolumeClaim] {
	return in[corev1.PersistentVolumeClaim](s.Client, namespace, corev1.SchemeGroupVersion, "persistentvolumeclaims", "PersistentVolumeClaim")
}

func (s *Session) persistentVolumes() objects[corev1.PersistentVolume] {
	return in[corev1.PersistentVolume](s.Client, "", corev1.SchemeGroupVersion, "persistentvolumes", "PersistentVolume")
}

func (s *Session) jobs(namespace string) objects[batchv1.Job] {
	return in[batchv1.Job](s.Client, namespace, batchv1.SchemeGroupVersion, "jobs", "Job")
}

func (s *Session) deployments(namespace string) objects[appsv1.Deployment] {
	return in[appsv1.Deployment](s.Client, namespace, appsv1.SchemeGroupVersion, "deployments", "Deployment")
}

func (s *Session) networkPolicies(namespace string) objects[networkingv1.NetworkPolicy] {
	return in[networkingv1.NetworkPolicy](s.Client, namespace, networkingv1.SchemeGroupVersion, "networkpolicies", "NetworkPolicy")
}

func (s *Session) ingresses(namespace string) objects[networkingv1.Ingress] {
	return in[networkingv1.Ingress](s.Client, namespace, networkingv1.SchemeGroupVersion, "ingresses", "Ingress")
}
