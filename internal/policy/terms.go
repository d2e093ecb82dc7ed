package policy

import (
	"github.com/open-policy-agent/opa/v1/ast"
)

// of is the shape of a term.
func (s *scope) of(term *ast.Term) *shape {
	if term == nil {
		return nil
	}
	switch value := term.Value.(type) {
	case ast.String:
		return &shape{literals: []*ast.Term{term}}
	case ast.Var:
		return s.vars[value]
	case ast.Ref:
		return s.ref(value)
	case ast.Call:
		result, _ := s.result(value[0].Value.String(), value[1:])
		return result
	case *ast.ArrayComprehension:
		s.body(value.Body)
		return &shape{elements: s.of(value.Term)}
	case *ast.SetComprehension:
		s.body(value.Body)
		return &shape{elements: s.of(value.Term), set: true}
	case *ast.ObjectComprehension:
		s.body(value.Body)
		return &shape{elements: s.of(value.Value)}
	case *ast.Array:
		out := &shape{}
		value.Foreach(func(t *ast.Term) { out.elements = join(out.elements, s.of(t)) })
		return out
	case ast.Set:
		out := &shape{set: true}
		value.Foreach(func(t *ast.Term) { out.elements = join(out.elements, s.of(t)) })
		return out
	case ast.Object:
		return s.object(value)
	}
	return anything()
}

func (s *scope) object(object ast.Object) *shape {
	out := &shape{fields: map[string]*shape{}}
	object.Foreach(func(key, value *ast.Term) {
		if name := stringOf(key); name != "" {
			out.fields[name] = s.of(value)
			out.keys = append(out.keys, key)
			return
		}
		out.elements = join(out.elements, s.of(value))
	})
	return out
}

// ref is the shape that a reference leads to.
func (s *scope) ref(ref ast.Ref) *shape {
	at, rest := s.start(ref)
	for _, part := range rest {
		switch key := part.Value.(type) {
		case ast.String:
			at = at.field(string(key))
			continue
		case ast.Var:
			if at != nil && at.set && !s.bound[key] {
				s.bind(part, at.element())
			} else if !s.bound[key] {
				s.bind(part, anything())
			}
		}
		if at != nil && len(at.keys) > 0 {
			s.compared(s.of(part), &shape{literals: at.keys})
		}
		at = at.element()
	}
	return at
}

// start is the shape of the document that a reference begins with, and the rest of it.
func (s *scope) start(ref ast.Ref) (*shape, ast.Ref) {
	head, isVar := ref[0].Value.(ast.Var)
	switch {
	case !isVar:
		return s.of(ref[0]), ref[1:]
	case ref[0].Equal(ast.InputRootDocument):
		return s.input, ref[1:]
	case ref[0].Equal(ast.DefaultRootDocument):
		for i := len(ref); i > 1; i-- {
			if group := s.groups[ref[:i].String()]; group != nil {
				return group.value, ref[i:]
			}
		}
		return anything(), nil
	}
	return s.vars[head], ref[1:]
}
