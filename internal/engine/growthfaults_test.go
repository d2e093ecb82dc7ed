package engine

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/fixture"
)

// faulty is how many times a fixture adds to the healthy cluster what it adds, at first.
const faulty = 600

// fewOf are what no cluster has hundreds of: that two of these kinds are held against each other is no matter.
var fewOf = map[string]bool{
	"alertmanagers": true, "backupSchedules": true, "csiDrivers": true, "gatewayClasses": true, "gateways": true, "ingressClasses": true,
	"ingressNginxConfigs": true, "prometheuses": true, "secretStores": true, "storageClasses": true, "volumeSnapshotClasses": true, "webhooks": true,
	"workloads": true, // of the platform: growth of applications is TestGrowthOfApplications
}

// TestGrowthOfFaults: where each object is faulty, and has a finding, a check takes no more than n·log n of them. Objects
// are those that a check's own fixture of a gap adds, many times, each time under other names.
func TestGrowthOfFaults(t *testing.T) {
	g := growth{known: shippedRecogniser(t), set: fixtures(t)}
	tried := 0
	for _, c := range builtinChecks(t) {
		all, err := g.set.Of(c.ID)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range all {
			if f.Status() != "gap" || c.IsRequirement() || f.Bare || !growsByFaults(f) {
				continue
			}
			tried++
			t.Run(c.ID+"/"+f.Name, func(t *testing.T) { g.compareFaults(t, c, f) })
		}
	}
	if tried < 50 {
		t.Errorf("only %d fixtures were tried", tried)
	}
}

// growsByFaults holds for a fixture that adds objects, all of kinds of which there can be many.
func growsByFaults(f fixture.Fixture) bool {
	for kind := range f.Add {
		if fewOf[kind] || kind == "probes" {
			return false
		}
	}
	return len(f.Add) > 0
}

// compareFaults demands of one check what compare demands of all.
func (g growth) compareFaults(t *testing.T, c check.Check, f fixture.Fixture) {
	t.Helper()
	g.t, g.checks = t, []check.Check{c}
	demand(t, faulty, func(n int) map[string]spent {
		g.fixture = times(f, n)
		return g.work(nil, n)
	})
}

// times is a fixture that adds what it adds so many times more. Whatever is named by one of the names of what is
// added goes by the new one.
func times(f fixture.Fixture, n int) fixture.Fixture {
	names := map[string]bool{}
	for _, items := range f.Add {
		for _, item := range items {
			if m, ok := item.(map[string]any); ok {
				name, _ := m["name"].(string)
				names[name] = name != ""
			}
		}
	}
	out := f
	out.Add = maps.Clone(f.Add)
	for kind, items := range f.Add {
		items = slices.Clone(items)
		for i := range n {
			for _, item := range f.Add[kind] {
				items = append(items, renamed(item, names, "-"+strconv.Itoa(i)))
			}
		}
		out.Add[kind] = items
	}
	return out
}

// renamed returns a value in which the names have a suffix, alone or behind a namespace.
func renamed(value any, names map[string]bool, suffix string) any {
	switch v := value.(type) {
	case string:
		namespace, name, ok := strings.Cut(v, "/")
		switch {
		case names[v]:
			return v + suffix
		case ok && names[name] && names[namespace]:
			return namespace + suffix + "/" + name + suffix
		case ok && names[name]:
			return v + suffix
		}
	case []any:
		out := make([]any, len(v))
		for i := range v {
			out[i] = renamed(v[i], names, suffix)
		}
		return out
	case map[string]any:
		out := make(map[string]any, len(v))
		for key := range v {
			out[key] = renamed(v[key], names, suffix)
		}
		return out
	}
	return value
}
