package cli

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/fixture"
)

// TestSnapshotSchema: a snapshot is valid by the schema that kready prints, and one
// with a field too many is not.
func TestSnapshotSchema(t *testing.T) {
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(facts.SnapshotSchema()))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("snapshot.json", doc); err != nil {
		t.Fatal(err)
	}
	schema, err := compiler.Compile("snapshot.json")
	if err != nil {
		t.Fatal(err)
	}
	set, err := fixture.Load()
	if err != nil {
		t.Fatal(err)
	}
	snapshot, err := set.Healthy()
	if err != nil {
		t.Fatal(err)
	}
	facts.FillEmpty(snapshot)
	data, err := json.Marshal(snapshot)
	if err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		data  []byte
		valid bool
	}{
		"healthy":    {data, true},
		"too much":   {bytes.Replace(data, []byte(`"nodes":`), []byte(`"secrets":[],"nodes":`), 1), false},
		"wrong type": {bytes.Replace(data, []byte(`"minor":36`), []byte(`"minor":"36"`), 1), false},
	} {
		value, err := jsonschema.UnmarshalJSON(bytes.NewReader(tt.data))
		if err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(value); (err == nil) != tt.valid {
			t.Errorf("%s: valid %v, want %v: %v", name, err == nil, tt.valid, err)
		}
	}
}
