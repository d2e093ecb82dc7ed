// Command generate writes the JSON Schema of kready.yaml beside its structs.
package main

import (
	"encoding/json"
	"fmt"
	"strconv"

	"github.com/invopop/jsonschema"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/config"
	"github.com/kready/kready/internal/schemagen"
)

func main() { document().Main() }

func document() schemagen.Document {
	return schemagen.Document{Name: "config", Value: &config.File{}, Packages: []string{"config"}, Tag: "yaml", Adjust: adjust}
}

// adjust adds what structs do not say: names that editors complete, and the limits of numbers.
func adjust(s *jsonschema.Schema) {
	s.Title, s.ID = "kready.yaml", config.SchemaURL
	s.Description = "What a cluster is for, and where it differs from its profile."
	profile := property(s, "profile")
	for _, p := range config.Profiles() {
		profile.Enum = append(profile.Enum, p.Name)
		profile.Description += fmt.Sprintf("\n%s: %s", p.Name, p.Description)
	}
	batteries := property(s, "batteries")
	entry := batteries.AdditionalProperties // stays, for batteries of policies of one's own
	batteries.Properties = jsonschema.NewProperties()
	for _, b := range check.Batteries() {
		batteries.Properties.Set(b.Name, &jsonschema.Schema{Ref: entry.Ref, Description: b.Title + ": " + b.Description})
	}
	addThresholds(property(s, "thresholds"))
	versions := s.Definitions["Intents"]
	// A release line such as 1.36 is a number to YAML, unless it is quoted.
	property(versions, "versions").AdditionalProperties = &jsonschema.Schema{
		AnyOf: []*jsonschema.Schema{{Type: "string", Pattern: `^[0-9]+(\.[0-9]+){0,2}$`}, {Type: "number"}},
	}
	property(versions, "egress").Items.Pattern = `^.+:[0-9]{1,5}$`
}

// addThresholds lists the thresholds with their limits.
func addThresholds(thresholds *jsonschema.Schema) {
	thresholds.AdditionalProperties = jsonschema.FalseSchema
	thresholds.Properties = jsonschema.NewProperties()
	for _, t := range config.Thresholds() {
		thresholds.Properties.Set(t.Name, &jsonschema.Schema{
			Type: "integer", Default: t.Default, Description: t.Description,
			Minimum: "1", Maximum: jsonNumber(t.Max),
		})
	}
}

// property returns the schema of one key.
func property(of *jsonschema.Schema, key string) *jsonschema.Schema {
	found, ok := of.Properties.Get(key)
	if !ok {
		panic("kready.yaml has no key " + key)
	}
	return found
}

func jsonNumber(n int) json.Number { return json.Number(strconv.Itoa(n)) }
