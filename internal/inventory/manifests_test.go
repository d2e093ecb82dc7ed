package inventory_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/kready/kready/internal/facts"
)

// ownManifest is a file of testdata/manifests: install manifests written for these tests,
// a few products of each battery. Comments say what is to be found in it, "# want: STATE
// NAME VERSION"; what no comment names must not be found. "# names: fixed" says that it is what
// a distribution names in one way only, so that nothing in it is disguised.
type ownManifest struct {
	sample
	want, found []string
	fixed       bool
}

// readOwnManifests reads testdata/manifests.
func readOwnManifests(t *testing.T) []ownManifest {
	t.Helper()
	c := known(t)
	files, err := filepath.Glob("testdata/manifests/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("no manifests: %v", err)
	}
	var all []ownManifest
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		m := ownManifest{sample: sample{groundTruth: groundTruth{dir: strings.TrimSuffix(filepath.Base(file), ".yaml")}}}
		for line := range strings.Lines(string(data)) {
			if want, ok := strings.CutPrefix(line, "# want: "); ok {
				m.want = append(m.want, strings.TrimSpace(want))
			}
			m.fixed = m.fixed || strings.TrimSpace(line) == "# names: fixed"
		}
		m.snapshot = factsOf(t, file, "", c)
		in := recogniser(t).Input(m.snapshot, time.Time{})
		m.runs = names(in, facts.StateRunning)
		for _, impl := range in.Inventory {
			m.found = append(m.found, strings.TrimSpace(strings.Join([]string{impl.State, impl.Name, impl.Version}, " ")))
		}
		all = append(all, m)
	}
	return all
}

// TestManifests holds recognition to small manifests of our own, in the same ways as
// TestCorpus does with real ones where they are there.
func TestManifests(t *testing.T) {
	c := known(t)
	var samples []sample
	batteries := map[string]bool{}
	for _, m := range readOwnManifests(t) {
		t.Run(m.dir, func(t *testing.T) {
			if !slices.Equal(slices.Sorted(slices.Values(m.found)), slices.Sorted(slices.Values(m.want))) {
				t.Errorf("found %q, want %q", m.found, m.want)
			}
		})
		if !m.fixed {
			samples = append(samples, m.sample)
		}
		for _, name := range m.runs {
			batteries[batteryOf(c, name)] = true
		}
	}
	t.Run("every battery", func(t *testing.T) {
		for _, e := range c.Entries {
			if battery := batteryOf(c, e.Name); !batteries[battery] {
				t.Fatalf("testdata/manifests runs no product of battery %s", battery)
			}
		}
	})
	t.Run("disguises", func(t *testing.T) { testDisguises(t, samples) })
	t.Run("pairs", func(t *testing.T) { testPairs(t, c, samples) })
}
