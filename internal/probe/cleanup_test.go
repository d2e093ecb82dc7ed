package probe

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	clienttesting "k8s.io/client-go/testing"
)

// TestKeptNamespace: while some API does not answer, Kubernetes keeps every namespace that
// is deleted, even an empty one. Waiting for it is no use, and nothing is left behind.
func TestKeptNamespace(t *testing.T) {
	conditions := func(remaining corev1.ConditionStatus) []corev1.NamespaceCondition {
		return []corev1.NamespaceCondition{
			{Type: corev1.NamespaceDeletionDiscoveryFailure, Status: corev1.ConditionTrue, Message: "stale GroupVersion discovery: metrics.k8s.io/v1beta1"},
			{Type: corev1.NamespaceContentRemaining, Status: remaining, Message: "1 pods. has 1 resource instances"},
		}
	}
	conflict := apierrors.NewConflict(corev1.Resource("namespaces"), "kready-probe-aa", errors.New("being removed"))
	remove := func(t *testing.T, remaining corev1.ConditionStatus, answer error) (*LeftoverError, time.Duration) {
		t.Helper()
		client := server("", &corev1.Namespace{
			ObjectMeta: metav1.ObjectMeta{Name: "kready-probe-aa"}, Status: corev1.NamespaceStatus{Conditions: conditions(remaining)},
		})
		client.PrependReactor("delete", "namespaces", func(clienttesting.Action) (bool, runtime.Object, error) {
			return true, nil, answer
		})
		ctx, cancel := context.WithTimeout(t.Context(), cleanUpLimit)
		defer cancel()
		began := time.Now()
		var left *LeftoverError
		if err := Remove(ctx, client, []string{"kready-probe-aa"}); !errors.As(err, &left) {
			t.Fatalf("%v", err)
		}
		return left, time.Since(began)
	}
	synctest.Test(t, func(t *testing.T) {
		for _, answer := range []error{nil, conflict} { // of a server of today, and of an older one
			left, took := remove(t, corev1.ConditionFalse, answer)
			if !left.Empty || took > 30*time.Second || !strings.Contains(left.Error(), "metrics.k8s.io") {
				t.Errorf("an empty one: after %s: %v", took, left)
			}
			left, took = remove(t, corev1.ConditionTrue, answer)
			if left.Empty || took < cleanUpLimit {
				t.Errorf("one with a pod in it: after %s: %v", took, left)
			}
		}
	})
}
