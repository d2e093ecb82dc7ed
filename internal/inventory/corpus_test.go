package inventory_test

import (
	"bufio"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
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

// truth is what a directory of the corpus holds.
type truth struct{ dir, running, declared, remnant string }

// readTruth reads the corpus' ground truth, or skips the test where there is none.
func readTruth(t testing.TB) []truth {
	t.Helper()
	file, err := os.Open(filepath.Join(corpus, "TRUTH.tsv"))
	if err != nil {
		t.Skipf("no corpus of install manifests at %s", corpus)
	}
	defer file.Close()
	var all []truth
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		f := strings.Split(lines.Text(), "\t")
		if len(f) > 4 && f[0] != "dir" {
			all = append(all, truth{f[0], f[2], f[3], f[4]})
		}
	}
	if len(all) == 0 {
		t.Fatal("the truth is empty")
	}
	return all
}

func known(t testing.TB) *catalog.Catalog {
	t.Helper()
	c, err := catalog.Load(policies.Files)
	if err != nil {
		t.Fatal(err)
	}
	return c
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
		Platform: func(s *facts.Snapshot) []facts.ObjectRef { return inventory.Platform(s, c) },
	}
	for _, d := range c.Declarations() {
		opts.Declared = append(opts.Declared, collect.DeclaredKind{
			Group: d.Group, Kind: d.Kind, Resource: d.Resource, Fields: d.FieldNames(), VersionField: d.VersionField,
		})
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

// list splits a cell of the truth.
func list(cell string) []string {
	var all []string
	for name := range strings.SplitSeq(cell, ",") {
		if name = strings.TrimSpace(name); name != "" {
			all = append(all, name)
		}
	}
	slices.Sort(all)
	return all
}

// TestCorpus compares what is recognised with the truth, directory by directory.
func TestCorpus(t *testing.T) {
	c := known(t)
	for _, want := range readTruth(t) {
		s := factsOfDir(t, want.dir, c)
		in := inventory.Input(s, c, time.Time{})
		for state, cell := range map[string]string{facts.StateRunning: want.running, facts.StateDeclared: want.declared, facts.StateRemnant: want.remnant} {
			if got, names := names(in, state), list(cell); !slices.Equal(got, names) {
				t.Logf("%s: %s: got %v, want %v", want.dir, state, got, names)
			}
		}
	}
}
