// Command generate writes the JSON Schema of the report beside its structs.
package main

import (
	"encoding/json"
	"fmt"
	"os"

	"github.com/invopop/jsonschema"

	"github.com/kready/kready/internal/report"
)

const file = "report.schema.json"

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

// schema reflects the report. The comments of the Go source in the working folder
// become descriptions.
func schema() ([]byte, error) {
	r := &jsonschema.Reflector{ExpandedStruct: true}
	if err := r.AddGoComments("github.com/kready/kready/internal/report", ".", jsonschema.WithFullComment()); err != nil {
		return nil, fmt.Errorf("reading the comments of the report: %w", err)
	}
	s := r.Reflect(&report.Report{})
	s.ID = "https://kready.dev/schema/v1/report.json"
	s.Title = "kready report"
	data, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("encoding the schema: %w", err)
	}
	return append(data, '\n'), nil
}
