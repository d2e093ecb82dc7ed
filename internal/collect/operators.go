package collect

import (
	"context"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/kready/kready/internal/facts"
)

func operatorResourcesCollector() Collector {
	return Collector{
		Facts:   facts.KindOperatorResources,
		Collect: collectOperatorResources,
	}
}

// collectOperatorResources reads the custom resources by which operators install products: the
// kinds of the catalogue.
func collectOperatorResources(ctx context.Context, r *Run) Fill {
	var parts []func(*Run) []facts.OperatorResource
	for _, kind := range r.opts.Operators {
		parts = append(parts, func(r *Run) []facts.OperatorResource {
			return eachIfServed(ctx, r, kind.Group, kind.Resource, kind.distil)
		})
	}
	resources := runParallel(r, parts)
	sortBy(resources,
		func(d facts.OperatorResource) string { return d.Group },
		func(d facts.OperatorResource) string { return d.Kind },
		func(d facts.OperatorResource) string { return d.Namespace },
		func(d facts.OperatorResource) string { return d.Name })
	return func(s *facts.Snapshot) { s.OperatorResources = resources }
}

// distil keeps only the fields that the catalogue names.
func (k OperatorKind) distil(o *unstructured.Unstructured) (facts.OperatorResource, error) {
	read := reader{fields: o.Object}
	out := facts.OperatorResource{Group: k.Group, Kind: k.Kind, Namespace: o.GetNamespace(), Name: o.GetName()}
	if k.VersionField != "" {
		out.Version = read.value(strings.Split(k.VersionField, ".")...)
	}
	for _, field := range k.Fields {
		if value := read.value(strings.Split(field, ".")...); value != "" {
			out.Fields = append(out.Fields, facts.Field{Name: field, Value: value})
		}
	}
	sortBy(out.Fields, func(f facts.Field) string { return f.Name })
	// Some operators have conditions of another form, which are left out.
	status := reader{fields: o.Object}
	if conditions := status.conditions("status", "conditions"); status.err == nil {
		out.Conditions = conditions
	}
	return out, read.err
}
