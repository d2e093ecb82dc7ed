package policy

import (
	"bytes"
	"context"
	"flag"
	"io/fs"
	"os"
	"path/filepath"
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

// TestRego runs the tests of all policies, under the same strict compiler, schema and
// capabilities as the policies themselves, on whole inputs (completeInputs).
func TestRego(t *testing.T) {
	ctx := context.Background()
	compiler, err := newCompiler(nil)
	if err != nil {
		t.Fatal(err)
	}
	modules := allModules(t)
	for file, module := range modules {
		if strings.HasSuffix(file, testSuffix) {
			completeInputs(t, module)
		}
	}
	store := inmem.New()
	txn, err := store.NewTransaction(ctx, storage.TransactionParams{Write: true})
	if err != nil {
		t.Fatal(err)
	}
	defer store.Abort(ctx, txn)
	runner := tester.NewRunner().
		SetCompiler(compiler.WithBuiltins(map[string]*ast.Builtin{fullInput.Decl.Name: fullInput.Decl})).
		AddCustomBuiltins([]*tester.Builtin{fullInput}).
		SetStore(store).
		SetModules(modules).
		RaiseBuiltinErrors(true).
		CapturePrintOutput(true)
	results, err := runner.RunTests(ctx, txn)
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
		t.Error("no policy has a test")
	}
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
