package facts

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// FuzzDecode: a snapshot's file is read or refused; what is read can be written and read again.
func FuzzDecode(f *testing.F) {
	f.Add([]byte(`{"apiVersion":"kready.dev/v1","kind":"Snapshot","collectedAt":"2026-01-01T00:00:00Z","target":{"kind":"cluster","name":"a"},"blindSpots":[],"writes":{"Snapshot":"nodes","Node":"name taints"},"nodes":[{"name":"a","taints":[]}],"custom":[{"name":"x","objects":[{"a":null}]}]}`))
	f.Add([]byte(`{"collectedAt":"2026-01-01T00:00:00Z","target":{},"blindSpots":[{"facts":"nodes","reason":"forbidden"}],"nodes":null, "webhooks" : [ { "\u006eame" : "\"" } ] }`))
	f.Fuzz(func(t *testing.T, data []byte) {
		s, err := Decode(data)
		if err != nil {
			return
		}
		again, err := json.Marshal(s)
		if err != nil {
			t.Skip() // a time that JSON cannot write
		}
		if _, err := Decode(again); err != nil {
			t.Errorf("%v: %s", err, again)
		}
	})
}

// FuzzSelector: selectors and budgets of all versions of the format; what is read is written and read
// as the same.
func FuzzSelector(f *testing.F) {
	f.Add([]byte(`{"matchLabels":{"a":"b"},"expressions":[{"key":"a","operator":"Exists"}]}`))
	f.Add([]byte(`{"set":true,"requirements":[{"key":"a","operator":"NotIn","values":["b","c"]}]}`))
	f.Add([]byte(`{"name":"a","selector":{"app":"a"},"minAvailable":"50%"}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		var s, again Selector
		if json.Unmarshal(data, &s) == nil {
			written, err := json.Marshal(s)
			if err == nil {
				err = json.Unmarshal(written, &again)
			}
			if err != nil || again.Set != s.Set || again.String() != s.String() {
				t.Errorf("%s becomes %q and then %q: %v", data, s.String(), again.String(), err)
			}
		}
		var b, same PodDisruptionBudget
		if json.Unmarshal(data, &b) == nil {
			written, err := json.Marshal(b)
			if err == nil {
				err = json.Unmarshal(written, &same)
			}
			if err != nil || same.Selector.String() != b.Selector.String() {
				t.Errorf("%s: %q, %q, %v", data, b.Selector.String(), same.Selector.String(), err)
			}
		}
	})
}

// FuzzFieldTree: the paths of resources that a user wants collected. A path that is accepted alone
// is accepted twice, and its steps are none of them empty.
func FuzzFieldTree(f *testing.F) {
	f.Add(`spec.rules[].name`, `metadata.annotations["example.com/owner"]`)
	f.Add(`a[][].b`, `a`)
	f.Fuzz(func(t *testing.T, one, two string) {
		_, _ = NewFieldTree([]string{one, two})
		if _, err := NewFieldTree([]string{one}); err != nil {
			return
		}
		steps, err := SplitPath(one)
		if err != nil || slices.Contains(steps, "") {
			t.Errorf("%q has the steps %q: %v", one, steps, err)
		}
		if _, err := NewFieldTree([]string{one, one}); err == nil {
			return
		} else if !strings.Contains(err.Error(), one) && !strings.Contains(err.Error(), strconv.Quote(one)) {
			t.Errorf("an error that does not name %q: %v", one, err)
		}
	})
}
