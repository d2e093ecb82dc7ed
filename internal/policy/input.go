package policy

import (
	"context"
	"reflect"
	"strings"
	"sync"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/kready/kready/internal/facts"
)

// inputs converts inputs to OPA's values, each field once for all the policies that read it.
// Conversion costs more than most policies do. It keeps what it made of the last input, which
// must not change while policies judge it.
type inputs struct {
	mu     sync.Mutex
	last   *facts.Input
	fields map[string]*ast.Term
}

// converter readies a policy that is compiled already, by converting what it reads.
type converter struct {
	inputs *inputs
	reads  []string
}

// Prepare does nothing: there is nothing to ready before the input is known.
func (*converter) Prepare([]string) {}

// Wait converts the fields of the input.
func (c *converter) Wait(_ context.Context, _ string, in *facts.Input) { c.inputs.value(in, c.reads) }

// value returns an object with those fields of the input that a policy reads, by the names
// that it gives them: "nodes", or "custom.topics" for a part of one.
func (c *inputs) value(in *facts.Input, names []string) *ast.Term {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.last != in {
		c.last, c.fields = in, map[string]*ast.Term{}
	}
	object := ast.NewObject()
	for _, name := range names {
		name, _, _ = strings.Cut(name, ".")
		value, done := c.fields[name]
		if !done {
			value = convert(in, name)
			c.fields[name] = value
		}
		if value != nil {
			object.Insert(ast.StringTerm(name), value)
		}
	}
	return ast.NewTerm(object)
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
	return facts.Build(value.Interface(), termBuilder{texts: map[string]*ast.Term{}})
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
