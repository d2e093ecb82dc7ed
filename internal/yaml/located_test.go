package yaml

import (
	"errors"
	"reflect"
	"testing"
)

const located = `# a comment
kind: Deployment
spec:
  hostNetwork: yes
  at: 2026-11-23
  ports: [80, 0x10, 1.5]
  quoted: "no"
  merged: {<<: *none}
`

// TestLocate: values are those that kubectl sees, and lines those of the file.
func TestLocate(t *testing.T) {
	doc, err := Locate([]byte("base: &none {a: 1}\n"+located), 10)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]any{
		"base": map[string]any{"a": int64(1)}, "kind": "Deployment",
		"spec": map[string]any{
			"hostNetwork": true, "at": "2026-11-23", "ports": []any{int64(80), int64(16), 1.5}, "quoted": "no",
			"merged": map[string]any{"a": int64(1)},
		},
	}
	if !reflect.DeepEqual(doc.Value, want) {
		t.Errorf("got %v, want %v", doc.Value, want)
	}
	for want, path := range map[int][]string{
		10: nil, 12: {"kind"}, 13: {"spec"}, 14: {"spec", "hostNetwork"}, 16: {"spec", "ports", "1"}, 17: {"spec", "quoted", "deeper"},
	} {
		if got := doc.Line(path...); got != want {
			t.Errorf("%v is at line %d, want %d", path, got, want)
		}
	}
	if got := doc.At(nil, "spec").Line("quoted"); got != 17 {
		t.Errorf("below a part: %d", got)
	}
}

// TestLocateJSON: what YAML does not take of JSON is read all the same.
func TestLocateJSON(t *testing.T) {
	doc, err := Locate([]byte("{\n\t\"kind\": \"A\",\n\t\"x\": \"\\ud83d\\ude00\"\n}"), 1)
	if err != nil || doc.Value.(map[string]any)["x"] != "😀" {
		t.Fatalf("%v %v", doc.Value, err)
	}
	doc, err = Locate([]byte("{\n\t\"kind\": \"A\",\n\t\"y\": 1\n}"), 1)
	if err != nil || doc.Line("y") != 3 {
		t.Errorf("line %d, %v", doc.Line("y"), err)
	}
}

// TestLocateErrors: each says where.
func TestLocateErrors(t *testing.T) {
	for text, line := range map[string]int{
		"a: [\n": 5, "a: 1\nb: {{ .Values.b }}\n": 6, "a: 1\n\tb: 2\n": 6,
	} {
		_, err := Locate([]byte(text), 5)
		var at *Error
		if !errors.As(err, &at) || at.Line != line {
			t.Errorf("%q: %v, want line %d", text, err, line)
		}
	}
}
