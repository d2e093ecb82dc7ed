package agent

import (
	"os"
	"path/filepath"
	"testing"
)

// TestCgroup: the files at the root tell the version, and where there are none nothing is told.
func TestCgroup(t *testing.T) {
	for name, tt := range map[string]struct {
		made  string
		wrong bool
		err   bool
	}{
		"version 2": {"cgroup.controllers", false, false},
		"version 1": {"memory", true, false},
		"hidden":    {"fuse", false, true},
	} {
		t.Run(name, func(t *testing.T) {
			root := t.TempDir()
			if err := os.WriteFile(filepath.Join(root, tt.made), nil, 0o600); err != nil {
				t.Fatal(err)
			}
			got := tryCgroup(t.Context(), Trial{Target: root})
			if got.wrong != tt.wrong || (got.err != nil) != tt.err {
				t.Errorf("%+v", got)
			}
		})
	}
}
