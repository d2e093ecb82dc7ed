package facts

import (
	"strings"
	"testing"
)

func TestFieldTree(t *testing.T) {
	tree, err := NewFieldTree([]string{
		"spec.replicas", "spec.listeners[].port", "spec.listeners[].tls.mode", "status.conditions[].type",
		`metadata.annotations["example.com/owner.name"]`, "spec.matrix[][]", "spec.hosts[]",
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, leaf := range []*FieldTree{
		tree.Fields["spec"].Fields["replicas"],
		tree.Fields["spec"].Fields["listeners"].Elements.Fields["tls"].Fields["mode"],
		tree.Fields["metadata"].Fields["annotations"].Fields["example.com/owner.name"],
		tree.Fields["spec"].Fields["matrix"].Elements.Elements,
		tree.Fields["spec"].Fields["hosts"].Elements,
	} {
		if leaf == nil || !leaf.Leaf() {
			t.Errorf("%+v is no value", leaf)
		}
	}
	if tree.Fields["spec"].Leaf() {
		t.Error("spec is taken for a value")
	}
}

func TestFieldTreeRefuses(t *testing.T) {
	for name, tt := range map[string]struct {
		paths []string
		want  string
	}{
		"empty":          {[]string{""}, "empty"},
		"a list at once": {[]string{"[].a"}, "not a path"},
		"two dots":       {[]string{"a..b"}, "not a path"},
		"dot first":      {[]string{".a"}, "not a path"},
		"dot last":       {[]string{"a."}, "not a path"},
		"JSONPath":       {[]string{"$.a[*]"}, "not a path"},
		"an index":       {[]string{"a[0]"}, "not a path"},
		"a space":        {[]string{"a b"}, "not a path"},
		"into a value":   {[]string{"spec.tls.mode", "spec.tls"}, "leads into"},
		"list and not":   {[]string{"spec.a.b", "spec.a[].b"}, "a list"},
		"list of values": {[]string{"spec.a", "spec.a[].b"}, "leads into"},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := NewFieldTree(tt.paths); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %q", err, tt.want)
			}
		})
	}
	if _, err := NewFieldTree([]string{"spec.a", "spec.a"}); err != nil {
		t.Errorf("the same path twice: %v", err)
	}
}
