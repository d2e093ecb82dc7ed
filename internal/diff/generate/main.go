// Command generate writes the JSON Schema of a comparison beside its structs.
package main

import (
	"github.com/kready/kready/internal/diff"
	"github.com/kready/kready/internal/schemagen"
)

func main() { document().Main() }

func document() schemagen.Document {
	return schemagen.Document{Name: "diff", Value: &diff.Diff{}, Packages: []string{"diff", "report"}}
}
