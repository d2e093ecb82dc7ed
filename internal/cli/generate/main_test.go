package main

import (
	"bytes"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/kready/kready/internal/cli"
)

// TestFresh fails when a check was changed and `go generate ./...` was not run.
func TestFresh(t *testing.T) {
	t.Chdir("..")
	pages, err := cli.CheckDocs()
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range pages {
		got, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil || !bytes.Equal(got, want) {
			t.Errorf("docs/checks/%s is stale: run `make generate` (%v)", name, err)
		}
	}
	err = filepath.WalkDir(dir, func(file string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		name, _ := filepath.Rel(dir, file)
		if _, ok := pages[filepath.ToSlash(name)]; !ok {
			t.Errorf("docs/checks/%s belongs to no check: run `make generate`", name)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}

// TestLinks: every link has the shape of one that can be followed.
func TestLinks(t *testing.T) {
	pages, err := cli.CheckDocs()
	if err != nil {
		t.Fatal(err)
	}
	link := regexp.MustCompile(`<(http[^>]*)>`)
	for name, page := range pages {
		found := link.FindAllSubmatch(page, -1)
		if len(found) == 0 && name != "README.md" {
			t.Errorf("%s names no source", name)
		}
		for _, m := range found {
			u, err := url.Parse(string(m[1]))
			if err != nil || u.Scheme != "https" || u.Host == "" {
				t.Errorf("%s: %s is no https link (%v)", name, m[1], err)
			}
		}
	}
}
