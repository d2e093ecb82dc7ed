package engine

import (
	"encoding/json"
	"fmt"
	"hash/crc32"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/collect"
	"github.com/kready/kready/internal/evaluate"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/target"
	"github.com/kready/kready/internal/yaml"
)

// oddSample is one in how many oddities `go test` tries, besides those of pods; KREADY_CHAOS=all
// tries all.
const oddSample = 5

// oddities are the ways in which objects of a dump lack what the API server would demand.
func oddities() map[string]func(object map[string]any) {
	return map[string]func(object map[string]any){
		"no spec":         func(o map[string]any) { delete(o, "spec") },
		"an empty spec":   func(o map[string]any) { o["spec"] = map[string]any{} },
		"spec null":       func(o map[string]any) { o["spec"] = nil },
		"a list for spec": func(o map[string]any) { o["spec"] = []any{} },
		"no name":         func(o map[string]any) { delete(o["metadata"].(map[string]any), "name") },
		"no metadata":     func(o map[string]any) { delete(o, "metadata") },
		"nothing": func(o map[string]any) {
			maps.DeleteFunc(o, func(key string, _ any) bool { return key != "apiVersion" && key != "kind" && key != "metadata" })
		},
	}
}

// whole reports whether objects of a kind may lack that: an API server stores them as they are.
func whole(kind, what string) bool {
	switch kind {
	case "v1 Node", "policy/v1 PodDisruptionBudget": // a spec may say nothing: no taint, no pod that is kept
		return strings.Contains(what, "spec") && what != "a list for spec"
	case "admissionregistration.k8s.io/v1 ValidatingWebhookConfiguration", "admissionregistration.k8s.io/v1 MutatingWebhookConfiguration":
		return true // it may have no webhooks, and has no spec
	}
	return false
}

// TestOddObjects judges a dump in which all objects of one kind lack their spec, their name or
// everything: no check breaks, and none passes that is a gap or unknown on the whole objects.
func TestOddObjects(t *testing.T) {
	objects := collectedObjects(t)
	all := builtinChecks(t)
	for i := range all {
		all[i].Requires = nil // each for itself
	}
	asWhole := judgeObjects(t, objects, all)
	kinds := map[string]bool{}
	for _, o := range objects {
		kinds[fmt.Sprint(o["apiVersion"], " ", o["kind"])] = true
	}
	for _, kind := range slices.Sorted(maps.Keys(kinds)) {
		for what, change := range oddities() {
			if sampled := crc32.ChecksumIEEE([]byte(kind + what)); sampled%oddSample != 0 && kind != "v1 Pod" && os.Getenv("KREADY_CHAOS") != "all" {
				continue
			}
			t.Run(kind+" with "+what, func(t *testing.T) {
				odd := collectedObjects(t)
				for _, o := range odd {
					if fmt.Sprint(o["apiVersion"], " ", o["kind"]) == kind {
						change(o)
					}
				}
				for id, got := range judgeObjects(t, odd, all) {
					before := asWhole[id].Status
					switch {
					case got.Status == check.StatusError:
						t.Errorf("%s breaks: %s", id, got.Reason)
					case got.Status == check.StatusPass && !whole(kind, what) && before != check.StatusPass && before != check.StatusSkip:
						t.Errorf("%s passes (%s), and is %s on whole objects", id, got.Reason, before)
					}
				}
			})
		}
	}
}

// collectedObjects are those that collectors are tested with.
func collectedObjects(t *testing.T) []map[string]any {
	t.Helper()
	files, err := filepath.Glob("../collect/testdata/objects/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("no objects: %v", err)
	}
	var all []map[string]any
	for _, file := range append(files, "../collect/testdata/cluster.yaml") {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for document := range strings.SplitSeq(string(data), "\n---\n") {
			var object map[string]any
			if err := yaml.Unmarshal([]byte(document), &object); err != nil {
				t.Fatal(err)
			}
			if object != nil && object["metadata"] != nil {
				all = append(all, object)
			}
		}
	}
	return all
}

// judgeObjects is what checks say of a dump with these objects, or that it was refused.
func judgeObjects(t *testing.T, objects []map[string]any, all []check.Check) map[string]check.Outcome {
	t.Helper()
	data, err := json.Marshal(map[string]any{"apiVersion": "v1", "kind": "List", "items": objects})
	if err != nil {
		t.Fatal(err)
	}
	opened, err := target.Open("-", target.FileOptions{Stdin: strings.NewReader(string(data)), Complete: true})
	if err != nil {
		if !strings.Contains(err.Error(), "name") && !strings.Contains(err.Error(), "metadata") {
			t.Errorf("it is refused without saying what for: %v", err)
		}
		return nil
	}
	known := shippedRecogniser(t)
	now := time.Date(2026, 11, 2, 0, 0, 0, 0, time.UTC)
	s := collect.Snapshot(t.Context(), opened.Source, facts.Kinds(), collect.Options{Now: now, Platform: known.Platform})
	results, err := evaluate.Run(t.Context(), known.Input(s, now), all, evaluate.Options{})
	if err != nil {
		t.Fatal(err)
	}
	outcomes := map[string]check.Outcome{}
	for _, r := range results {
		outcomes[r.Check.ID] = r.Outcome
	}
	return outcomes
}
