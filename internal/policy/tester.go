package policy

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/storage"
	"github.com/open-policy-agent/opa/v1/storage/inmem"
	"github.com/open-policy-agent/opa/v1/tester"
)

// perTest bounds one test.
const perTest = 10 * time.Second

// Tested is what became of a folder's tests.
type Tested struct {
	// Passed and Failed count tests; a rule with named cases is one test.
	Passed, Failed int
	// Without are the policies that have no test, as errors call their files.
	Without []string
}

// TestFolder runs the tests of a folder in the sandbox that its policies run in, and writes
// what `opa test` would write. The problems are those of Load.
func TestFolder(ctx context.Context, f Folder, w io.Writer, verbose bool) (Tested, []error) {
	modules, files, faults := f.read(true)
	if len(faults) > 0 {
		return Tested{}, faults
	}
	if _, faults := f.compile(modules); len(faults) > 0 {
		return Tested{}, faults
	}
	results, err := f.runTests(ctx, modules)
	if err != nil {
		return Tested{}, problems(err)
	}
	var out Tested
	for _, r := range results {
		if r.Pass() || r.Skip {
			out.Passed++
		} else {
			out.Failed++
		}
	}
	for _, file := range files {
		test := idOf(file) + testSuffix
		if !isShared(file) && !isTest(file) && !slices.Contains(files, test) {
			out.Without = append(out.Without, f.name(file))
		}
	}
	if len(results) == 0 {
		return out, nil
	}
	replay := make(chan *tester.Result, len(results))
	for _, r := range results {
		replay <- r
	}
	close(replay)
	if err := (tester.PrettyReporter{Output: w, Verbose: verbose}).Report(replay); err != nil {
		return out, []error{fmt.Errorf("writing the results of the tests: %w", err)}
	}
	return out, nil
}

// runTests runs all tests and returns their results in the order of the files.
func (f Folder) runTests(ctx context.Context, modules map[string]*ast.Module) ([]*tester.Result, error) {
	compiler, err := newCompiler(f.Custom)
	if err != nil {
		return nil, err
	}
	store := inmem.New()
	txn, err := store.NewTransaction(ctx, storage.TransactionParams{Write: true})
	if err != nil {
		return nil, fmt.Errorf("preparing the tests: %w", err)
	}
	defer store.Abort(ctx, txn)
	running, err := tester.NewRunner().SetCompiler(compiler).SetStore(store).SetModules(modules).
		SetTimeout(perTest).RaiseBuiltinErrors(true).CapturePrintOutput(true).RunTests(ctx, txn)
	if err != nil {
		return nil, err
	}
	var results []*tester.Result
	for r := range running {
		results = append(results, r)
	}
	slices.SortFunc(results, func(a, b *tester.Result) int {
		if a.Location == nil || b.Location == nil {
			return strings.Compare(a.Package+a.Name, b.Package+b.Name)
		}
		return cmp.Or(strings.Compare(a.Location.File, b.Location.File), a.Location.Row-b.Location.Row, strings.Compare(a.Name, b.Name))
	})
	return results, nil
}
