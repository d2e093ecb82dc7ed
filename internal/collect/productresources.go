package collect

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/target"
	"github.com/kready/kready/internal/text"
)

// Limits of what is kept of products' resources.
const (
	// ProductObjects is the maximum number of objects of one resource.
	ProductObjects = 500
	// ProductValues is the maximum number of values of one field of one object.
	ProductValues = 200
)

// AllResources stands, as the resource of a ProductKind, for all of its group, such as those
// that Gatekeeper makes of its templates.
const AllResources = "*"

func productResourcesCollector() Collector {
	return Collector{
		Facts:   facts.KindProductResources,
		Collect: collectProductResources,
	}
}

// collectProductResources reads the custom resources by which products are configured or report
// their state: the kinds of the catalogue. Each has its own blind spots.
func collectProductResources(ctx context.Context, r *Run) Fill {
	var parts []func(*Run) []facts.ProductResource
	for _, kind := range r.opts.Products {
		parts = append(parts, func(r *Run) []facts.ProductResource {
			return []facts.ProductResource{kind.read(ctx, r)}
		})
	}
	all := runParallel(r, parts)
	sortBy(all, func(p facts.ProductResource) string { return p.Name })
	return func(s *facts.Snapshot) { s.ProductResources = all }
}

// read reads the objects of one kind.
func (k ProductKind) read(ctx context.Context, r *Run) facts.ProductResource {
	q := target.Query{Group: k.Group, Resource: k.Resource, Dynamic: true}
	out := facts.ProductResource{Name: q.String(), Asked: sorted(slices.Clone(k.Fields))}
	r.kind = out.FactKind()
	before := len(r.blind)
	for _, q := range k.queries(r, q) {
		if r.serves(&q) {
			out.Served = true
			out.Objects = append(out.Objects, k.readObjects(ctx, r, q, ProductObjects-len(out.Objects))...)
		}
	}
	out.Read = len(r.blind) == before
	return out
}

// queries returns the query itself, or one for each resource of the group where it is for all.
func (k ProductKind) queries(r *Run, q target.Query) []target.Query {
	if k.Resource != AllResources {
		return []target.Query{q}
	}
	apis, err := r.discover()
	if err != nil && !apis.Excludes(k.Group) {
		r.fail("list", q, err)
	}
	var names []string
	for _, g := range apis.Groups {
		for _, resource := range g.Resources {
			if g.Name == k.Group && !strings.Contains(resource.Name, "/") {
				names = append(names, resource.Name)
			}
		}
	}
	for _, failed := range apis.Failed {
		if failed.Group == k.Group {
			r.fail("list", q, &target.ReadError{Reason: facts.ReasonUnavailable, Message: failed.Message})
		}
	}
	var all []target.Query
	for _, name := range sorted(names) {
		one := q
		one.Resource = name
		all = append(all, one)
	}
	return all
}

// readObjects lists the objects. After an error it keeps those so far, and adds a blind spot.
func (k ProductKind) readObjects(ctx context.Context, r *Run, q target.Query, limit int) []facts.ProductObject {
	var objects []facts.ProductObject
	q.Restart = func() { objects = nil }
	err := r.objects(ctx, q, func(object runtime.Object) error {
		if len(objects) == limit {
			return &target.ReadError{Reason: facts.ReasonTooLarge, Message: fmt.Sprintf("there are more than %d objects; no more are kept", ProductObjects)}
		}
		switch o := object.(type) {
		case *target.Malformed:
			r.malformed(q, o)
		case *unstructured.Unstructured:
			kept, err := k.distil(o)
			if err != nil {
				r.malformed(q, &target.Malformed{Namespace: o.GetNamespace(), Name: o.GetName(), Err: err})
				return nil
			}
			objects = append(objects, kept)
		default:
			return &target.ReadError{Reason: facts.ReasonMalformed, Message: fmt.Sprintf("an object came as %T", object)}
		}
		return nil
	})
	if err != nil {
		r.fail("list", q, err)
	}
	sortBy(objects,
		func(o facts.ProductObject) string { return o.Namespace },
		func(o facts.ProductObject) string { return o.Name })
	return objects
}

// distil keeps only the fields that the catalogue names.
func (k ProductKind) distil(o *unstructured.Unstructured) (facts.ProductObject, error) {
	out := facts.ProductObject{
		Kind: o.GetKind(), Namespace: o.GetNamespace(), Name: o.GetName(), CreatedAt: truncateToSecond(o.GetCreationTimestamp().Time),
	}
	for _, field := range k.Fields {
		steps, err := facts.SplitPath(field)
		if err != nil {
			return out, err
		}
		values := valuesAt(o.Object, steps)
		if len(values) > ProductValues {
			return out, fmt.Errorf("the field %s has %d values, and %d are kept", field, len(values), ProductValues)
		}
		if slices.ContainsFunc(values, func(v string) bool { return v != "" }) {
			out.Fields = append(out.Fields, facts.ProductField{Name: field, Values: values})
		}
	}
	sortBy(out.Fields, func(f facts.ProductField) string { return f.Name })
	if k.Conditions {
		out.Conditions = keptConditions(o)
	}
	return out, nil
}

// keptConditions returns the status conditions. Those of another form are left out.
func keptConditions(o *unstructured.Unstructured) []facts.Condition {
	status := reader{fields: o.Object}
	conditions := status.conditions("status", "conditions")
	if status.err != nil {
		return nil
	}
	for i := range conditions {
		conditions[i].Message = redactURLs(conditions[i].Message)
	}
	return conditions
}

// valuesAt returns the values at a path as text. A path into the elements of a list, or of a map with names of its
// own ("[]"), has at least one value for each element, "" where the field is absent.
func valuesAt(value any, steps []string) []string {
	if len(steps) == 0 {
		return plainValues(value)
	}
	if steps[0] == "[]" {
		var values []string
		for _, element := range elementsOf(value) {
			inside := valuesAt(element, steps[1:])
			if len(inside) == 0 {
				inside = []string{""}
			}
			values = append(values, inside...)
		}
		return values
	}
	fields, _ := value.(map[string]any)
	next, found := fields[steps[0]]
	if !found || next == nil {
		return nil
	}
	return valuesAt(next, steps[1:])
}

// elementsOf returns the elements of a list, or those of a map in the order of their names.
func elementsOf(value any) []any {
	named, ok := value.(map[string]any)
	if !ok {
		elements, _ := value.([]any)
		return elements
	}
	elements := make([]any, 0, len(named))
	for _, name := range slices.Sorted(maps.Keys(named)) {
		elements = append(elements, named[name])
	}
	return elements
}

// plainValues returns a scalar, or the scalars of a list, as text.
func plainValues(value any) []string {
	elements, isList := value.([]any)
	if !isList {
		elements = []any{value}
	}
	values := make([]string, 0, len(elements))
	for _, element := range elements {
		one := "{}" // what has parts can hold anything
		if _, nested := element.([]any); !nested {
			one = plain(element)
		}
		values = append(values, text.Truncate(redactURLs(one), valueMax))
	}
	return values
}
