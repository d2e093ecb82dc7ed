package main

import (
	"bytes"
	"os"
	"testing"
)

// TestFresh fails when a struct was changed and `go generate ./...` was not run.
func TestFresh(t *testing.T) {
	t.Chdir("..")
	files, err := generated()
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range files {
		got, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want) {
			t.Errorf("internal/facts/%s is stale: run `make generate`", name)
		}
	}
}
