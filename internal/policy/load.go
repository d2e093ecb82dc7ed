// Package policy turns Rego files into checks. It is the only one that imports OPA.
//
// A policy is one file, <battery>/<name>.rego, in package kready.<battery>["<name>"].
// Its package-scope METADATA is the check's description; its rules gap, unknown,
// skip and summary are what it says. All policies are compiled together, strictly,
// against the JSON Schema of the facts and with nothing but pure built-ins.
package policy

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
)

// root is the first part of every policy's package.
const root = "kready"

// Load compiles all policies below fsys, tests left out, and returns one check for
// each file outside of lib/. Errors name the file and line.
func Load(fsys fs.FS) ([]check.Check, error) {
	modules, err := parse(fsys)
	if err != nil {
		return nil, err
	}
	compiler, err := compile(modules)
	if err != nil {
		return nil, err
	}
	var checks []check.Check
	var errs []error
	for _, file := range sortedKeys(modules) {
		if path.Dir(file) == "lib" {
			continue
		}
		c, err := build(compiler, file)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		checks = append(checks, c)
	}
	return checks, errors.Join(errs...)
}

// parse reads the modules, each with its annotations, by path.
func parse(fsys fs.FS) (map[string]*ast.Module, error) {
	modules := map[string]*ast.Module{}
	var errs []error
	err := fs.WalkDir(fsys, ".", func(file string, entry fs.DirEntry, err error) error {
		if err != nil {
			return fmt.Errorf("reading policies: %w", err)
		}
		if entry.IsDir() || path.Ext(file) != ".rego" || strings.HasSuffix(file, "_test.rego") {
			return nil
		}
		source, err := fs.ReadFile(fsys, file)
		if err != nil {
			return fmt.Errorf("reading policy %s: %w", file, err)
		}
		module, err := ast.ParseModuleWithOpts(file, string(source), ast.ParserOptions{ProcessAnnotation: true})
		if err != nil {
			errs = append(errs, fmt.Errorf("policy does not parse: %w", err))
			return nil
		}
		modules[file] = module
		return nil
	})
	return modules, errors.Join(append(errs, err)...)
}

// compile checks all modules together: strict, typed by the facts' schema, pure.
func compile(modules map[string]*ast.Module) (*ast.Compiler, error) {
	schemas, err := inputSchema()
	if err != nil {
		return nil, err
	}
	compiler := ast.NewCompiler().
		WithStrict(true).
		WithSchemas(schemas).
		WithCapabilities(Capabilities())
	compiler.Compile(modules)
	if compiler.Failed() {
		return nil, fmt.Errorf("policies do not compile: %w", compiler.Errors)
	}
	return compiler, nil
}

// build makes the check of one compiled policy.
func build(compiler *ast.Compiler, file string) (check.Check, error) {
	module := compiler.Modules[file]
	id := strings.TrimSuffix(file, ".rego")
	battery, name, _ := strings.Cut(id, "/")
	want := ast.Ref{ast.DefaultRootDocument, ast.StringTerm(root), ast.StringTerm(battery), ast.StringTerm(name)}
	if !module.Package.Path.Equal(want) {
		return check.Check{}, fmt.Errorf("policy %s: its package is %s, and its path asks for package %s.%s[%q]",
			file, strings.TrimPrefix(module.Package.Path.String(), "data."), root, battery, name)
	}
	c, err := describe(module)
	if err != nil {
		return check.Check{}, fmt.Errorf("policy %s: %w", file, err)
	}
	c.ID = id
	names, err := inputFields(compiler, module)
	if err != nil {
		return check.Check{}, err
	}
	c.Needs = facts.Needs(names...)
	c.Run, err = prepare(compiler, module)
	if err != nil {
		return check.Check{}, fmt.Errorf("policy %s: %w", file, err)
	}
	return c, nil
}

func sortedKeys(modules map[string]*ast.Module) []string {
	keys := make([]string, 0, len(modules))
	for key := range modules {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}
