// Command generate writes the JSON Schema of a plan beside its structs.
package main

import (
	"github.com/kready/kready/internal/plan"
	"github.com/kready/kready/internal/schemagen"
)

func main() { document().Main() }

func document() schemagen.Document {
	return schemagen.Document{Name: "plan", Value: &plan.Plan{}, Packages: []string{"plan"}}
}
