package collect

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/target"
)

// corpusFolder holds real install manifests, when it is there.
const corpusFolder = "../../../shared/corpus"

// TestOwnManifests takes the manifests that recognition is tested with through the whole
// of collection: each parses, and nothing of it is malformed.
func TestOwnManifests(t *testing.T) {
	files, err := filepath.Glob("../inventory/testdata/manifests/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("no manifests: %v", err)
	}
	collectWhole(t, files...)
}

// collectWhole demands that each of the files or folders is collected without a malformed
// object, and workloads of all of them together.
func collectWhole(t *testing.T, paths ...string) {
	t.Helper()
	workloads := 0
	for _, path := range paths {
		opened, err := target.Open(path, target.FileOptions{Complete: true})
		if err != nil {
			t.Errorf("%s: %v", path, err)
			continue
		}
		s := Snapshot(t.Context(), opened.Source, facts.Kinds(), Options{Now: moment, Platform: everything})
		for _, b := range s.BlindSpots {
			if b.Reason != facts.ReasonNotContained {
				t.Errorf("%s: %+v", path, b)
			}
		}
		workloads += len(s.Workloads)
	}
	if workloads == 0 {
		t.Error("no workload in any of them")
	}
	t.Logf("%d paths, %d workloads", len(paths), workloads)
}

// TestCorpus does the same with what projects ship.
func TestCorpus(t *testing.T) {
	manifests, err := filepath.Glob(filepath.Join(corpusFolder, "*", "*", "provenance.json"))
	if err != nil {
		t.Fatal(err)
	}
	if len(manifests) == 0 {
		t.Skip("the corpus of install manifests is not beside the repository")
	}
	var folders []string
	for _, provenance := range manifests {
		folders = append(folders, yamlOf(t, filepath.Dir(provenance)))
	}
	collectWhole(t, folders...)
}

// yamlOf copies the manifests of a folder to one that holds nothing else.
func yamlOf(t *testing.T, folder string) string {
	t.Helper()
	to := t.TempDir()
	for _, name := range []string{"manifest.yaml", "rest.yaml", "crds.min.yaml"} {
		data, err := os.ReadFile(filepath.Join(folder, name))
		if err == nil {
			err = os.WriteFile(filepath.Join(to, name), data, 0o600)
		}
		if err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
	}
	return to
}
