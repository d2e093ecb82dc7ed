package policy

import (
	"github.com/open-policy-agent/opa/v1/ast"
)

// passes is how often shapes are carried on from rule to rule. Each pass carries them one
// call further.
const passes = 10

// inference finds out the shapes of all terms of compiled modules, from the schema of the
// input on: through variables, rules, comprehensions, and the arguments of functions.
type inference struct {
	input  *shape
	groups map[string]*ruleGroup
	// compare is called with the shapes of the two sides of each comparison.
	compare func(rule *ast.Rule, a, b *shape)
}

// ruleGroup is the rules of one name, and what is known of them together.
type ruleGroup struct {
	rules  []*ast.Rule
	params []*shape
	value  *shape
}

// infer runs the inference, and calls compare for each comparison at its end.
func infer(modules []*ast.Module, input *shape, compare func(group *ruleGroup, rule *ast.Rule, a, b *shape)) {
	in := &inference{input: input, groups: map[string]*ruleGroup{}}
	for _, module := range modules {
		for _, rule := range module.Rules {
			key := rule.Ref().GroundPrefix().String()
			if in.groups[key] == nil {
				in.groups[key] = &ruleGroup{params: make([]*shape, len(rule.Head.Args))}
			}
			for r := rule; r != nil; r = r.Else {
				in.groups[key].rules = append(in.groups[key].rules, r)
			}
		}
	}
	for pass := range passes {
		for _, group := range in.groups {
			for _, rule := range group.rules {
				in.compare = func(*ast.Rule, *shape, *shape) {}
				if pass == passes-1 {
					in.compare = func(rule *ast.Rule, a, b *shape) { compare(group, rule, a, b) }
				}
				in.rule(group, rule)
			}
		}
	}
}

// rule carries shapes through one rule.
func (in *inference) rule(group *ruleGroup, rule *ast.Rule) {
	scope := &scope{inference: in, rule: rule, vars: map[ast.Var]*shape{}, bound: map[ast.Var]bool{}}
	for i, arg := range rule.Head.Args {
		if i < len(group.params) {
			scope.bind(arg, group.params[i])
		}
	}
	scope.body(rule.Body)
	var value *shape
	switch {
	case rule.Head.RuleKind() == ast.MultiValue:
		value = &shape{elements: scope.of(rule.Head.Key), set: true}
	case rule.Head.Value != nil:
		value = scope.of(rule.Head.Value)
	}
	if ref := rule.Head.Ref(); !ref.IsGround() {
		value = &shape{elements: value}
	}
	group.value = join(group.value, value)
}

// scope is what is known inside of one rule.
type scope struct {
	*inference
	rule  *ast.Rule
	vars  map[ast.Var]*shape
	bound map[ast.Var]bool
}

func (s *scope) body(body ast.Body) {
	for _, expr := range body {
		switch terms := expr.Terms.(type) {
		case *ast.Term:
			s.of(terms)
		case []*ast.Term:
			s.call(terms)
		case *ast.Every:
			domain := s.of(terms.Domain)
			if terms.Key != nil {
				s.bind(terms.Key, anything())
			}
			s.bind(terms.Value, domain.element())
			s.body(terms.Body)
		}
	}
}

// call carries shapes through an expression that calls something.
func (s *scope) call(terms []*ast.Term) {
	name, args := terms[0].Value.String(), terms[1:]
	switch name {
	case ast.Equality.Name, ast.Equal.Name, ast.Assign.Name:
		s.equal(args[0], args[1])
	case ast.NotEqual.Name:
		s.compared(s.of(args[0]), s.of(args[1]))
	case ast.Member.Name:
		s.compared(s.of(args[0]), s.of(args[1]).element())
	case ast.MemberWithKey.Name:
		s.compared(s.of(args[1]), s.of(args[2]).element())
	default:
		value, arity := s.result(name, args)
		if len(args) > arity {
			s.equal(args[arity], nil)
			s.bindUnbound(args[arity], value)
		}
	}
}

// equal binds variables that have no value yet, and compares what has one.
func (s *scope) equal(a, b *ast.Term) {
	if b == nil {
		return
	}
	switch {
	case s.unbound(a):
		s.bind(a, s.of(b))
	case s.unbound(b):
		s.bind(b, s.of(a))
	default:
		s.compared(s.of(a), s.of(b))
		s.bindUnbound(a, s.of(b))
		s.bindUnbound(b, s.of(a))
	}
}

// compared reports a comparison, and that of elements with elements.
func (s *scope) compared(a, b *shape) {
	if a == nil || b == nil {
		return
	}
	s.compare(s.rule, a, b)
	s.compare(s.rule, b, a)
	s.compared(a.elements, b.elements)
}

// result is the shape of what a function returns, and the number of its arguments.
func (s *scope) result(name string, args []*ast.Term) (value *shape, arity int) {
	if group := s.groups[name]; group != nil {
		for i := range min(len(group.params), len(args)) {
			group.params[i] = join(group.params[i], s.of(args[i]))
		}
		return group.value, len(group.params)
	}
	arity = len(args)
	if builtin := ast.BuiltinMap[name]; builtin != nil {
		arity = builtin.Decl.Arity()
	}
	var all *shape
	for _, arg := range args[:min(arity, len(args))] {
		all = join(all, s.of(arg))
	}
	if name == ast.And.Name || name == ast.Minus.Name {
		s.compared(s.of(args[0]), s.of(args[1]))
	}
	switch name {
	case ast.Or.Name, ast.And.Name, ast.Minus.Name, ast.Sort.Name, ast.ArrayConcat.Name:
		return all, arity
	}
	return anything(), arity
}

func (s *scope) unbound(term *ast.Term) bool {
	v, ok := term.Value.(ast.Var)
	return ok && !s.bound[v]
}

// bind gives a variable a shape. Of a pattern, the variables can be anything.
func (s *scope) bind(term *ast.Term, of *shape) {
	if v, ok := term.Value.(ast.Var); ok {
		s.vars[v] = join(s.vars[v], of)
		s.bound[v] = true
		return
	}
	s.bindUnbound(term, of)
}

// bindUnbound gives those variables of a pattern a shape that have none.
func (s *scope) bindUnbound(term *ast.Term, of *shape) {
	if s.unbound(term) {
		s.bind(term, of)
		return
	}
	switch term.Value.(type) {
	case *ast.Array, ast.Object:
		ast.WalkVars(term, func(v ast.Var) bool {
			if !s.bound[v] {
				s.vars[v], s.bound[v] = anything(), true
			}
			return false
		})
	}
}
