package engine

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/collect"
	"github.com/kready/kready/internal/evaluate"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/target"
)

// snapshotFiles writes files into a folder, and returns what is collected from it.
func snapshotFiles(t *testing.T, files map[string]string, opts target.FileOptions) *facts.Input {
	t.Helper()
	folder := t.TempDir()
	for name, text := range files {
		path := filepath.Join(folder, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if len(files) == 1 {
			folder = path
		}
	}
	opened, err := target.Open(folder, opts)
	if err != nil {
		t.Fatal(err)
	}
	known := shippedRecogniser(t)
	now := time.Date(2026, 11, 20, 10, 0, 0, 0, time.UTC)
	snapshot := collect.Snapshot(t.Context(), opened.Source, facts.Kinds(), collect.Options{Now: now, Platform: known.Platform})
	return known.Input(snapshot, now)
}

// judgeFiles writes files into a folder, and returns the status of each check.
func judgeFiles(t *testing.T, files map[string]string, opts target.FileOptions) map[string]check.Status {
	t.Helper()
	results, err := evaluate.Run(t.Context(), snapshotFiles(t, files, opts), builtinChecks(t), evaluate.Options{})
	if err != nil {
		t.Fatal(err)
	}
	statuses := map[string]check.Status{}
	for _, r := range results {
		statuses[r.Check.ID] = r.Outcome.Status
	}
	return statuses
}

// TestLayoutsAgree: from one cluster, a file in each maker's layout leads to the verdicts of the whole
// cluster, or to none where the maker does not gather what they rest on.
func TestLayoutsAgree(t *testing.T) {
	asked := []string{"nodes", "ns", "deploy", "ds", "sts", "pods", "svc"}
	whole, err := target.ParseKinds(asked)
	if err != nil {
		t.Fatal(err)
	}
	gaps := map[string]int{}
	for name, edit := range map[string]func(*unstructured.Unstructured){
		"healthy": func(*unstructured.Unstructured) {},
		"broken": func(o *unstructured.Unstructured) {
			switch {
			case o.GetKind() == "DaemonSet" && o.GetName() == "kindnet":
				_ = unstructured.SetNestedField(o.Object, int64(1), "status", "numberReady") // the path is there
			case o.GetKind() == "StorageClass":
				o.SetAnnotations(nil)
			case o.GetKind() == "Node" && o.GetName() == "w1":
				conditions := []any{map[string]any{"type": "Ready", "status": "False", "reason": "KubeletNotReady", "lastHeartbeatTime": "2026-11-20T10:00:00Z"}}
				_ = unstructured.SetNestedSlice(o.Object, conditions, "status", "conditions") // the path is there
			}
		},
	} {
		world := readWorld(t, edit)
		folder, printed := world.clusterInfo()
		reference := judgeFiles(t, world.kubectlList(slices.Sorted(maps.Keys(world))...), target.FileOptions{Complete: true})
		for _, status := range reference {
			if status == check.StatusGap {
				gaps[name]++
			}
		}
		for _, c := range []struct {
			layout string
			files  map[string]string
			opts   target.FileOptions
			// judged is how many checks are judged at least; the others rest on what is not gathered.
			judged int
		}{
			{"README's list", world.kubectlList("nodes", "namespaces", "deployments.apps", "daemonsets.apps", "pods", "services"), target.FileOptions{Whole: whole}, 85},
			{"the same, not said to be whole", world.kubectlList("nodes", "namespaces", "deployments.apps", "daemonsets.apps", "pods", "services"), target.FileOptions{}, 85},
			{"cluster-info dump", folder, target.FileOptions{}, 85},
			{"cluster-info dump, printed", printed, target.FileOptions{}, 85},
			{"support bundle", world.supportBundle(), target.FileOptions{}, 100},
			{"sonobuoy", world.sonobuoy(), target.FileOptions{}, 110},
			{"must-gather", world.mustGather(), target.FileOptions{}, 40},
		} {
			t.Run(name+"/"+c.layout, func(t *testing.T) {
				judged := 0
				for id, got := range judgeFiles(t, c.files, c.opts) {
					if got == check.StatusUnknown {
						continue
					}
					judged++
					if want := reference[id]; got != want && want != check.StatusUnknown {
						t.Errorf("%s is %s, of the whole cluster %s", id, got, want)
					}
				}
				if judged < c.judged {
					t.Errorf("%d checks are judged, want %d", judged, c.judged)
				}
			})
		}
	}
	if gaps["broken"] <= gaps["healthy"] {
		t.Errorf("what is broken is not seen: %v", gaps)
	}
}
