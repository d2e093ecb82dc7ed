package policy

import (
	"cmp"
	"encoding/binary"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
)

// The kinds of term in a packed module. A term that stood before, and holds no body of a rule, is told by its
// number in the order in which such terms end.
const (
	packAgain = iota
	packNull
	packFalse
	packTrue
	packNumber
	packString
	packVar
	packRef
	packArray
	packSet
	packObject
	packCall
	packArrayOf
	packSetOf
	packObjectOf
)

// The kinds of what an expression is made of.
const (
	packTerm = iota
	packTerms
	packEvery
)

// packer writes a compiled module.
type packer struct {
	out   []byte
	texts map[string]int // the number of each text that stood before
	terms map[string]int // the number of each term that stood before, by what it is
	vars  map[ast.Var]string
	err   error
}

// pack returns a compiled module, with the packages of kready's that it imported.
func pack(module *ast.Module, imports []string) ([]byte, error) {
	p := &packer{texts: map[string]int{}, terms: map[string]int{}, vars: map[ast.Var]string{}}
	p.number(len(imports))
	for _, name := range imports {
		p.text(name)
	}
	p.ref(module.Package.Path)
	p.number(len(module.Rules))
	for _, rule := range module.Rules {
		p.rule(rule)
	}
	return p.out, p.err
}

func (p *packer) number(n int) { p.out = binary.AppendUvarint(p.out, uint64(n)) }

func (p *packer) flag(is bool) {
	n := 0
	if is {
		n = 1
	}
	p.number(n)
}

// text writes a text, and one that stood before as its number.
func (p *packer) text(s string) {
	n, known := p.texts[s]
	if !known {
		p.texts[s] = len(p.texts)
		p.number(0)
		p.number(len(s))
		p.out = append(p.out, s...)
		return
	}
	p.number(n + 1)
}

// name is a variable's. Those that the compiler made are numbered in each module from 0, so that
// it is packed the same whatever else was compiled with it.
func (p *packer) name(v ast.Var) string {
	if !v.IsGenerated() {
		return string(v)
	}
	name, known := p.vars[v]
	if !known {
		name = fmt.Sprintf("__local%d__", len(p.vars))
		p.vars[v] = name
	}
	return name
}

// inOrder sorts variables that the compiler made by their numbers, of which only the order is the same
// whatever else was compiled.
func inOrder(terms []*ast.Term) []*ast.Term {
	number := func(t *ast.Term) int {
		v, _ := t.Value.(ast.Var)
		n, _ := strconv.Atoi(strings.Trim(strings.TrimPrefix(string(v), ast.LocalVarPrefix), "_"))
		return n
	}
	sorted := slices.Clone(terms)
	slices.SortStableFunc(sorted, func(a, b *ast.Term) int {
		return cmp.Or(cmp.Compare(number(a), number(b)), a.Value.Compare(b.Value))
	})
	return sorted
}

func (p *packer) place(at *ast.Location) {
	if at == nil {
		p.number(0)
		return
	}
	p.number(at.Row)
	p.number(at.Col)
}

func (p *packer) rule(r *ast.Rule) {
	p.place(r.Location)
	p.flag(r.Default)
	p.text(p.name(r.Head.Name))
	p.place(r.Head.Location)
	p.flag(r.Head.Assign)
	p.ref(r.Head.Reference)
	p.list(r.Head.Args)
	p.maybe(r.Head.Key)
	p.maybe(r.Head.Value)
	p.body(r.Body)
	p.flag(r.Else != nil)
	if r.Else != nil {
		p.rule(r.Else)
	}
}

func (p *packer) body(body ast.Body) {
	p.number(len(body))
	for _, e := range body {
		p.place(e.Location)
		p.flag(e.Negated)
		p.flag(e.Generated)
		p.number(len(e.With))
		for _, w := range e.With {
			p.term(w.Target)
			p.term(w.Value)
		}
		p.expression(e)
	}
}

func (p *packer) expression(e *ast.Expr) {
	switch terms := e.Terms.(type) {
	case *ast.Term:
		p.number(packTerm)
		p.term(terms)
	case []*ast.Term:
		p.number(packTerms)
		p.list(terms)
	case *ast.Every:
		p.number(packEvery)
		p.maybe(terms.Key)
		p.term(terms.Value)
		p.term(terms.Domain)
		p.body(terms.Body)
	default:
		p.err = fmt.Errorf("cannot pack the expression at %s: it is a %T", e.Location, e.Terms)
	}
}

func (p *packer) maybe(t *ast.Term) {
	p.flag(t != nil)
	if t != nil {
		p.term(t)
	}
}

func (p *packer) list(terms []*ast.Term) {
	p.number(len(terms))
	for _, t := range terms {
		p.term(t)
	}
}

func (p *packer) ref(ref ast.Ref) { p.list(ref) }

// term writes a term. Its place is left out: places of expressions are kept.
func (p *packer) term(t *ast.Term) {
	key, again := p.key(t)
	if again {
		if n, known := p.terms[key]; known {
			p.number(packAgain)
			p.number(n)
			return
		}
	}
	p.value(t)
	if again {
		p.terms[key] = len(p.terms)
	}
}

// key is what a scalar, a variable or a reference made of these is; false for any other term.
func (p *packer) key(t *ast.Term) (string, bool) {
	switch v := t.Value.(type) {
	case ast.Null, ast.Boolean, ast.Number, ast.String:
		return fmt.Sprintf("%T %s", v, v), true
	case ast.Var:
		return "var " + p.name(v), true
	case ast.Ref:
		var b strings.Builder
		for _, part := range v {
			key, ok := p.key(part)
			if !ok {
				return "", false
			}
			fmt.Fprintf(&b, "%d %s ", len(key), key)
		}
		return "ref " + b.String(), true
	}
	return "", false
}

func (p *packer) value(t *ast.Term) {
	switch v := t.Value.(type) {
	case ast.Null:
		p.number(packNull)
	case ast.Boolean:
		if v {
			p.number(packTrue)
		} else {
			p.number(packFalse)
		}
	case ast.Number:
		p.number(packNumber)
		p.text(string(v))
	case ast.String:
		p.number(packString)
		p.text(string(v))
	case ast.Var:
		p.number(packVar)
		p.text(p.name(v))
	case ast.Ref:
		p.number(packRef)
		_, again := p.key(t)
		p.flag(again)
		p.ref(v)
	case ast.Call:
		p.number(packCall)
		p.list(v)
	default:
		p.collection(t)
	}
}

func (p *packer) collection(t *ast.Term) {
	switch v := t.Value.(type) {
	case *ast.Array:
		p.number(packArray)
		p.number(v.Len())
		v.Foreach(p.term)
	case ast.Set:
		p.number(packSet)
		p.list(inOrder(v.Slice()))
	case ast.Object:
		p.number(packObject)
		p.number(v.Len())
		for _, key := range inOrder(v.Keys()) {
			p.term(key)
			p.term(v.Get(key))
		}
	case *ast.ArrayComprehension:
		p.number(packArrayOf)
		p.term(v.Term)
		p.body(v.Body)
	case *ast.SetComprehension:
		p.number(packSetOf)
		p.term(v.Term)
		p.body(v.Body)
	case *ast.ObjectComprehension:
		p.number(packObjectOf)
		p.term(v.Key)
		p.term(v.Value)
		p.body(v.Body)
	default:
		p.err = fmt.Errorf("cannot pack the term at %s: it is a %T", t.Location, t.Value)
	}
}
