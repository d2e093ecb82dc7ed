package main

import "testing"

// TestFresh fails when a struct was changed and `go generate ./...` was not run.
func TestFresh(t *testing.T) {
	t.Chdir("..")
	for _, d := range documents() {
		if err := d.CheckFresh(); err != nil {
			t.Error(err)
		}
	}
}
