// Command generate writes the JSON Schema of the fleet beside its structs.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"reflect"
	"strings"

	"github.com/invopop/jsonschema"

	"github.com/kready/kready/internal/fleet"
)

const file = "fleet.schema.json"

func main() {
	data, err := schema()
	if err == nil {
		err = os.WriteFile(file, data, 0o644)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "generate:", err)
		os.Exit(1)
	}
}

// schema reflects the fleet, with the parts of a report that it holds. The comments of the Go source in the working folder
// become descriptions.
func schema() ([]byte, error) {
	// A report has a verdict as well.
	name := func(t reflect.Type) string {
		if strings.HasSuffix(t.PkgPath(), "/report") {
			return "Report" + t.Name()
		}
		return t.Name()
	}
	r := &jsonschema.Reflector{ExpandedStruct: true, Namer: name}
	for _, part := range []struct{ pkg, dir string }{{"fleet", "."}, {"report", "../report"}} {
		if err := r.AddGoComments("github.com/kready/kready/internal/"+part.pkg, part.dir, jsonschema.WithFullComment()); err != nil {
			return nil, fmt.Errorf("reading the comments of %s: %w", part.pkg, err)
		}
	}
	s := r.Reflect(&fleet.Fleet{})
	s.ID = "https://kready.dev/schema/v1/fleet.json"
	s.Title = "kready fleet"
	data, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("encoding the schema: %w", err)
	}
	return append(data, '\n'), nil
}
