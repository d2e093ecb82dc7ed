package plan

import (
	_ "embed"

	"github.com/kready/kready/internal/output"
)

//go:generate go run ./generate

//go:embed plan.schema.json
var schema []byte

// Schema returns the JSON Schema of the JSON plan.
func Schema() []byte { return schema }

// Formats returns all formats of a plan.
func Formats() []output.Format[Plan] {
	return []output.Format[Plan]{
		output.Text(Text),
		output.New("markdown", "a page for an issue or a wiki", ".md", Markdown),
		output.JSON[Plan]("the plan itself, with a schema"),
	}
}
