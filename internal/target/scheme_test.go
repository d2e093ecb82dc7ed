package target

import (
	"bytes"
	"strings"
	"testing"

	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/serializer/protobuf"
)

// TestCompiledKinds: every kind is asked for in protobuf, and decodes from it, one object
// and a list.
func TestCompiledKinds(t *testing.T) {
	known := compiledKinds()
	encoder := protobuf.NewSerializer(known.scheme, known.scheme)
	lists := 0
	for kind := range known.scheme.AllKnownTypes() {
		if kind.Kind == "Status" {
			continue
		}
		isList := strings.HasSuffix(kind.Kind, "List")
		single := kind
		single.Kind = strings.TrimSuffix(kind.Kind, "List")
		q := Query{Group: kind.Group, Version: kind.Version, Resource: plural(single)}
		if accept(q) != acceptTyped {
			t.Errorf("%s is not asked for in protobuf", q)
		}
		object, err := known.scheme.New(kind)
		if err != nil {
			t.Fatal(err)
		}
		object.GetObjectKind().SetGroupVersionKind(kind)
		if isList {
			lists++
			if !known.scheme.Recognizes(single) {
				t.Errorf("%s has no kind of its objects", kind)
			}
		} else if about, err := meta.Accessor(object); err != nil {
			t.Errorf("%s: %v", kind, err)
		} else {
			about.SetName("x")
		}
		var body bytes.Buffer
		if err := encoder.Encode(object, &body); err != nil {
			t.Fatalf("%s: %v", kind, err)
		}
		checkDecodes(t, q, body.Bytes(), isList)
	}
	if lists < 20 {
		t.Errorf("only %d kinds have a list", lists)
	}
	if accept(Query{Group: "apps", Version: "v1", Resource: "replicasets"}) != acceptJSON {
		t.Error("a kind that is not registered is asked for in protobuf")
	}
}

// checkDecodes expects that a list is read as a list, an object as an object, and neither as
// the other.
func checkDecodes(t *testing.T, q Query, body []byte, isList bool) {
	t.Helper()
	l := &live{large: make(chan struct{}, 1), kinds: &knownKinds{}, proved: &proof{}}
	list := &listReader{l: l, q: q, body: l.meter(t.Context(), bytes.NewReader(body)), fn: func(runtime.Object) error { return nil }}
	q.Name = "x"
	_, asObject := l.decode(q, answer{body: body})
	asList := list.all("application/vnd.kubernetes.protobuf")
	if isList && (asList != nil || asObject == nil) || !isList && (asList == nil || asObject != nil) {
		t.Errorf("%s, a list %t: as a list %v, as an object %v", q, isList, asList, asObject)
	}
}
