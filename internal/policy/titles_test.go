package policy

import (
	"maps"
	"testing"
	"testing/fstest"
)

func TestTitles(t *testing.T) {
	titles, err := Titles(fstest.MapFS{
		"demo/one.rego":      {Data: []byte(head + "gap := nonsense that does not compile")},
		"demo/two.rego":      {Data: []byte(head + harmless)},
		"demo/three.rego":    {Data: []byte("# METADATA\n# title: \"Quoted: a title\"\n# custom:\n#   level: 5\npackage kready.demo[\"three\"]\n\nx := nowhere\n")},
		"demo/bare.rego":     {Data: []byte("package kready.demo.bare\n\nx := 1\n")},
		"demo/two_test.rego": {Data: []byte("package kready.demo[\"two_test\"]\n\nx := 1\n")},
		"lib/few.rego":       {Data: []byte("package helpers\n\nx := 1\n")},
	})
	want := map[string]string{"demo/two": "A title", "demo/three": "Quoted: a title", "demo/bare": ""}
	if err != nil || !maps.Equal(titles, want) {
		t.Errorf("%v, %v; want %v", titles, err, want)
	}
}
