package facts

import (
	"encoding/json"
	"testing"
)

// TestSelectorUnmarshal: null and empty are told apart, and older snapshots still load.
func TestSelectorUnmarshal(t *testing.T) {
	for data, want := range map[string]struct {
		set  bool
		text string
	}{
		`{}`:                                  {false, ""},
		`null`:                                {false, ""},
		`{"set":false,"requirements":[]}`:     {false, ""},
		`{"set":true,"requirements":[]}`:      {true, ""},
		`{"matchLabels":{},"expressions":[]}`: {true, ""},
		`{"set":true,"requirements":[{"key":"a","operator":"Exists","values":[]}]}`: {true, "a"},
		`{"matchLabels":{"b":"2","a":"1"},"expressions":[{"key":"c","operator":"NotIn","values":["3","4"]}]}`: {
			true, "a=1,b=2,c notin (3,4)",
		},
	} {
		var s Selector
		if err := json.Unmarshal([]byte(data), &s); err != nil {
			t.Fatal(err)
		}
		if s.Set != want.set || s.String() != want.text {
			t.Errorf("%s: set %v, %q", data, s.Set, s.String())
		}
	}
	var s Selector
	if err := json.Unmarshal([]byte(`{"requirements":"all"}`), &s); err == nil {
		t.Error("a selector without a list was read")
	}
}

// TestBudgetUnmarshal: older snapshots hold the labels of a budget's selector alone.
func TestBudgetUnmarshal(t *testing.T) {
	for data, want := range map[string]struct {
		set  bool
		text string
	}{
		`{"selector":{}}`: {true, ""},
		`{"selector":{"tier":"front","app":"web"}}`:    {true, "app=web,tier=front"},
		`{"selector":{"set":true,"requirements":[]}}`:  {true, ""},
		`{"selector":{"set":false,"requirements":[]}}`: {false, ""},
		`{"selector":null}`:                            {false, ""},
		`{"name":"a"}`:                                 {false, ""},
	} {
		var b PodDisruptionBudget
		if err := json.Unmarshal([]byte(data), &b); err != nil || b.Selector.Set != want.set || b.Selector.String() != want.text {
			t.Errorf("%s: set %v, %q, error %v", data, b.Selector.Set, b.Selector.String(), err)
		}
	}
	var b PodDisruptionBudget
	if err := json.Unmarshal([]byte(`{"selector":{"requirements":1}}`), &b); err == nil {
		t.Error("a selector without a list was read")
	}
}
