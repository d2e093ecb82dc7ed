package engine

import (
	"slices"
	"testing"

	"github.com/kready/kready/internal/cause"
	"github.com/kready/kready/internal/check"
)

// TestCausesAreOfChecks holds the list of checks whose gaps have causes to the checks: each is
// there, and what its causes are found in is collected for it.
func TestCausesAreOfChecks(t *testing.T) {
	all := builtinChecks(t)
	for _, id := range cause.AboutReadiness() {
		i := slices.IndexFunc(all, func(c check.Check) bool { return c.ID == id })
		if i < 0 {
			t.Errorf("there is no check %s", id)
			continue
		}
		for _, kind := range cause.Reads() {
			if c := all[i]; !slices.Contains(c.Needs, kind) && !slices.Contains(c.Optional, kind) && cause.Concerns(c.Needs, c.Optional) {
				t.Errorf("%s: %s is not collected for its causes", id, kind)
			}
		}
	}
}
