package probe

import (
	"fmt"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// object returns a custom resource with the labels of the run.
func (s *Session) object(apiVersion, kind, name string, spec map[string]any) *unstructured.Unstructured {
	o := &unstructured.Unstructured{Object: map[string]any{"apiVersion": apiVersion, "kind": kind, "spec": spec}}
	o.SetName(name)
	o.SetNamespace(s.Namespace)
	o.SetLabels(s.labels(nil))
	return o
}

// statusCondition is a condition in the status of a custom resource.
type statusCondition struct{ status, reason, message string }

// condition returns the condition of a type; zero when the object has none.
func condition(o *unstructured.Unstructured, kind string) statusCondition {
	all, _, _ := unstructured.NestedSlice(o.Object, "status", "conditions")
	for _, one := range all {
		c, ok := one.(map[string]any)
		if !ok || c["type"] != kind {
			continue
		}
		text := func(key string) string { v, _ := c[key].(string); return v }
		return statusCondition{text("status"), text("reason"), text("message")}
	}
	return statusCondition{}
}

// createError returns the error of a create request; an obstacle when admission refused it.
func createError(what string, err error) error {
	r, refused := refusedByAdmission(err)
	switch {
	case refused && r.noAnswer:
		return &ObstacleError{fmt.Sprintf("%s cannot be created while %s gives no answer: %s", what, r.by, r.message)}
	case refused:
		return &ObstacleError{fmt.Sprintf("%s is refused by %s: %s", what, r.by, r.message)}
	}
	return fmt.Errorf("creating %s: %w", what, err)
}
