package engine

import (
	"testing"

	"github.com/kready/kready/internal/catalog"
	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/fixture"
	"github.com/kready/kready/policies"
)

// builtinChecks returns kready's own checks.
func builtinChecks(t *testing.T) []check.Check {
	t.Helper()
	all, err := Builtin()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// shippedCatalog returns kready's own catalogue.
func shippedCatalog(t *testing.T) *catalog.Catalog {
	t.Helper()
	known, err := catalog.Load(policies.Files)
	if err != nil {
		t.Fatal(err)
	}
	return known
}

// fixtures returns the healthy cluster and what differs from it.
func fixtures(t *testing.T) *fixture.Set {
	t.Helper()
	set, err := fixture.Load()
	if err != nil {
		t.Fatal(err)
	}
	return set
}
