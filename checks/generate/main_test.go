package main

import (
	"bytes"
	"os"
	"testing"
)

// TestFresh fails when a check was added or removed and `go generate ./...` was not run.
func TestFresh(t *testing.T) {
	want, err := list("..")
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile("../all.go")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Error("checks/all.go is stale: run `make generate`")
	}
}
