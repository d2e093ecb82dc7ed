package policy

import (
	"context"
	"reflect"
	"strings"
	"sync"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/topdown"

	"github.com/kready/kready/internal/facts"
)

// inputs keeps the memo of the last input that was judged without one of its own.
type inputs struct {
	mu   sync.Mutex
	last *memo
}

// memo is what judging an input by many policies shares. Its input must not change.
type memo struct {
	in *facts.Input
	// cluster is the memo of the input without its service, which several services share; nil for none.
	cluster *memo
	mu      sync.Mutex
	// fields are the input's as OPA's values, each converted once for all the policies that read
	// it, fields side by side. Conversion costs more than most policies do.
	fields map[string]func() *ast.Term
	// caches are what the rules that policies share gave, for the policies that were compiled
	// together. One that is in use is not here.
	caches map[*program]topdown.VirtualCache
}

// memoKey is the key of a context's memo.
type memoKey struct{}

// WithMemo returns a context in which policies that judge the input share what they work out:
// it is kept no longer than the context. The input must not change meanwhile.
func WithMemo(ctx context.Context, in *facts.Input) context.Context {
	return context.WithValue(ctx, memoKey{}, newMemo(in))
}

// WithService is WithMemo for an input that is that of the context's memo and a service: what policies see of
// the cluster is converted once for all services.
func WithService(ctx context.Context, in *facts.Input) context.Context {
	m := newMemo(in)
	m.cluster, _ = ctx.Value(memoKey{}).(*memo)
	return context.WithValue(ctx, memoKey{}, m)
}

func newMemo(in *facts.Input) *memo {
	return &memo{in: in, fields: map[string]func() *ast.Term{}, caches: map[*program]topdown.VirtualCache{}}
}

// memo returns the context's memo when it is about this input, or else the one that is kept.
func (c *inputs) memo(ctx context.Context, in *facts.Input) *memo {
	if m, ok := ctx.Value(memoKey{}).(*memo); ok && m.in == in {
		return m
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.last == nil || c.last.in != in {
		c.last = newMemo(in)
	}
	return c.last
}

// converter readies a policy that is compiled already, by converting what it reads.
type converter struct {
	inputs *inputs
	reads  []string
}

// Prepare does nothing: there is nothing to ready before the input is known.
func (*converter) Prepare([]string) {}

// Wait converts the fields of the input.
func (c *converter) Wait(ctx context.Context, _ string, in *facts.Input) {
	c.inputs.memo(ctx, in).value(c.reads)
}

// Shares returns what keeps the values that the policies of one folder work out.
func (c *converter) Shares(string) any { return c.inputs }

// value returns an object with those fields of the input that a policy reads, by the names
// that it gives them: "nodes", or "custom.topics" for a part of one.
func (m *memo) value(names []string) *ast.Term {
	object := ast.NewObject()
	for _, name := range names {
		name, _, _ = strings.Cut(name, ".")
		if value := m.field(name); value != nil {
			object.Insert(ast.StringTerm(name), value)
		}
	}
	return ast.NewTerm(object)
}

// field returns one field of the input.
func (m *memo) field(name string) *ast.Term {
	if m.cluster != nil && name != string(facts.PartService) {
		return m.cluster.field(name)
	}
	m.mu.Lock()
	value, begun := m.fields[name]
	if !begun {
		value = sync.OnceValue(func() *ast.Term { return convert(m.in, name) })
		m.fields[name] = value
	}
	m.mu.Unlock()
	return value()
}

// takeCache returns the cache of what a program's shared rules gave for this input. Policies
// see different parts of it, and a rule gives the same to all that reach it: each of them sees
// all that the rule reads (inputFields). A cache that an evaluation holds, be it one that was
// given up, is not given to another.
func (m *memo) takeCache(p *program) topdown.VirtualCache {
	m.mu.Lock()
	defer m.mu.Unlock()
	cache := m.caches[p]
	delete(m.caches, p)
	if cache == nil {
		cache = topdown.NewVirtualCache()
	}
	return cache
}

// giveBack keeps a cache for the next evaluation. One whose evaluation failed is not given
// back: it may hold half of an answer.
func (m *memo) giveBack(p *program, cache topdown.VirtualCache) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.caches[p] = cache
}

// convert makes OPA's value of one field; nil of one that is left out because it is empty.
func convert(in *facts.Input, name string) *ast.Term {
	field, ok := inputField(name)
	if !ok {
		return nil // verification refuses the policy, by the schema
	}
	value := reflect.ValueOf(in).Elem().FieldByIndex(field.Index)
	_, options, _ := strings.Cut(field.Tag.Get("json"), ",")
	if options == "omitempty" && value.IsZero() {
		return nil
	}
	return facts.Build(value.Interface(), newTermBuilder())
}

// inputField finds a field of the input by its name in JSON, where the outer one of two
// counts, as in JSON.
func inputField(name string) (reflect.StructField, bool) {
	var found reflect.StructField
	ok := false
	for _, field := range reflect.VisibleFields(reflect.TypeFor[facts.Input]()) {
		tag, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		if tag == name && !field.Anonymous && (!ok || len(field.Index) < len(found.Index)) {
			found, ok = field, true
		}
	}
	return found, ok
}
