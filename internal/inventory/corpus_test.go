package inventory_test

import (
	"context"
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/kready/kready/internal/catalog"
	"github.com/kready/kready/internal/collect"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/inventory"
	"github.com/kready/kready/internal/target"
	"github.com/kready/kready/policies"
)

// corpus is the optional collection of real install manifests beside the repository.
const corpus = "../../../shared/corpus"

// What tests share, so that the catalogue is read and prepared once.
var (
	loadKnown      = sync.OnceValues(func() (*catalog.Catalog, error) { return catalog.Load(policies.Files) })
	loadRecogniser = sync.OnceValues(func() (*inventory.Recogniser, error) {
		c, err := loadKnown()
		if err != nil {
			return nil, err
		}
		return inventory.NewRecogniser(c), nil
	})
)

// known returns kready's own catalogue.
func known(t testing.TB) *catalog.Catalog {
	t.Helper()
	c, err := loadKnown()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// recogniser returns the recogniser of kready's own catalogue.
func recogniser(t testing.TB) *inventory.Recogniser {
	t.Helper()
	r, err := loadRecogniser()
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// factsOf reads a folder or file of manifests as kready does.
func factsOf(t testing.TB, path, namespace string, c *catalog.Catalog) *facts.Snapshot {
	t.Helper()
	opened, err := target.Open(path, target.FileOptions{Namespace: namespace})
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	opts := collect.Options{
		Version: "test", Now: time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC),
		Flags: c.Flags(), Env: c.Env(),
		Platform: recogniser(t).Platform,
	}
	for _, d := range c.OperatorResources() {
		opts.Operators = append(opts.Operators, collect.OperatorKind{
			Group: d.Group, Kind: d.Kind, Resource: d.Resource, Fields: d.FieldNames(), VersionField: d.VersionField,
		})
	}
	for _, p := range c.ProductResources() {
		opts.Products = append(opts.Products, collect.ProductKind(p))
	}
	return collect.Snapshot(context.Background(), opened.Source, facts.Kinds(), opts)
}

// factsOfDir reads one directory of the corpus.
func factsOfDir(t testing.TB, dir string, c *catalog.Catalog) *facts.Snapshot {
	t.Helper()
	var provenance struct {
		Namespace string `json:"default_namespace"`
	}
	data, err := os.ReadFile(filepath.Join(corpus, dir, "provenance.json"))
	if err == nil {
		_ = json.Unmarshal(data, &provenance)
	}
	folder := t.TempDir() // without the full CRDs, which are there twice
	files, err := filepath.Glob(filepath.Join(corpus, dir, "*.yaml"))
	if err != nil || len(files) == 0 {
		t.Fatalf("%s holds no manifests", dir)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(folder, filepath.Base(file)), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return factsOf(t, folder, provenance.Namespace, c)
}

// names returns the implementations in a state, sorted.
func names(in *facts.Input, state string) []string {
	var found []string
	for _, impl := range in.Inventory {
		if impl.State == state {
			found = append(found, impl.Name)
		}
	}
	slices.Sort(found)
	return slices.Compact(found)
}

// sample is a directory of the corpus as facts.
type sample struct {
	groundTruth
	snapshot *facts.Snapshot
	// runs are the names of what is found running.
	runs []string
}

// copy returns the facts for a test to change.
func (s sample) copy(t testing.TB) *facts.Snapshot {
	t.Helper()
	data, err := json.Marshal(s.snapshot)
	if err != nil {
		t.Fatal(err)
	}
	var snapshot facts.Snapshot
	if err := json.Unmarshal(data, &snapshot); err != nil {
		t.Fatal(err)
	}
	return &snapshot
}

// TestCorpus reads the corpus once and holds recognition to it in several ways.
func TestCorpus(t *testing.T) {
	c := known(t)
	var samples []sample
	for _, want := range readGroundTruth(t) {
		s := factsOfDir(t, want.dir, c)
		samples = append(samples, sample{want, s, names(recogniser(t).Input(s, time.Time{}), facts.StateRunning)})
	}
	t.Run("truth", func(t *testing.T) { testGroundTruth(t, c, samples) })
	t.Run("versions", func(t *testing.T) { testVersions(t, samples) })
	t.Run("disguises", func(t *testing.T) { testDisguises(t, samples) })
	t.Run("pairs", func(t *testing.T) { testPairs(t, c, samples) })
}

// testGroundTruth compares what is recognised with the truth, directory by directory.
// Products that the ground truth never names, such as Alertmanager, are not judged.
func testGroundTruth(t *testing.T, c *catalog.Catalog, all []sample) {
	spoken := map[string]bool{}
	for _, want := range all {
		for _, name := range slices.Concat(list(want.running), list(want.declared), list(want.remnant)) {
			spoken[name] = true
		}
	}
	scores, beyond := map[string]score{}, map[string]int{}
	for _, want := range all {
		in := recogniser(t).Input(want.snapshot, time.Time{})
		for _, state := range []string{facts.StateRunning, facts.StateDeclared, facts.StateRemnant} {
			found := names(in, state)
			for name := range spoken {
				compare(t, scores, c, want.groundTruth, state, name, slices.Contains(found, name))
			}
			for _, name := range found {
				if !spoken[name] {
					beyond[name]++
				}
			}
		}
	}
	for _, key := range slices.Sorted(maps.Keys(scores)) {
		t.Logf("%-22s %s", key, scores[key])
	}
	t.Logf("found besides, which the ground truth does not name: %v", beyond)
}

func compare(t *testing.T, scores map[string]score, c *catalog.Catalog, want groundTruth, state, name string, found bool) {
	expected := want.stateOf(name) == state
	if !expected && !found {
		return
	}
	for _, key := range []string{"total " + state, state + " " + batteryOf(c, name)} {
		s := scores[key]
		switch {
		case expected && found:
			s.right++
		case expected:
			s.missed++
		default:
			s.wrong++
		}
		scores[key] = s
	}
	if expected != found {
		t.Errorf("%s: %s is %s: expected %v, found %v", want.dir, name, state, expected, found)
	}
}

// batteryOf is the battery of a product's main role.
func batteryOf(c *catalog.Catalog, name string) string {
	for _, e := range c.Entries {
		if e.Name == name {
			battery, _, _ := strings.Cut(e.Provides[0], "/")
			return battery
		}
	}
	return "(no entry)"
}

// testVersions compares the versions of all that runs with a reviewed list.
func testVersions(t *testing.T, samples []sample) {
	var got []string
	for _, want := range samples {
		for _, impl := range recogniser(t).Input(want.snapshot, time.Time{}).Inventory {
			if impl.State == facts.StateRunning && impl.Version != "" {
				got = append(got, strings.Join([]string{want.dir, impl.Name, impl.Version}, "\t"))
			}
		}
	}
	slices.Sort(got)
	got = slices.Compact(got)
	const file = "testdata/corpus-versions.tsv"
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(file, []byte(strings.Join(got, "\n")+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	want := strings.Split(strings.TrimSpace(string(data)), "\n")
	for _, line := range want {
		if !slices.Contains(got, line) {
			t.Errorf("not found: %s", line)
		}
	}
	for _, line := range got {
		if !slices.Contains(want, line) {
			t.Errorf("found, and not in the list (UPDATE=1 writes it anew): %s", line)
		}
	}
}
