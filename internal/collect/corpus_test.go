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

// TestCorpus takes what projects ship through the whole of collection: each parses,
// and nothing of it is malformed.
func TestCorpus(t *testing.T) {
	manifests, err := filepath.Glob(filepath.Join(corpusFolder, "*", "*", "provenance.json"))
	if err != nil {
		t.Fatal(err)
	}
	if len(manifests) == 0 {
		t.Skip("the corpus of install manifests is not beside the repository")
	}
	workloads := 0
	for _, about := range manifests {
		folder := filepath.Dir(about)
		opened, err := target.Open(yamlOf(t, folder), target.FileOptions{Complete: true})
		if err != nil {
			t.Errorf("%s: %v", folder, err)
			continue
		}
		s := Snapshot(t.Context(), opened.Source, facts.Kinds(), Options{Now: moment, Platform: everything})
		for _, b := range s.BlindSpots {
			if b.Reason != facts.ReasonNotContained {
				t.Errorf("%s: %+v", folder, b)
			}
		}
		workloads += len(s.Workloads)
	}
	if workloads == 0 {
		t.Error("no workload in all of the corpus")
	}
	t.Logf("%d folders, %d workloads", len(manifests), workloads)
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
