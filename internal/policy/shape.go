package policy

import (
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"
)

// shape is what is known of the values that a term can have; nil when nothing is known yet.
type shape struct {
	// open means that strings may be any.
	open bool
	// enum is the strings that the schema allows.
	enum []string
	// literals are the strings that the policy itself writes.
	literals []*ast.Term
	// fields are those of an object, and keys the literals that name them.
	fields map[string]*shape
	keys   []*ast.Term
	// elements is what arrays, sets and maps hold.
	elements *shape
	// set marks a set, which is indexed by its elements.
	set bool
}

// anything is the shape of what nothing is known of.
func anything() *shape { return &shape{open: true} }

// closed reports whether the schema lists all strings that the value can be.
func (s *shape) closed() bool { return s != nil && !s.open && len(s.enum) > 0 }

// literal reports whether all strings that the value can be are literals of the policy.
func (s *shape) literal() bool {
	return s != nil && !s.open && len(s.enum) == 0 && len(s.literals) > 0
}

// allows reports whether a value of a closed shape can be a string.
func (s *shape) allows(value string) bool {
	return slices.Contains(s.enum, value) || slices.ContainsFunc(s.literals, func(t *ast.Term) bool { return stringOf(t) == value })
}

// field is the shape below a shape, of the field with a name.
func (s *shape) field(name string) *shape {
	switch {
	case s == nil:
		return nil
	case s.fields[name] != nil:
		return s.fields[name]
	case s.elements != nil:
		return s.elements
	case s.open:
		return anything()
	}
	return nil
}

// element is the shape below a shape, of any element or field.
func (s *shape) element() *shape {
	if s == nil {
		return nil
	}
	below := s.elements
	for _, f := range s.fields {
		below = join(below, f)
	}
	if below == nil && s.open {
		return anything()
	}
	return below
}

// join is the shape of what has one shape or the other.
func join(a, b *shape) *shape {
	switch {
	case a == nil || a == b:
		return b
	case b == nil:
		return a
	}
	out := &shape{open: a.open || b.open, set: a.set && b.set, elements: join(a.elements, b.elements)}
	out.enum = union(a.enum, b.enum)
	out.literals = union(a.literals, b.literals)
	out.keys = union(a.keys, b.keys)
	if len(a.fields)+len(b.fields) > 0 {
		out.fields = map[string]*shape{}
		for name, f := range a.fields {
			out.fields[name] = join(f, b.fields[name])
		}
		for name, f := range b.fields {
			if a.fields[name] == nil {
				out.fields[name] = f
			}
		}
	}
	return out
}

// union appends those of b that a lacks.
func union[T comparable](a, b []T) []T {
	out := a
	for _, item := range b {
		if !slices.Contains(a, item) {
			out = append(slices.Clip(out), item)
		}
	}
	return out
}

// schemaShape is the shape that a JSON Schema describes.
func schemaShape(schema any) *shape {
	node, ok := schema.(map[string]any)
	if !ok {
		return anything()
	}
	out := &shape{}
	switch node["type"] {
	case "object":
		properties, _ := node["properties"].(map[string]any)
		out.fields = map[string]*shape{}
		for name, property := range properties {
			out.fields[name] = schemaShape(property)
		}
		if more, ok := node["additionalProperties"].(map[string]any); ok {
			out.elements = schemaShape(more)
		}
	case "array":
		out.elements = schemaShape(node["items"])
	default:
		values, _ := node["enum"].([]any)
		for _, value := range values {
			if allowed, ok := value.(string); ok {
				out.enum = append(out.enum, allowed)
			}
		}
		out.open = len(out.enum) == 0
	}
	return out
}

// stringOf is the string of a literal, "" of any other term.
func stringOf(term *ast.Term) string {
	s, _ := term.Value.(ast.String)
	return string(s)
}
