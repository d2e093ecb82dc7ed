package engine

import (
	"slices"
	"testing"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/fixture"
	"github.com/kready/kready/internal/probe"
)

// TestConsulted: what probes consult is collected and judged, whichever checks are asked for.
func TestConsulted(t *testing.T) {
	set, err := fixture.Load()
	if err != nil {
		t.Fatal(err)
	}
	gaps, err := set.Of("storage/provisioner-live")
	if err != nil {
		t.Fatal(err)
	}
	rules, err := Load(testEnv(t.TempDir()), Request{FailOn: "must", Checks: []string{"storage/provision"}})
	if err != nil {
		t.Fatal(err)
	}
	probes, err := ProbesNamed([]string{"storage/provision"})
	if err != nil {
		t.Fatal(err)
	}
	known := func(f fixture.Fixture) []probe.KnownGap {
		t.Helper()
		snapshot, err := set.Snapshot(f)
		if err != nil {
			t.Fatal(err)
		}
		found, err := rules.known(t.Context(), rules.Input(snapshot), probes)
		if err != nil {
			t.Fatal(err)
		}
		return found
	}
	if found := known(fixture.Fixture{}); len(found) != 0 {
		t.Errorf("in a healthy cluster: %+v", found)
	}
	i := slices.IndexFunc(gaps, func(f fixture.Fixture) bool { return f.Status() == "gap" })
	found := known(gaps[i])
	if len(found) != 1 || found[0].Check != "storage/provisioner-live" || len(found[0].Findings) == 0 || found[0].Findings[0].Object == (facts.ObjectRef{}) {
		t.Errorf("of %s: %+v", gaps[i].Why, found)
	}
	consulted, err := rules.consulted(probes)
	if err != nil {
		t.Fatal(err)
	}
	if kinds := Needs(consulted); !slices.Contains(kinds, facts.KindCSINodes) {
		t.Errorf("what it is judged by is not collected: %v", kinds)
	}
}
