package collect

import (
	"context"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/kready/kready/internal/facts"
)

// collectDeclared reads the custom resources by which operators are asked for
// products: the kinds that the caller names.
func collectDeclared(ctx context.Context, r *Run) Fill {
	var parts []func(*Run) []facts.Declared
	for _, kind := range r.opts.Declared {
		parts = append(parts, func(r *Run) []facts.Declared {
			return eachCustom(ctx, r, kind.Group, kind.Resource, kind.distil)
		})
	}
	declared := spread(r, parts)
	sortBy(declared,
		func(d facts.Declared) string { return d.Group },
		func(d facts.Declared) string { return d.Kind },
		func(d facts.Declared) string { return d.Namespace },
		func(d facts.Declared) string { return d.Name })
	return func(s *facts.Snapshot) { s.Declared = declared }
}

// distil keeps the fields that the catalogue asks for, and no others.
func (k DeclaredKind) distil(o *unstructured.Unstructured) (facts.Declared, error) {
	read := reader{fields: o.Object}
	out := facts.Declared{Group: k.Group, Kind: k.Kind, Namespace: o.GetNamespace(), Name: o.GetName()}
	if k.VersionField != "" {
		out.Version = read.value(strings.Split(k.VersionField, ".")...)
	}
	for _, field := range k.Fields {
		if value := read.value(strings.Split(field, ".")...); value != "" {
			out.Fields = append(out.Fields, facts.Field{Name: field, Value: value})
		}
	}
	sortBy(out.Fields, func(f facts.Field) string { return f.Name })
	// Not every operator keeps conditions the usual way; those that do not have none.
	status := reader{fields: o.Object}
	if conditions := status.conditions("status", "conditions"); status.err == nil {
		out.Conditions = conditions
	}
	return out, read.err
}
