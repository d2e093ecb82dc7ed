package collect

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
)

// selection reads the pair of selectors in a spec that pick objects.
func (r *reader) selection(objects, namespaces string) facts.ObjectSelection {
	return facts.ObjectSelection{Objects: r.selector("spec", objects), Namespaces: r.selector("spec", namespaces)}
}

// selector is a label selector.
func (r *reader) selector(path ...string) facts.Selector {
	value, found := r.at(path...)
	fields, ok := value.(map[string]any)
	if !found || !ok {
		if found {
			r.fail(path, "is not a selector")
		}
		return facts.Selector{}
	}
	var selector metav1.LabelSelector
	one := reader{fields: fields}
	labels, _, err := unstructured.NestedStringMap(fields, "matchLabels")
	if err != nil {
		r.fail(path, "holds labels that are no texts")
	}
	selector.MatchLabels = labels
	for _, expression := range one.list("matchExpressions") {
		values, _, err := unstructured.NestedStringSlice(expression, "values")
		if err != nil {
			r.fail(path, "holds values that are no texts")
		}
		part := reader{fields: expression}
		selector.MatchExpressions = append(selector.MatchExpressions, metav1.LabelSelectorRequirement{
			Key: part.text("key"), Operator: metav1.LabelSelectorOperator(part.text("operator")), Values: values,
		})
		one.takeError(&part)
	}
	r.takeError(&one)
	return kube.DistilSelector(&selector)
}

// has reports whether there is a value at a path.
func (r *reader) has(path ...string) bool {
	_, found := r.at(path...)
	return found
}

// length is how many elements a list has, whatever they are.
func (r *reader) length(path ...string) int {
	value, _ := r.at(path...)
	elements, _ := value.([]any)
	return len(elements)
}
