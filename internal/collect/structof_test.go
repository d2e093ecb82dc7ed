package collect

import (
	"testing"

	coordinationv1 "k8s.io/api/coordination/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// TestStructOf: an object of a kind that is not registered becomes a struct; one that does
// not fit is an error, not a struct with empty fields.
func TestStructOf(t *testing.T) {
	object := func(seconds any) *unstructured.Unstructured {
		return &unstructured.Unstructured{Object: map[string]any{
			"metadata": map[string]any{"name": "a"}, "spec": map[string]any{"leaseDurationSeconds": seconds},
		}}
	}
	got, err := structOf[*coordinationv1.Lease](object(int64(40)))
	if err != nil || got.Name != "a" || *got.Spec.LeaseDurationSeconds != 40 {
		t.Errorf("got %+v %v", got, err)
	}
	if _, err := structOf[*coordinationv1.Lease](object("long")); err == nil {
		t.Error("a text where a number must be: got no error")
	}
}
