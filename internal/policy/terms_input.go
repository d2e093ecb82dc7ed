package policy

import (
	"encoding/json"
	"strconv"

	"github.com/open-policy-agent/opa/v1/ast"
)

// termBuilder makes OPA's terms of facts. Texts that repeat, such as names of namespaces and
// of fields, are one term each, and so are small lists and objects that repeat, such as what containers ask for.
type termBuilder struct {
	texts  map[string]*ast.Term
	shared []*ast.Term // in the place that their hash says
}

func newTermBuilder() termBuilder {
	return termBuilder{texts: map[string]*ast.Term{}, shared: make([]*ast.Term, sharedTerms)}
}

// repeatedMax is the length in bytes up to which texts are expected to repeat, and how many
// different ones are kept.
const repeatedMax, repeatedTexts = 64, 20_000

func (b termBuilder) Null() *ast.Term { return ast.NullTerm() }

func (b termBuilder) Bool(value bool) *ast.Term { return ast.InternedTerm(value) }

func (b termBuilder) String(value string) *ast.Term {
	if len(value) > repeatedMax {
		return ast.StringTerm(value)
	}
	term, known := b.texts[value]
	if !known {
		term = ast.StringTerm(value)
		if len(b.texts) < repeatedTexts {
			b.texts[value] = term
		}
	}
	return term
}

func (b termBuilder) Number(value json.Number) *ast.Term {
	if n, err := strconv.Atoi(value.String()); err == nil && ast.HasInternedIntNumberTerm(n) {
		return ast.InternedTerm(n)
	}
	return ast.NumberTerm(value)
}

func (b termBuilder) List(elements []*ast.Term) *ast.Term {
	return b.share(ast.ArrayTerm(elements...), len(elements))
}

// sharedParts is of how many parts at most a list or an object is that is expected to repeat, and sharedTerms how many
// are remembered: of two in one place, the last.
const sharedParts, sharedTerms = 12, 1 << 13

// share returns a term that is equal, where one was made not long before. Nothing changes the terms of an input.
func (b termBuilder) share(term *ast.Term, parts int) *ast.Term {
	if parts > sharedParts {
		return term
	}
	at := uint(term.Hash()) % sharedTerms
	if same := b.shared[at]; same != nil && same.Hash() == term.Hash() && ast.Compare(same.Value, term.Value) == 0 {
		return same
	}
	b.shared[at] = term
	return term
}

func (b termBuilder) Object(names []string, values []*ast.Term) *ast.Term {
	pairs := make([][2]*ast.Term, len(names))
	for i, name := range names {
		pairs[i] = [2]*ast.Term{b.String(name), values[i]}
	}
	return b.share(ast.ObjectTerm(pairs...), len(names))
}
