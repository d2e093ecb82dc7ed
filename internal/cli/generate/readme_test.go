package main

import (
	"bytes"
	"encoding/xml"
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
	if n := len(generatedPart.FindAll(got, -1)); n < 2 {
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

// TestReadmeForStrangers: it is read in one go, and begins with a picture of a report.
func TestReadmeForStrangers(t *testing.T) {
	page, err := os.ReadFile("../../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(string(page), "\n"); n > 150 {
		t.Errorf("README.md has %d lines, and 150 are enough: move what is for few into docs/", n)
	}
	if first := strings.Index(string(page), "docs/report.svg"); first < 0 || first > strings.Index(string(page), "\n## ") {
		t.Error("README.md does not show a report before its first section")
	}
}

// TestPictureFresh fails when the report of the recorded cluster has changed and `go generate ./...`
// was not run.
func TestPictureFresh(t *testing.T) {
	t.Chdir("..")
	want, err := picture()
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(pictureFile)
	if err != nil || !bytes.Equal(got, want) {
		t.Errorf("docs/report.svg is stale: run `make generate` (%v)", err)
	}
	if err := xml.Unmarshal(want, new(struct{})); err != nil {
		t.Errorf("docs/report.svg is no XML: %v", err)
	}
	for _, says := range []string{"$ kready check --from bare-kind.json", "BATTERY", "network/policy-engine", "NOT READY", "kready plan --from bare-kind.json"} {
		if !strings.Contains(string(want), says) {
			t.Errorf("docs/report.svg does not show %q", says)
		}
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
	for _, part := range []string{"nothing", "report"} {
		_, err := readme([]byte("<!-- generated: " + part + " -->\n<!-- end -->\n"))
		if err == nil || !strings.Contains(err.Error(), `"`+part+`"`) {
			t.Errorf("%s: %v", part, err)
		}
	}
}
