// Package golden compares what a test gets with a file that somebody has read. Only tests
// use it.
package golden

import (
	"bytes"
	"os"
	"testing"
)

// Updating reports whether tests write the files instead of comparing them: KREADY_UPDATE=1.
func Updating() bool { return os.Getenv("KREADY_UPDATE") == "1" }

// Compare fails the test when the file does not hold got. With KREADY_UPDATE=1 it writes the
// file first.
func Compare(t testing.TB, file string, got []byte) {
	t.Helper()
	if Updating() {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatalf("writing a golden file: %v", err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("reading a golden file, which KREADY_UPDATE=1 writes: %v", err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs; if what the test got is right, run it with KREADY_UPDATE=1. Got:\n%s", file, got)
	}
}
