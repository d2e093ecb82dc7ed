package main

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"github.com/kready/kready/internal/config"
)

// TestReadmeFresh fails when what the README shows of kready has changed and `go generate
// ./...` was not run, or when its markers are gone.
func TestReadmeFresh(t *testing.T) {
	t.Chdir("..")
	got, err := os.ReadFile(readmeFile)
	if err != nil {
		t.Fatal(err)
	}
	if n := len(generatedPart.FindAll(got, -1)); n < 3 {
		t.Errorf("only %d parts of README.md are between markers", n)
	}
	for _, p := range config.Profiles() {
		if !strings.Contains(string(got), p.Name+"`") {
			t.Errorf("README.md does not name the profile %s", p.Name)
		}
	}
	want, err := readme(got)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Error("README.md is stale: run `make generate`")
	}
}

// TestReadmeParts: each part takes the place of what stood between its markers, and one that
// cannot be generated is an error that names it.
func TestReadmeParts(t *testing.T) {
	t.Chdir("..")
	page := "before\n<!-- generated: formats -->\nold\n<!-- end -->\nafter\n"
	got, err := readme([]byte(page))
	if err != nil || !strings.HasPrefix(string(got), "before\n<!-- generated: formats -->\nFormats: text, ") ||
		strings.Contains(string(got), "old") || !strings.HasSuffix(string(got), ".\n<!-- end -->\nafter\n") {
		t.Errorf("%v\n%s", err, got)
	}
	for _, part := range []string{"nothing", "report dns/present", "report no/check"} {
		_, err := readme([]byte("<!-- generated: " + part + " -->\n<!-- end -->\n"))
		if name, _, _ := strings.Cut(part, " "); err == nil || !strings.Contains(err.Error(), `"`+name+`"`) {
			t.Errorf("%s: %v", part, err)
		}
	}
}
