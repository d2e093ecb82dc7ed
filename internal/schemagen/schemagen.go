// Package schemagen writes the JSON Schema of a document beside its Go structs. Only go
// generate and tests use it.
package schemagen

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"reflect"

	"github.com/invopop/jsonschema"
)

const internal = "github.com/kready/kready/internal/"

// Document is a document of kready whose schema is generated.
type Document struct {
	// Name is the last part of the schema's address, and begins the name of its file: "diff".
	Name string
	// Value is the document's struct, without content.
	Value any
	// Packages are those below internal, next to each other, whose comments become
	// descriptions. The first is that of the working folder, which holds the file.
	Packages []string
	// TypeName names a type among the schema's definitions; nil means by its Go name.
	TypeName func(reflect.Type) string
	// Tag is the struct tag that has the names of fields; "" means json. With another one, a field is required
	// where its tag jsonschema says so.
	Tag string
	// Adjust changes the schema, where structs do not say all; nil for none.
	Adjust func(*jsonschema.Schema)
}

// file is the name of the schema's file.
func (d Document) file() string { return d.Name + ".schema.json" }

// Main writes the schema's file into the working folder, and ends the process with 1 when it
// cannot.
func (d Document) Main() {
	data, err := d.schema()
	if err == nil {
		err = os.WriteFile(d.file(), data, 0o644)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "generate:", err)
		os.Exit(1)
	}
}

// CheckFresh returns an error when the schema's file in the working folder is not what Main
// would write.
func (d Document) CheckFresh() error {
	want, err := d.schema()
	if err != nil {
		return err
	}
	got, err := os.ReadFile(d.file())
	if err != nil {
		return fmt.Errorf("reading the schema: %w", err)
	}
	if !bytes.Equal(got, want) {
		return fmt.Errorf("%s is stale: run `make generate`", d.file())
	}
	return nil
}

// schema returns the document's schema.
func (d Document) schema() ([]byte, error) {
	r := &jsonschema.Reflector{ExpandedStruct: true, Namer: d.TypeName, FieldNameTag: d.Tag, RequiredFromJSONSchemaTags: d.Tag != ""}
	for _, pkg := range d.Packages {
		if err := r.AddGoComments(internal+pkg, "../"+pkg, jsonschema.WithFullComment()); err != nil {
			return nil, fmt.Errorf("reading the comments of %s: %w", pkg, err)
		}
	}
	s := r.Reflect(d.Value)
	s.ID = jsonschema.ID("https://kready.dev/schema/v1/" + d.Name + ".json")
	s.Title = "kready " + d.Name
	if d.Adjust != nil {
		d.Adjust(s)
	}
	data, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("encoding the schema of %s: %w", d.Name, err)
	}
	return append(data, '\n'), nil
}
