// Command generate writes the JSON Schema of a comparison beside its structs.
package main

import (
	"encoding/json"
	"fmt"
	"os"

	"github.com/invopop/jsonschema"

	"github.com/kready/kready/internal/diff"
)

const file = "diff.schema.json"

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

// schema reflects the comparison. The comments of the Go source in the working folder,
// and of the report's, become descriptions.
func schema() ([]byte, error) {
	r := &jsonschema.Reflector{ExpandedStruct: true}
	for _, folder := range []string{".", "../report"} {
		if err := r.AddGoComments("github.com/kready/kready/internal/diff", folder, jsonschema.WithFullComment()); err != nil {
			return nil, fmt.Errorf("reading the comments of %s: %w", folder, err)
		}
	}
	s := r.Reflect(&diff.Diff{})
	s.ID = "https://kready.dev/schema/v1/diff.json"
	s.Title = "kready diff"
	data, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("encoding the schema: %w", err)
	}
	return append(data, '\n'), nil
}
