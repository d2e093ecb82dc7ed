package policy

import (
	"fmt"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/kready/kready/internal/facts"
)

// Capabilities are OPA's own, cut to what is pure: no network, environment, clock,
// random numbers or printing. Same input, same answer. What can take all memory in one step,
// where nothing can stop it, is left out too.
func Capabilities() *ast.Capabilities {
	all := ast.CapabilitiesForThisVersion()
	all.Builtins = slices.DeleteFunc(all.Builtins, func(b *ast.Builtin) bool {
		return b.Nondeterministic || impure(b.Name) || b.Name == "bits.lsh"
	})
	all.AllowNet = []string{}
	return all
}

// impure names built-ins that reach outside of the input although OPA does not mark
// them as nondeterministic.
func impure(name string) bool {
	switch {
	case strings.HasPrefix(name, "net.lookup"), strings.HasPrefix(name, "rand."),
		strings.HasPrefix(name, "internal.print"), strings.HasPrefix(name, "providers."):
		return true
	}
	return slices.Contains([]string{"http.send", "opa.runtime", "time.now_ns", "uuid.rfc4122", "trace", "print", "rego.parse_module"}, name)
}

// inputSchema types `input` in every module, without an annotation in each.
func inputSchema(custom []facts.CustomSource) (*ast.SchemaSet, error) {
	schema, err := schemaWith(custom)
	if err != nil {
		return nil, err
	}
	set := ast.NewSchemaSet()
	set.Put(ast.SchemaRootRef, schema)
	return set, nil
}

// inputFields returns the fields of `input` that a module reads, itself or through
// any rule that it uses. It refuses to read the input as a whole.
func inputFields(compiler *ast.Compiler, module *ast.Module) ([]string, error) {
	return fieldsOf(compiler, module.Rules)
}

// fieldsOf is inputFields for some rules.
func fieldsOf(compiler *ast.Compiler, rules []*ast.Rule) ([]string, error) {
	seen := map[*ast.Rule]bool{}
	fields := map[string]bool{}
	var err error
	var visit func(rule *ast.Rule)
	visit = func(rule *ast.Rule) {
		if seen[rule] {
			return
		}
		seen[rule] = true
		if e := readsOf(rule, fields); e != nil && err == nil {
			err = e
		}
		for dep := range compiler.Graph.Dependencies(rule) {
			if r, ok := dep.(*ast.Rule); ok {
				visit(r)
			}
		}
	}
	for _, rule := range rules {
		visit(rule)
	}
	names := make([]string, 0, len(fields))
	for name := range fields {
		names = append(names, name)
	}
	slices.Sort(names)
	return names, err
}

// readsOf adds the input fields that one rule names.
func readsOf(rule *ast.Rule, fields map[string]bool) error {
	var err error
	visitor := ast.NewGenericVisitor(func(x any) bool {
		switch x := x.(type) {
		case ast.Ref:
			if len(x) == 0 || !x[0].Equal(ast.InputRootDocument) {
				return false
			}
			if len(x) > 1 {
				if name, ok := x[1].Value.(ast.String); ok {
					need, e := needOf(rule, x, string(name))
					if e != nil {
						err = e
					}
					fields[need] = true
					for _, term := range x[2:] { // the indices may read the input too
						if ref, ok := term.Value.(ast.Ref); ok && len(ref) > 1 {
							if name, ok := ref[1].Value.(ast.String); ok && ref[0].Equal(ast.InputRootDocument) {
								need, e := needOf(rule, ref, string(name))
								if e != nil {
									err = e
								}
								fields[need] = true
							}
						}
					}
					return true
				}
			}
			err = wholeInput(rule)
			return true
		case ast.Var:
			if x.Equal(ast.InputRootDocument.Value) {
				err = wholeInput(rule)
			}
		}
		return false
	})
	visitor.Walk(rule)
	return err
}

// needOf is what a read of an input field makes a module need. Of the resources that the
// user declares it is the one that is named.
func needOf(rule *ast.Rule, ref ast.Ref, name string) (string, error) {
	if kind := string(facts.PartTargetKind); name == string(facts.PartTarget) && len(ref) > 2 && name+"."+strings.Trim(ref[2].Value.String(), `"`) == kind {
		return kind, nil
	}
	if name != string(facts.KindCustom) {
		return name, nil
	}
	if len(ref) > 2 {
		if part, ok := ref[2].Value.(ast.String); ok {
			return string(facts.KindCustom) + "." + string(part), nil
		}
	}
	return name, fmt.Errorf("%s: policies name the resource they read (input.custom.topics), never input.custom as a whole", rule.Loc())
}

func wholeInput(rule *ast.Rule) error {
	return fmt.Errorf("%s: policies name the facts they read (input.nodes), never the input as a whole", rule.Loc())
}
