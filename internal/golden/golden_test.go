package golden

import (
	"os"
	"path/filepath"
	"testing"
)

// recorder is a test of which it is only recorded whether it failed.
type recorder struct {
	testing.TB
	failed bool
}

func (r *recorder) Helper()               {}
func (r *recorder) Errorf(string, ...any) { r.failed = true }

// TestCompare: a file that differs fails the test, and is written when it is to be updated.
func TestCompare(t *testing.T) {
	file := filepath.Join(t.TempDir(), "a.txt")
	if err := os.WriteFile(file, []byte("old"), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		update, got string
		failed      bool
	}{{"", "old", false}, {"", "new", true}, {"1", "new", false}, {"", "new", false}} {
		t.Setenv("KREADY_UPDATE", tt.update)
		r := &recorder{TB: t}
		Compare(r, file, []byte(tt.got))
		if r.failed != tt.failed {
			t.Errorf("%+v: failed %v", tt, r.failed)
		}
	}
}
