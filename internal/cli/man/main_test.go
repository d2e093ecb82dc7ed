package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"github.com/kready/kready/internal/cli"
)

// TestPages finds a page for each command that a user sees, with all flags of it.
func TestPages(t *testing.T) {
	t.Setenv("SOURCE_DATE_EPOCH", "1790000000")
	dir := t.TempDir()
	if err := write(dir); err != nil {
		t.Fatal(err)
	}
	var look func(cmd *cobra.Command)
	look = func(cmd *cobra.Command) {
		name := strings.ReplaceAll(cmd.CommandPath(), " ", "-") + ".1"
		page, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Error(err)
			return
		}
		if !bytes.Contains(page, []byte(".TH \"KREADY")) || !bytes.Contains(page, []byte("Sep 2026")) {
			t.Errorf("%s has no header with the date of SOURCE_DATE_EPOCH:\n%.200s", name, page)
		}
		for _, sub := range cmd.Commands() {
			if sub.IsAvailableCommand() {
				look(sub)
			}
		}
	}
	look(cli.Commands())
	page, err := os.ReadFile(filepath.Join(dir, "kready-check.1"))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"--fail-on", "--context", "kready check network dns/ha", "see also"} {
		if !strings.Contains(strings.ToLower(strings.ReplaceAll(string(page), `\-`, "-")), want) {
			t.Errorf("kready-check.1 lacks %q", want)
		}
	}
}

// TestSame makes the pages twice: nothing in them may depend on the moment.
func TestSame(t *testing.T) {
	t.Setenv("SOURCE_DATE_EPOCH", "1790000000")
	one, two := t.TempDir(), t.TempDir()
	for _, dir := range []string{one, two} {
		if err := write(dir); err != nil {
			t.Fatal(err)
		}
	}
	pages, err := filepath.Glob(filepath.Join(one, "*.1"))
	if err != nil || len(pages) == 0 {
		t.Fatalf("%d pages, %v", len(pages), err)
	}
	for _, page := range pages {
		a, _ := os.ReadFile(page)
		b, err := os.ReadFile(filepath.Join(two, filepath.Base(page)))
		if err != nil || !bytes.Equal(a, b) {
			t.Errorf("%s differs from run to run: %v", filepath.Base(page), err)
		}
	}
}
