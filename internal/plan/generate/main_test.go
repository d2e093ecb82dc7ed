package main

import (
	"bytes"
	"os"
	"testing"
)

// TestFresh fails when a struct was changed and `go generate ./...` was not run.
func TestFresh(t *testing.T) {
	t.Chdir("..")
	want, err := schema()
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("internal/plan/%s is stale: run `make generate`", file)
	}
}
