package collect

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/text"
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
	return distilSelector(&selector)
}

// distilSelector distils a label selector; nil is one that is not set.
func distilSelector(s *metav1.LabelSelector) facts.Selector {
	if s == nil {
		return facts.Selector{}
	}
	out := facts.Selector{Set: true}
	for key, value := range shortenValues(s.MatchLabels) {
		out.Requirements = append(out.Requirements, facts.Requirement{Key: key, Operator: "In", Values: []string{value}})
	}
	for _, e := range s.MatchExpressions {
		one := facts.Requirement{Key: text.Truncate(e.Key, valueMax), Operator: string(e.Operator)}
		for _, value := range sorted(e.Values) {
			one.Values = append(one.Values, text.Truncate(value, valueMax))
		}
		out.Requirements = append(out.Requirements, one)
	}
	sortBy(out.Requirements, facts.Requirement.String)
	return out
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
