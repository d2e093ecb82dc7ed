package engine

import (
	"slices"
	"testing"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/collect"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/inventory"
	"github.com/kready/kready/internal/probe"
)

// TestProbesAndChecks: each probe writes facts for the check of its name, which reads them;
// each check of level proven has the probe that tries it, or is a requirement that `kready land --probe` tries.
func TestProbesAndChecks(t *testing.T) {
	all := builtinChecks(t)
	for _, p := range probe.All() {
		i := slices.IndexFunc(all, func(c check.Check) bool { return c.ID == p.Name })
		switch {
		case i < 0:
			t.Errorf("the probe %s has no check: write checks/%s.go, with proof.Check", p.Name, p.Name)
		case !all[i].Reads.Has(facts.KindProbes):
			t.Errorf("the check %s does not read what its probe tried: make it with proof.Check", p.Name)
		case all[i].Level != check.LevelProven:
			t.Errorf("the check %s judges a probe, and its level is %s", p.Name, all[i].Level)
		}
	}
	for _, id := range probe.Consulted(probe.All()) {
		if !slices.ContainsFunc(all, func(c check.Check) bool { return c.ID == id && c.Level != check.LevelProven }) {
			t.Errorf("probes consult %s, which is no check of the facts", id)
		}
	}
	for _, c := range all {
		if c.Level == check.LevelProven && !slices.Contains(slices.Concat(probe.Names(), provenByPods()), c.ID) {
			t.Errorf("the check %s is of level proven, and no probe has its name: add one to internal/probe", c.ID)
		}
	}
}

// TestPodsComeAfterPlatformReads: the collector of pods starts once all facts are there by
// which inventory recognises the platform's workloads.
func TestPodsComeAfterPlatformReads(t *testing.T) {
	for _, c := range collect.All() {
		if c.Facts != facts.KindPods && c.Facts != facts.KindServiceAccounts {
			continue
		}
		for _, kind := range inventory.PlatformReads() {
			if !slices.Contains(c.After, kind) {
				t.Errorf("%s does not come after %s, by which the platform is recognised", c.Facts, kind)
			}
		}
	}
}
