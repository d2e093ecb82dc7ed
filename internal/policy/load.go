// Package policy turns Rego files into checks. It is the only one that imports OPA.
//
// A policy is one file, <battery>/<name>.rego, in package kready.<battery>["<name>"].
// Its package-scope METADATA is the check's description; its rules gap, unknown,
// skip and summary are what it says. All policies are compiled together, strictly,
// against the JSON Schema of the facts and with nothing but pure built-ins.
//
// What policies share is in two folders: lib/ is for everybody, internal/ for kready's own.
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
// each file outside of lib/ and internal/. Errors name the file and line.
func Load(fsys fs.FS) ([]check.Check, error) {
	modules, err := parse(fsys)
	if err != nil {
		return nil, err
	}
	compiler, err := compile(modules, nil)
	if err != nil {
		return nil, fmt.Errorf("policies do not compile: %w", err)
	}
	var checks []check.Check
	var errs []error
	for _, file := range sortedKeys(modules) {
		if shared(file) {
			continue
		}
		c, err := build(compiler, file, strings.TrimSuffix(file, ".rego"))
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
	err := eachPolicy(fsys, func(file string) error {
		if strings.HasSuffix(file, testSuffix) {
			return nil
		}
		module, err := parseFile(fsys, file, file)
		if err != nil {
			errs = append(errs, fmt.Errorf("policy does not parse: %w", err))
			return nil
		}
		modules[file] = module
		return nil
	})
	return modules, errors.Join(append(errs, err)...)
}

// The folders of what policies share, whose files are no checks.
const (
	libDir      = "lib"      // for everybody: package kready.lib, or helpers in a folder of users
	internalDir = "internal" // for kready's own policies: packages kready.internal.<topic>
)

// shared reports whether a file holds what policies share, rather than a check.
func shared(file string) bool { return path.Dir(file) == libDir || path.Dir(file) == internalDir }

// testSuffix ends the names of files that hold tests.
const testSuffix = "_test.rego"

// eachPolicy walks the Rego files below fsys, tests included. Hidden folders and testdata are
// left out.
// Links to folders are followed at the top, where mounted ConfigMaps have them.
func eachPolicy(fsys fs.FS, use func(file string) error) error {
	var visit fs.WalkDirFunc
	visit = func(file string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return fmt.Errorf("reading policies: %w", err)
		case file != "." && (strings.HasPrefix(entry.Name(), ".") || entry.Name() == "testdata"):
			if entry.IsDir() {
				return fs.SkipDir
			}
			return nil
		case entry.Type()&fs.ModeSymlink != 0 && path.Dir(file) == ".":
			if info, err := fs.Stat(fsys, file); err == nil && info.IsDir() {
				return fs.WalkDir(fsys, file, visit)
			}
		}
		if entry.IsDir() || path.Ext(file) != ".rego" {
			return nil
		}
		return use(file)
	}
	return fs.WalkDir(fsys, ".", visit)
}

// parseFile reads one module; errors and locations call it by name.
func parseFile(fsys fs.FS, file, name string) (*ast.Module, error) {
	source, err := fs.ReadFile(fsys, file)
	if err != nil {
		return nil, fmt.Errorf("reading policy %s: %w", name, err)
	}
	return ast.ParseModuleWithOpts(name, string(source), ast.ParserOptions{ProcessAnnotation: true})
}

// compile checks all modules together: strict, typed by the schema of the facts and of the
// resources that the user declares, pure.
func compile(modules map[string]*ast.Module, custom []facts.CustomSource) (*ast.Compiler, error) {
	compiler, err := newCompiler(custom)
	if err != nil {
		return nil, err
	}
	compiler.Compile(modules)
	if compiler.Failed() {
		return nil, compiler.Errors
	}
	return compiler, nil
}

// newCompiler returns a compiler in the sandbox.
func newCompiler(custom []facts.CustomSource) (*ast.Compiler, error) {
	schemas, err := inputSchema(custom)
	if err != nil {
		return nil, err
	}
	return ast.NewCompiler().WithStrict(true).WithSchemas(schemas).WithCapabilities(Capabilities()), nil
}

// build makes the check of one compiled policy of kready's own.
func build(compiler *ast.Compiler, file, id string) (check.Check, error) {
	module := compiler.Modules[file]
	if err := packaged(module, id); err != nil {
		return check.Check{}, fmt.Errorf("policy %s: %w", file, err)
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
	if c.Reads, err = facts.FieldsNamed(names...); err != nil {
		return check.Check{}, fmt.Errorf("policy %s: %w", file, err)
	}
	c.Run, err = prepare(compiler, module, limits{})
	if err != nil {
		return check.Check{}, fmt.Errorf("policy %s: %w", file, err)
	}
	return c, nil
}

// packaged refuses a module whose package is not what its path asks for.
func packaged(module *ast.Module, id string) error {
	battery, name, _ := strings.Cut(id, "/")
	want := ast.Ref{ast.DefaultRootDocument, ast.StringTerm(root), ast.StringTerm(battery), ast.StringTerm(name)}
	if !module.Package.Path.Equal(want) {
		return fmt.Errorf("its package is %s, and its path asks for package %s.%s[%q]",
			strings.TrimPrefix(module.Package.Path.String(), "data."), root, battery, name)
	}
	return nil
}

func sortedKeys(modules map[string]*ast.Module) []string {
	keys := make([]string, 0, len(modules))
	for key := range modules {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}
