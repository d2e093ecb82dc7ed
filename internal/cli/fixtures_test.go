package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"sigs.k8s.io/yaml"

	"github.com/kready/kready/internal/catalog"
	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/inventory"
	"github.com/kready/kready/internal/policy"
	"github.com/kready/kready/policies"
)

// fixture changes the healthy cluster of testdata/checks/base into another one and
// says what the check must answer. Kinds of fact are the keys of Drop, Replace, Add.
type fixture struct {
	// Why tells a reader what the cluster is like.
	Why string `json:"why"`
	// Drop removes the items with these names, or "namespace/name".
	Drop map[string][]string `json:"drop"`
	// Replace puts another value in place of a whole kind of fact.
	Replace map[string]any `json:"replace"`
	// Add appends items.
	Add map[string][]any `json:"add"`
	// AsOf moves the day of judgement.
	AsOf time.Time `json:"asOf"`
	// Intent is what the owners of the cluster say.
	Intent facts.Intent `json:"intent"`
	// Says are words that the reason or the findings must contain.
	Says []string `json:"says"`
	// Findings is how many findings there must be; not compared when negative or absent.
	Findings *int `json:"findings"`
}

// TestFixtures runs every check on its fixtures, through the real catalogue. Each
// check has at least pass.yaml and gap.yaml; the file's name up to the first dash is
// the status that it must lead to: gap.yaml, gap-tainted-nodes.yaml, unknown.yaml.
func TestFixtures(t *testing.T) {
	all, err := builtinChecks()
	if err != nil {
		t.Fatal(err)
	}
	known, err := catalog.Load(policies.Files)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range all {
		t.Run(c.ID, func(t *testing.T) {
			t.Parallel()
			files, _ := filepath.Glob(filepath.Join("testdata/checks", c.ID, "*.yaml"))
			seen := map[check.Status]bool{}
			for _, file := range files {
				name := strings.TrimSuffix(filepath.Base(file), ".yaml")
				status, _, _ := strings.Cut(name, "-")
				seen[check.Status(status)] = true
				t.Run(name, func(t *testing.T) { tryFixture(t, c, known, file, check.Status(status)) })
			}
			for _, status := range []check.Status{check.StatusPass, check.StatusGap} {
				if !seen[status] {
					t.Errorf("testdata/checks/%s has no fixture %s.yaml", c.ID, status)
				}
			}
		})
	}
}

func tryFixture(t *testing.T, c check.Check, known *catalog.Catalog, file string, want check.Status) {
	var f fixture
	readYAML(t, file, &f)
	if f.Why == "" {
		t.Errorf("it does not say why it leads to %s", want)
	}
	snapshot := f.apply(t, baseFacts(t))
	in := inventory.Input(snapshot, known, f.AsOf)
	in.Intent = f.Intent
	facts.FillEmpty(&in.Intent)
	out, err := c.Run(policy.WithCache(context.Background()), in)
	if err != nil {
		t.Fatal(err)
	}
	if out.Status != want {
		t.Errorf("status %s, want %s: %s %v", out.Status, want, out.Reason, out.Findings)
	}
	said := out.Reason + fmt.Sprint(out.Findings)
	for _, words := range f.Says {
		if !strings.Contains(said, words) {
			t.Errorf("it does not say %q but: %s", words, said)
		}
	}
	if f.Findings != nil && *f.Findings >= 0 && len(out.Findings) != *f.Findings {
		t.Errorf("%d findings, want %d: %v", len(out.Findings), *f.Findings, out.Findings)
	}
	if want == check.StatusGap && out.Reason == "" {
		t.Error("a gap without a reason")
	}
}

// apply makes the fixture's cluster out of the base's.
func (f fixture) apply(t *testing.T, base map[string]any) *facts.Snapshot {
	for kind, names := range f.Drop {
		items, ok := base[kind].([]any)
		if !ok {
			t.Fatalf("drop: %s is no list in the base", kind)
		}
		for _, name := range names {
			kept := items[:0:0]
			for _, item := range items {
				m := item.(map[string]any)
				if m["name"] != name && fmt.Sprintf("%v/%v", m["namespace"], m["name"]) != name {
					kept = append(kept, item)
				}
			}
			if len(kept) == len(items) {
				t.Fatalf("drop: the base has no %s in %s", name, kind)
			}
			items = kept
		}
		base[kind] = items
	}
	for kind, value := range f.Replace {
		base[kind] = value
	}
	for kind, items := range f.Add {
		list, _ := base[kind].([]any)
		base[kind] = append(slices.Clip(list), items...)
	}
	data, err := json.Marshal(base)
	if err != nil {
		t.Fatal(err)
	}
	var snapshot facts.Snapshot
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&snapshot); err != nil {
		t.Fatalf("the fixture is no snapshot: %v", err)
	}
	return &snapshot
}

// base is what readBase returned; it is read once, and its values are never changed.
var base = struct {
	once  sync.Once
	facts map[string]any
}{}

// baseFacts returns the healthy cluster, as a map that the caller may change.
func baseFacts(t *testing.T) map[string]any {
	t.Helper()
	base.once.Do(func() { base.facts = readBase(t) })
	if base.facts == nil {
		t.Fatal("the base could not be read")
	}
	return maps.Clone(base.facts)
}

// readBase joins the files of the base: lists are appended, objects merged.
func readBase(t *testing.T) map[string]any {
	files, err := filepath.Glob("testdata/checks/base/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("no base: %v", err)
	}
	base := map[string]any{}
	for _, file := range files {
		var part map[string]any
		readYAML(t, file, &part)
		for key, value := range part {
			switch value := value.(type) {
			case []any:
				list, _ := base[key].([]any)
				base[key] = append(list, value...)
			case map[string]any:
				object, _ := base[key].(map[string]any)
				if object == nil {
					object = map[string]any{}
				}
				for k, v := range value {
					object[k] = v
				}
				base[key] = object
			default:
				base[key] = value
			}
		}
	}
	return base
}

func readYAML(t *testing.T, file string, into any) {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	document, err := yaml.YAMLToJSON(data) // not strict itself: merged keys may be overridden
	if err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	decoder := json.NewDecoder(bytes.NewReader(document))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(into); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
}
