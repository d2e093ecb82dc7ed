// Command generate writes the JSON Schemas of a fleet, and of a comparison of two, beside their structs.
package main

import (
	"reflect"
	"strings"

	"github.com/kready/kready/internal/fleet"
	"github.com/kready/kready/internal/schemagen"
)

func main() {
	for _, d := range documents() {
		d.Main()
	}
}

func documents() []schemagen.Document {
	packages := []string{"fleet", "report"}
	return []schemagen.Document{
		{Name: "fleet", Value: &fleet.Fleet{}, Packages: packages, TypeName: typeName},
		{Name: "fleetdiff", Value: &fleet.Diff{}, Packages: packages, TypeName: typeName},
	}
}

// typeName distinguishes the types of a report from those of a fleet that have the same name, as
// Verdict does.
func typeName(t reflect.Type) string {
	if strings.HasSuffix(t.PkgPath(), "/report") {
		return "Report" + t.Name()
	}
	return t.Name()
}
