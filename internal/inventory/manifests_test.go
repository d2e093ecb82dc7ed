package inventory_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/kready/kready/internal/inventory"
)

// TestManifests reads small manifests of our own. Comments say what is to be found in
// each: "# want: STATE NAME VERSION"; what is not said must not be found.
func TestManifests(t *testing.T) {
	c := known(t)
	files, err := filepath.Glob("testdata/manifests/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("no manifests: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".yaml"), func(t *testing.T) {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			var want, got []string
			for line := range strings.Lines(string(data)) {
				if line, ok := strings.CutPrefix(line, "# want: "); ok {
					want = append(want, strings.TrimSpace(line))
				}
			}
			for _, impl := range inventory.Input(factsOf(t, file, "", c), c, time.Time{}).Inventory {
				got = append(got, strings.TrimSpace(strings.Join([]string{impl.State, impl.Name, impl.Version}, " ")))
			}
			slices.Sort(got)
			if !slices.Equal(got, want) {
				t.Errorf("found %q, want %q", got, want)
			}
		})
	}
}
