// Command generate writes the JSON Schema of a fleet beside its structs.
package main

import (
	"reflect"
	"strings"

	"github.com/kready/kready/internal/fleet"
	"github.com/kready/kready/internal/schemagen"
)

func main() { document().Main() }

func document() schemagen.Document {
	return schemagen.Document{Name: "fleet", Value: &fleet.Fleet{}, Packages: []string{"fleet", "report"}, TypeName: typeName}
}

// typeName distinguishes the types of a report from those of a fleet that have the same name, as
// Verdict does.
func typeName(t reflect.Type) string {
	if strings.HasSuffix(t.PkgPath(), "/report") {
		return "Report" + t.Name()
	}
	return t.Name()
}
