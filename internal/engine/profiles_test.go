package engine

import (
	"slices"
	"testing"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/config"
)

// TestProfilesKnowTheirChecks: a check that a profile leaves out is one that exists.
func TestProfilesKnowTheirChecks(t *testing.T) {
	all := builtinChecks(t)
	for _, p := range config.Profiles() {
		for id := range p.Disabled {
			if !slices.ContainsFunc(all, func(c check.Check) bool { return c.ID == id }) {
				t.Errorf("profile %s leaves out %s, which does not exist", p.Name, id)
			}
		}
	}
}
