package target

import (
	"os"
	"testing"
)

func makeExecutable(t *testing.T, path string) {
	t.Helper()
	if err := os.Chmod(path, 0o700); err != nil { //nolint:gosec // a script of the test's own
		t.Fatal(err)
	}
}
