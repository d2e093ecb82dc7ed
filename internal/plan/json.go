package plan

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"io"
)

//go:generate go run ./generate

//go:embed plan.schema.json
var schema []byte

// Schema returns the JSON Schema of the JSON plan.
func Schema() []byte { return schema }

// JSON writes the plan as one indented JSON document.
func (p Plan) JSON(w io.Writer) error {
	encoder := json.NewEncoder(w)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(p); err != nil {
		return fmt.Errorf("writing the plan as JSON: %w", err)
	}
	return nil
}
