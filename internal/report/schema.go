package report

import _ "embed"

//go:generate go run ./generate

//go:embed report.schema.json
var schema []byte

// Schema returns the JSON Schema of the JSON report.
func Schema() []byte { return schema }
