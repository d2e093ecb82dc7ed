package probe

import (
	"context"
	"fmt"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/kready/kready/internal/kube"
)

// counted says what in the namespace would count a pod with these labels as one of its own, although it is never Ready
// and has a Job as its owner; "" for nothing:
//
//   - a Service that publishes addresses which are not ready;
//   - a PodDisruptionBudget: with maxUnavailable, one pod of a Job stops all evictions;
//   - the HorizontalPodAutoscaler of the workload, which goes by labels.
//
// ReplicaSets and other controllers adopt no pod that has an owner, and Services have no endpoint that is not ready.
func (p *landPlace) counted(ctx context.Context, t *landTrial, labels map[string]string) (string, error) {
	for _, kind := range []struct {
		resource schema.GroupVersionResource
		counts   func(*unstructured.Unstructured) bool
		says     string
	}{
		{schema.GroupVersionResource{Version: "v1", Resource: "services"}, func(o *unstructured.Unstructured) bool {
			early, _, _ := unstructured.NestedBool(o.Object, "spec", "publishNotReadyAddresses")
			selector, _, _ := unstructured.NestedStringMap(o.Object, "spec", "selector")
			return early && selects(selector, labels)
		}, "the Service %s has endpoints that are not ready"},
		{schema.GroupVersionResource{Group: "policy", Version: "v1", Resource: "poddisruptionbudgets"}, func(o *unstructured.Unstructured) bool {
			selector, _, _ := unstructured.NestedMap(o.Object, "spec", "selector")
			return kube.RawSelects(selector, labels)
		}, "the PodDisruptionBudget %s would count a pod with them"},
		{schema.GroupVersionResource{Group: "autoscaling", Version: "v2", Resource: "horizontalpodautoscalers"}, func(o *unstructured.Unstructured) bool {
			of, _, _ := unstructured.NestedString(o.Object, "spec", "scaleTargetRef", "kind")
			name, _, _ := unstructured.NestedString(o.Object, "spec", "scaleTargetRef", "name")
			return of == t.template.Kind && name == t.template.Name
		}, "the HorizontalPodAutoscaler %s would count a pod with them"},
	} {
		list, err := p.Client.Resource(kind.resource).Namespace(p.Namespace).List(ctx, metav1.ListOptions{})
		switch {
		case apierrors.IsForbidden(err):
			return fmt.Sprintf("this identity may not list %s, which may count a pod with them", kind.resource.GroupResource()), nil
		case apierrors.IsNotFound(err):
			continue
		case err != nil:
			return "", fmt.Errorf("listing the %s of namespace %s: %w", kind.resource.Resource, p.Namespace, err)
		}
		for i := range list.Items {
			if o := &list.Items[i]; kind.counts(o) {
				return fmt.Sprintf(kind.says, o.GetName()), nil
			}
		}
	}
	return "", nil
}
