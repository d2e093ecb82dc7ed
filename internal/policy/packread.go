package policy

import (
	"encoding/binary"
	"errors"
	"fmt"

	"github.com/open-policy-agent/opa/v1/ast"
)

// errPacked is what ends the reading of a packed module that is none.
var errPacked = errors.New("it is no packed policy")

// unpacker reads a compiled module. What it makes many of is made in blocks.
type unpacker struct {
	in     []byte
	file   string
	texts  []string
	terms  []*ast.Term // those that may stand again
	module *ast.Module

	termBlock  []ast.Term
	exprBlock  []ast.Expr
	placeBlock []ast.Location
	listBlock  []*ast.Term
}

// blockSize is how many terms, expressions or places are made at once.
const blockSize = 64

// unpack is the opposite of pack.
func unpack(in []byte, file string) (module *ast.Module, imports []string, err error) {
	u := &unpacker{in: in, file: file, module: &ast.Module{}}
	defer func() {
		if p := recover(); p != nil {
			module, imports, err = nil, nil, fmt.Errorf("%s: %w: %v", file, errPacked, p)
		}
	}()
	imports = make([]string, u.count())
	for i := range imports {
		imports[i] = u.text()
	}
	u.module.Package = &ast.Package{Path: u.list()}
	u.module.Rules = make([]*ast.Rule, u.count())
	for i := range u.module.Rules {
		u.module.Rules[i] = u.rule()
	}
	if len(u.in) > 0 {
		return nil, nil, fmt.Errorf("%s: %w: something follows", file, errPacked)
	}
	return u.module, imports, nil
}

// number reads a number. It panics where there is none.
func (u *unpacker) number() int {
	n, size := binary.Uvarint(u.in)
	if size <= 0 || n > 1<<24 {
		panic("a number is missing")
	}
	u.in = u.in[size:]
	return int(n)
}

// count reads how many follow, each of at least a byte. It panics where these are missing.
func (u *unpacker) count() int {
	n := u.number()
	if n > len(u.in) {
		panic("it ends too early")
	}
	return n
}

func (u *unpacker) flag() bool { return u.number() == 1 }

func (u *unpacker) text() string {
	if n := u.number(); n > 0 {
		return u.texts[n-1]
	}
	size := u.count()
	s := string(u.in[:size])
	u.in = u.in[size:]
	u.texts = append(u.texts, s)
	return s
}

func (u *unpacker) place() *ast.Location {
	row := u.number()
	if row == 0 {
		return nil
	}
	at := fromBlock(&u.placeBlock)
	at.File, at.Row, at.Col = u.file, row, u.number()
	return at
}

// fromBlock returns the next of a block of values.
func fromBlock[T any](block *[]T) *T {
	if len(*block) == 0 {
		*block = make([]T, blockSize)
	}
	one := &(*block)[0]
	*block = (*block)[1:]
	return one
}

func (u *unpacker) rule() *ast.Rule {
	r := &ast.Rule{Module: u.module, Location: u.place(), Default: u.flag(), Head: &ast.Head{}}
	r.Head.Name, r.Head.Location, r.Head.Assign = ast.Var(u.text()), u.place(), u.flag()
	r.Head.Reference = u.list()
	if args := u.list(); len(args) > 0 {
		r.Head.Args = args
	}
	r.Head.Key, r.Head.Value = u.maybe(), u.maybe()
	r.Body = u.body()
	if u.flag() {
		r.Else = u.rule()
	}
	return r
}

func (u *unpacker) body() ast.Body {
	body := make(ast.Body, u.count())
	for i := range body {
		e := fromBlock(&u.exprBlock)
		e.Index, e.Location, e.Negated, e.Generated = i, u.place(), u.flag(), u.flag()
		if n := u.count(); n > 0 {
			e.With = make([]*ast.With, n)
			for i := range e.With {
				e.With[i] = &ast.With{Target: u.term(), Value: u.term(), Location: e.Location}
			}
		}
		e.Terms = u.expression(e.Location)
		body[i] = e
	}
	return body
}

func (u *unpacker) expression(at *ast.Location) any {
	switch kind := u.number(); kind {
	case packTerm:
		return u.term()
	case packTerms:
		return u.list()
	case packEvery:
		return &ast.Every{Key: u.maybe(), Value: u.term(), Domain: u.term(), Body: u.body(), Location: at}
	default:
		panic(fmt.Sprintf("no kind %d of expression", kind))
	}
}

func (u *unpacker) maybe() *ast.Term {
	if u.flag() {
		return u.term()
	}
	return nil
}

// list reads terms. None can be appended to the list in place.
func (u *unpacker) list() []*ast.Term {
	n := u.count()
	if n > len(u.listBlock) {
		u.listBlock = make([]*ast.Term, max(n, blockSize))
	}
	terms := u.listBlock[:n:n]
	u.listBlock = u.listBlock[n:]
	for i := range terms {
		terms[i] = u.term()
	}
	return terms
}

func (u *unpacker) term() *ast.Term {
	kind := u.number()
	if kind == packAgain {
		return u.terms[u.number()]
	}
	t := fromBlock(&u.termBlock)
	again := kind < packRef
	if kind == packRef {
		again = u.flag()
	}
	t.Value = u.value(kind)
	if again {
		u.terms = append(u.terms, t)
	}
	return t
}

func (u *unpacker) value(kind int) ast.Value {
	switch kind {
	case packNull:
		return ast.NullValue
	case packFalse, packTrue:
		return ast.Boolean(kind == packTrue)
	case packNumber:
		return ast.Number(u.text())
	case packString:
		return ast.String(u.text())
	case packVar:
		return ast.Var(u.text())
	case packRef:
		return ast.Ref(u.list())
	case packCall:
		return ast.Call(u.list())
	case packArray:
		return ast.NewArray(u.list()...)
	case packSet:
		return ast.NewSet(u.list()...)
	case packObject:
		pairs := make([][2]*ast.Term, u.count())
		for i := range pairs {
			pairs[i] = [2]*ast.Term{u.term(), u.term()}
		}
		return ast.NewObject(pairs...)
	case packArrayOf:
		return &ast.ArrayComprehension{Term: u.term(), Body: u.body()}
	case packSetOf:
		return &ast.SetComprehension{Term: u.term(), Body: u.body()}
	case packObjectOf:
		return &ast.ObjectComprehension{Key: u.term(), Value: u.term(), Body: u.body()}
	}
	panic(fmt.Sprintf("no kind %d of term", kind))
}
