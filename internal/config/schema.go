package config

import _ "embed"

//go:generate go run ./generate

//go:embed config.schema.json
var schema []byte

// SchemaURL is where editors find the schema of kready.yaml.
const SchemaURL = "https://raw.githubusercontent.com/kready/kready/main/internal/config/config.schema.json"

// Schema returns the JSON Schema of kready.yaml.
func Schema() []byte { return schema }
