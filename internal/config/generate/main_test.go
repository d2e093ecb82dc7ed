package main

import "testing"

// TestFresh fails when a struct was changed and `go generate ./...` was not run.
func TestFresh(t *testing.T) {
	t.Chdir("..")
	if err := document().CheckFresh(); err != nil {
		t.Error(err)
	}
}
