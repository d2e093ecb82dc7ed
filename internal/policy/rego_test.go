package policy

import (
	"bytes"
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/format"
	"github.com/open-policy-agent/opa/v1/storage"
	"github.com/open-policy-agent/opa/v1/storage/inmem"
	"github.com/open-policy-agent/opa/v1/tester"

	"github.com/kready/kready/policies"
)

var fix = flag.Bool("fix", false, "write policies the way that opa fmt writes them")

// TestRego runs the tests of all policies, those of a policy in a subtest of its id, under
// the same strict compiler, schema and capabilities as the policies themselves, on whole
// inputs (completeInputs).
func TestRego(t *testing.T) {
	load := newLoader(policies.Files, nil)
	eachSource(t, func(file string, _ []byte) {
		if !isTest(file) || isMock(file) {
			return
		}
		t.Run(strings.TrimSuffix(file, testSuffix), func(t *testing.T) {
			t.Parallel()
			runRego(t, withImports(t, load, file))
		})
	})
}

// runRego runs the tests among modules.
func runRego(t *testing.T, modules map[string]*ast.Module) {
	t.Helper()
	compiler, err := newCompiler(nil)
	if err != nil {
		t.Fatal(err)
	}
	allowed := Capabilities()
	allowed.Builtins = append(slices.Clone(allowed.Builtins), fullInput.Decl)
	store := inmem.New()
	txn, err := store.NewTransaction(t.Context(), storage.TransactionParams{Write: true})
	if err != nil {
		t.Fatal(err)
	}
	defer store.Abort(t.Context(), txn)
	results, err := tester.NewRunner().
		SetCompiler(compiler.WithCapabilities(allowed)).
		AddCustomBuiltins([]*tester.Builtin{fullInput}).
		SetStore(store).
		SetModules(modules).
		RaiseBuiltinErrors(true).
		CapturePrintOutput(true).
		RunTests(t.Context(), txn)
	if err != nil {
		t.Fatal(err)
	}
	count := 0
	for result := range results {
		count++
		if !result.Pass() {
			t.Errorf("%s: %s %v\n%s", result.Location, result, result.Error, result.Output)
		}
	}
	if count == 0 {
		t.Error("it holds no test")
	}
}

// isMock reports whether a file holds inputs for the tests of others.
func isMock(file string) bool { return strings.HasPrefix(filepath.Base(file), "mocks_") }

// withImports parses a file of tests and all that it imports.
func withImports(t *testing.T, load *loader, file string) map[string]*ast.Module {
	t.Helper()
	modules := map[string]*ast.Module{}
	mocks, err := fs.Glob(policies.Files, "lib/mocks_*.rego")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range append(mocks, file) {
		if err := load.add(modules, file); err != nil {
			t.Fatal(err)
		}
		modules[file] = modules[file].Copy()
		completeInputs(t, modules[file])
		for _, imported := range modules[file].Imports {
			tested := policyFile(imported.Path)
			if _, err := fs.Stat(policies.Files, tested); err != nil {
				continue // of lib or internal, which add has followed
			}
			if err := load.add(modules, tested); err != nil {
				t.Fatal(err)
			}
		}
	}
	return modules
}

// policyFile is where the policy lies that data.kready.<battery>["<name>"] means.
func policyFile(imported *ast.Term) string {
	var parts []string
	ref, _ := imported.Value.(ast.Ref)
	for _, part := range ref[min(2, len(ref)):] {
		name, _ := part.Value.(ast.String)
		parts = append(parts, string(name))
	}
	return strings.Join(parts, "/") + ".rego"
}

// TestTested fails for a policy that has no test beside it.
func TestTested(t *testing.T) {
	modules := allModules(t)
	for file, module := range modules {
		if isShared(file) || strings.HasSuffix(file, "_test.rego") {
			continue
		}
		tests, ok := modules[strings.TrimSuffix(file, ".rego")+"_test.rego"]
		if !ok || !hasTest(tests) {
			t.Errorf("%s has no tests in %s_test.rego", module.Package, strings.TrimSuffix(file, ".rego"))
		}
	}
}

func hasTest(module *ast.Module) bool {
	for _, rule := range module.Rules {
		if strings.HasPrefix(string(rule.Head.Name), tester.TestPrefix) {
			return true
		}
	}
	return false
}

// TestFormatted holds all policies to opa fmt. `go test ./internal/policy -run
// TestFormatted -fix` writes them that way.
func TestFormatted(t *testing.T) {
	eachSource(t, func(file string, source []byte) {
		formatted, err := format.Source(file, source)
		if err != nil {
			t.Errorf("%s: %v", file, err)
			return
		}
		if bytes.Equal(source, formatted) {
			return
		}
		if !*fix {
			t.Errorf("%s is not formatted: run this test with -fix", file)
			return
		}
		if err := os.WriteFile(filepath.Join("../../policies", file), formatted, 0o600); err != nil {
			t.Error(err)
		}
	})
}

// allModules parses all policies and tests.
func allModules(t *testing.T) map[string]*ast.Module {
	t.Helper()
	modules := map[string]*ast.Module{}
	eachSource(t, func(file string, source []byte) {
		module, err := ast.ParseModuleWithOpts(file, string(source), ast.ParserOptions{ProcessAnnotation: true})
		if err != nil {
			t.Fatal(err)
		}
		modules[file] = module
	})
	return modules
}

func eachSource(t *testing.T, use func(file string, source []byte)) {
	t.Helper()
	err := fs.WalkDir(policies.Files, ".", func(file string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || filepath.Ext(file) != ".rego" {
			return err
		}
		source, err := fs.ReadFile(policies.Files, file)
		if err == nil {
			use(file, source)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
