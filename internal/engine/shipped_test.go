package engine

import (
	"flag"
	"os"
	"runtime/debug"
	"slices"
	"sync"
	"testing"

	"github.com/kready/kready/internal/catalog"
	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/fixture"
	"github.com/kready/kready/internal/inventory"
	"github.com/kready/kready/policies"
)

// What tests share, so that each policy is compiled once.
var (
	loadChecks     = sync.OnceValues(loadCompiled)
	loadFixtures   = sync.OnceValues(fixture.Load)
	loadRecogniser = sync.OnceValues(func() (*inventory.Recogniser, error) {
		known, err := catalog.Load(policies.Files)
		if err != nil {
			return nil, err
		}
		return inventory.NewRecogniser(known), nil
	})
)

func TestMain(m *testing.M) {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(300) // at 100 it takes a third of the time
	}
	os.Exit(m.Run())
}

// loadCompiled compiles all checks side by side, but for a run of single tests, in which each
// check is compiled when it is used.
func loadCompiled() ([]check.Check, error) {
	all, err := Builtin()
	if err == nil && flag.Lookup("test.run").Value.String() == "" {
		check.Prepare(all)
	}
	return all, err
}

// builtinChecks returns kready's own checks.
func builtinChecks(t testing.TB) []check.Check {
	t.Helper()
	return slices.Clone(loaded(t, loadChecks))
}

// shippedRecogniser returns the recogniser of kready's own catalogue.
func shippedRecogniser(t *testing.T) *inventory.Recogniser {
	t.Helper()
	return loaded(t, loadRecogniser)
}

// fixtures returns the clusters that checks are tested on.
func fixtures(t testing.TB) *fixture.Set {
	t.Helper()
	return loaded(t, loadFixtures)
}

func loaded[T any](t testing.TB, load func() (T, error)) T {
	t.Helper()
	value, err := load()
	if err != nil {
		t.Fatal(err)
	}
	return value
}
