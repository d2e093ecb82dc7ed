package catalog

import (
	"testing"
	"testing/fstest"
)

// FuzzEntry: a product of a user's own catalogue, and a table. What is accepted is accepted again,
// and lets itself be packed.
func FuzzEntry(f *testing.F) {
	f.Add("name: a\ntitle: A\nbattery: network\nprovides: [network/cni]\nworkloads:\n- images: [a/b]\n", false)
	f.Add("name: a\ntitle: A\nsource: https://example.com\nupdated: 2026-01-02\nreleases: [{name: '1.2', endOfLife: 2026-05-05}]\n", true)
	f.Add("kind: removals\nname: a\ntitle: A\nsource: https://example.com\nupdated: 2026-01-02\nremovals: [{group: a, version: v1beta1, kind: B, removedIn: '1.22'}]\n", true)
	f.Fuzz(func(t *testing.T, text string, isTable bool) {
		dir := map[bool]string{true: "tables", false: "catalog"}[isTable]
		files := fstest.MapFS{"catalog": {Mode: 0o755 | 1<<31}, "tables": {Mode: 0o755 | 1<<31}, dir + "/a.yaml": {Data: []byte(text)}}
		c, err := loadFiles(files)
		if err != nil {
			if err.Error() == "" {
				t.Error("an error without a word")
			}
			return
		}
		bundle, err := Bundle(files)
		if err != nil {
			t.Fatalf("it is read and cannot be packed: %v", err)
		}
		packed, ok, err := loadBundle(fstest.MapFS{BundleFile: {Data: bundle}})
		if err != nil || !ok || len(packed.Entries) != len(c.Entries) {
			t.Errorf("packed it is another: %v", err)
		}
	})
}

// FuzzOwnCatalogue: a folder of a user's own products beside kready's.
func FuzzOwnCatalogue(f *testing.F) {
	f.Add([]byte("name: a\ntitle: A\nbattery: network\nprovides: [network/cni]\nworkloads:\n- images: [a/b]\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		known := &Catalog{Entries: []Entry{{Name: "a", Title: "kready's"}}}
		c, err := known.With(fstest.MapFS{"a.yaml": {Data: data}})
		if err == nil && len(c.Entries) != 1 {
			t.Errorf("%d entries of one name", len(c.Entries))
		}
	})
}
