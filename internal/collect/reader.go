package collect

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/text"
)

// reader reads fields of an unstructured object. A missing field is empty; one of an unexpected
// type sets the error.
type reader struct {
	fields map[string]any
	err    error
}

// at finds the value at a path.
func (r *reader) at(path ...string) (any, bool) {
	value, found, err := unstructured.NestedFieldNoCopy(r.fields, path...)
	if err != nil {
		r.fail(path, "is not inside an object")
		return nil, false
	}
	return value, found && value != nil
}

func (r *reader) fail(path []string, what string) {
	if r.err == nil {
		r.err = fmt.Errorf("the field %s %s", strings.Join(path, "."), what)
	}
}

// text is a string.
func (r *reader) text(path ...string) string {
	value, found := r.at(path...)
	s, ok := value.(string)
	if found && !ok {
		r.fail(path, "is not a string")
	}
	return text.Truncate(s, valueMax)
}

// boolean is a boolean; the second result is false when there is none.
func (r *reader) boolean(path ...string) (out, found bool) {
	value, found := r.at(path...)
	out, ok := value.(bool)
	if found && !ok {
		r.fail(path, "is not a boolean")
	}
	return out, found && ok
}

// number is a whole number; 0 when there is none.
func (r *reader) number(path ...string) int {
	value, found := r.at(path...)
	number, ok := value.(int64)
	if found && !ok {
		r.fail(path, "is not a whole number")
	}
	return int(number)
}

// takeError copies the error of a reader of a part of the same object.
func (r *reader) takeError(part *reader) {
	if r.err == nil {
		r.err = part.err
	}
}

// list is a list of objects.
func (r *reader) list(path ...string) []map[string]any {
	value, found := r.at(path...)
	elements, ok := value.([]any)
	if found && !ok {
		r.fail(path, "is not a list")
	}
	var out []map[string]any
	for _, element := range elements {
		fields, ok := element.(map[string]any)
		if !ok {
			r.fail(path, "holds something that is not an object")
			continue
		}
		out = append(out, fields)
	}
	return out
}

// conditions are status conditions.
func (r *reader) conditions(path ...string) []facts.Condition {
	var out []facts.Condition
	for _, fields := range r.list(path...) {
		one := reader{fields: fields}
		since, _ := time.Parse(time.RFC3339, one.text("lastTransitionTime"))
		message, _ := fields["message"].(string)
		out = append(out, condition(one.text("type"), one.text("status"), one.text("reason"), message, metav1.NewTime(since)))
		if one.err != nil && r.err == nil {
			r.err = fmt.Errorf("in %s: %w", strings.Join(path, "."), one.err)
		}
	}
	sortBy(out, func(c facts.Condition) string { return c.Type })
	return out
}

// value writes a value down as a fact: scalars as they are, lists of scalars joined
// by commas, and no more than "{}" for what has parts, as those can hold anything.
func (r *reader) value(path ...string) string {
	value, found := r.at(path...)
	if !found {
		return ""
	}
	return text.Truncate(plain(value), valueMax)
}

func plain(value any) string {
	switch v := value.(type) {
	case string:
		return v
	case bool:
		return strconv.FormatBool(v)
	case int64:
		return strconv.FormatInt(v, 10)
	case float64:
		return strconv.FormatFloat(v, 'g', -1, 64)
	case []any:
		var parts []string
		for _, element := range v {
			parts = append(parts, plain(element))
		}
		return strings.Join(parts, ",")
	}
	return "{}"
}

// findCondition returns the condition of a type.
func findCondition(conditions []facts.Condition, kind string) (facts.Condition, bool) {
	for _, c := range conditions {
		if c.Type == kind {
			return c, true
		}
	}
	return facts.Condition{}, false
}

// namesMax is how many texts of a list are kept.
const namesMax = 200

// names is a list of texts, each shortened.
func (r *reader) names(path ...string) []string {
	value, found := r.at(path...)
	list, ok := value.([]any)
	if found && !ok {
		r.fail(path, "is not a list")
	}
	var out []string
	for _, element := range list[:min(len(list), namesMax)] {
		name, ok := element.(string)
		if !ok {
			r.fail(path, "holds something that is no text")
		}
		out = append(out, text.Truncate(name, valueMax))
	}
	return out
}
