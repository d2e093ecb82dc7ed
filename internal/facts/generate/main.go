// Command generate writes the JSON Schemas of the facts and the constants of their kinds
// beside their structs.
package main

import (
	"encoding/json"
	"fmt"
	"os"

	"github.com/invopop/jsonschema"

	"github.com/kready/kready/internal/facts"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "generate:", err)
		os.Exit(1)
	}
}

// run writes the files; the working folder holds the facts' source.
func run() error {
	files, err := generated()
	if err != nil {
		return err
	}
	for name, data := range files {
		if err := os.WriteFile(name, data, 0o644); err != nil {
			return fmt.Errorf("writing what is generated from the facts: %w", err)
		}
	}
	return nil
}

// generated returns the generated files by name.
func generated() (map[string][]byte, error) {
	files, err := schemas()
	if err != nil {
		return nil, err
	}
	files["allkinds.go"], err = kinds()
	return files, err
}

// schemas returns the schema files by name. The comments of the Go source in the
// working folder become descriptions.
func schemas() (map[string][]byte, error) {
	r := &jsonschema.Reflector{ExpandedStruct: true, RequiredFromJSONSchemaTags: true}
	if err := r.AddGoComments("github.com/kready/kready/internal/facts", ".", jsonschema.WithFullComment()); err != nil {
		return nil, fmt.Errorf("reading the comments of the facts: %w", err)
	}
	snapshot := r.Reflect(&facts.Snapshot{})
	snapshot.ID = "https://kready.dev/schema/v1/snapshot.json"
	snapshot.Title = "kready snapshot"

	// OPA's type checker reads older drafts and no references: plain and inlined.
	plain := &jsonschema.Reflector{ExpandedStruct: true, DoNotReference: true, Anonymous: true, RequiredFromJSONSchemaTags: true}
	input := plain.Reflect(&facts.Input{})
	input.Version = ""

	files := map[string][]byte{}
	for name, schema := range map[string]*jsonschema.Schema{
		"snapshot.schema.json": snapshot,
		"input.schema.json":    input,
	} {
		data, err := json.MarshalIndent(schema, "", "  ")
		if err != nil {
			return nil, fmt.Errorf("encoding %s: %w", name, err)
		}
		files[name] = append(data, '\n')
	}
	return files, nil
}
