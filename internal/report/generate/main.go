// Command generate writes the JSON Schema of a report beside its structs.
package main

import (
	"github.com/kready/kready/internal/report"
	"github.com/kready/kready/internal/schemagen"
)

func main() { document().Main() }

func document() schemagen.Document {
	return schemagen.Document{Name: "report", Value: &report.Report{}, Packages: []string{"report"}}
}
