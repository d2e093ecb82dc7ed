// Command generate writes the JSON Schema of the judgement of several services beside its structs.
package main

import (
	"reflect"
	"strings"

	"github.com/kready/kready/internal/landing"
	"github.com/kready/kready/internal/schemagen"
)

func main() { document().Main() }

func document() schemagen.Document {
	return schemagen.Document{Name: "landing", Value: &landing.Landing{}, Packages: []string{"landing", "report"}, TypeName: typeName}
}

// typeName distinguishes the types of a report from those of a landing that have the same name.
func typeName(t reflect.Type) string {
	if strings.HasSuffix(t.PkgPath(), "/report") {
		return "Report" + t.Name()
	}
	return t.Name()
}
