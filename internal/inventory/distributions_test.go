package inventory

import (
	"slices"
	"testing"

	"github.com/kready/kready/internal/catalog"
	"github.com/kready/kready/policies"
)

// infrastructure are names in Distributions that no distribution has.
var infrastructure = []string{"hetzner", "openstack", "proxmox", "netapp", "pure-storage", "dell-powerstore", "f5-big-ip", "netscaler"}

// TestSuitsNameDistributions holds the advice of the catalogue to distributions that
// exist: a misspelt one would never be advised.
func TestSuitsNameDistributions(t *testing.T) {
	var known []string
	for _, sign := range signatures {
		known = append(known, sign.name)
	}
	shipped, err := catalog.Load(policies.Files)
	if err != nil {
		t.Fatal(err)
	}
	suited := 0
	for _, e := range shipped.Entries {
		for _, name := range e.Distributions {
			suited++
			if !slices.Contains(known, name) && !slices.Contains(infrastructure, name) {
				t.Errorf("%s suits %q, which is no distribution", e.Name, name)
			}
		}
		for _, h := range e.Hidden {
			if len(e.Distributions) > 0 && !slices.Contains(e.Distributions, h.Distribution) {
				t.Errorf("%s is %s's own and does not suit it", e.Name, h.Distribution)
			}
		}
	}
	if suited == 0 {
		t.Error("no product suits anything")
	}
}
