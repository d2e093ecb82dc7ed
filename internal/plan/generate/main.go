// Command generate writes the JSON Schema of the plan beside its structs.
package main

import (
	"encoding/json"
	"fmt"
	"os"

	"github.com/invopop/jsonschema"

	"github.com/kready/kready/internal/plan"
)

const file = "plan.schema.json"

func main() {
	data, err := schema()
	if err == nil {
		err = os.WriteFile(file, data, 0o644)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "generate:", err)
		os.Exit(1)
	}
}

// schema reflects the plan. The comments of the Go source in the working folder
// become descriptions.
func schema() ([]byte, error) {
	r := &jsonschema.Reflector{ExpandedStruct: true}
	if err := r.AddGoComments("github.com/kready/kready/internal/plan", ".", jsonschema.WithFullComment()); err != nil {
		return nil, fmt.Errorf("reading the comments of the plan: %w", err)
	}
	s := r.Reflect(&plan.Plan{})
	s.ID = "https://kready.dev/schema/v1/plan.json"
	s.Title = "kready plan"
	data, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("encoding the schema: %w", err)
	}
	return append(data, '\n'), nil
}
