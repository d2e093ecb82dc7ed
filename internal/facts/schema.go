package facts

import _ "embed"

//go:generate go run ./generate

//go:embed snapshot.schema.json
var snapshotSchema []byte

//go:embed input.schema.json
var inputSchema []byte

// SnapshotSchema returns the JSON Schema of the snapshot's file format.
func SnapshotSchema() []byte { return snapshotSchema }

// InputSchema returns the JSON Schema of what checks see, without references.
func InputSchema() []byte { return inputSchema }
