package collect

import (
	"testing"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// TestAPIServiceWithoutSpec is no API that the API server serves itself.
func TestAPIServiceWithoutSpec(t *testing.T) {
	for _, spec := range []any{nil, map[string]any{}, "odd", map[string]any{"version": 1}} {
		o := &unstructured.Unstructured{Object: map[string]any{"metadata": map[string]any{"name": "v1.odd"}, "spec": spec}}
		if got, err := distilAPIService(o); err == nil {
			t.Errorf("%v: %+v", spec, got)
		}
	}
	whole := &unstructured.Unstructured{Object: map[string]any{"metadata": map[string]any{"name": "v1."}, "spec": map[string]any{"version": "v1"}}}
	if got, err := distilAPIService(whole); err != nil || !got.Local {
		t.Errorf("%+v, %v", got, err)
	}
}
