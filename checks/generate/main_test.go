package main

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
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

func TestConstructors(t *testing.T) {
	file := filepath.Join(t.TempDir(), "one.go")
	source := `package dns

func Corefile() check.Check { return check.Check{} }

func Second() check.Check { return check.Check{} }

func hidden() check.Check { return check.Check{} }

func With(name string) check.Check { return check.Check{} }

func (x X) Method() check.Check { return check.Check{} }

func Other() facts.Check { return facts.Check{} }

func Two() (check.Check, error) { return check.Check{}, nil }
`
	if err := os.WriteFile(file, []byte(source), 0o600); err != nil {
		t.Fatal(err)
	}
	got, err := constructors(file)
	if err != nil || !slices.Equal(got, []string{"Corefile", "Second"}) {
		t.Errorf("%v, %v", got, err)
	}
	if _, err := constructors(filepath.Join(t.TempDir(), "absent.go")); err == nil {
		t.Error("a file that is not there was read")
	}
}
