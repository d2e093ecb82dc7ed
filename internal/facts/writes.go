package facts

import (
	"reflect"
	"slices"
	"strings"
	"time"
)

// AlwaysWritten returns, for each type of the facts, the names of the fields that this version
// writes whatever their value is, separated by spaces. A snapshot carries it, so that a later
// reader can tell a field that its writer did not know from one that is missing.
func AlwaysWritten() map[string]string {
	out := map[string]string{}
	var visit func(t reflect.Type)
	visit = func(t reflect.Type) {
		switch t.Kind() {
		case reflect.Slice, reflect.Pointer, reflect.Map:
			visit(t.Elem())
		case reflect.Struct:
			if _, done := out[t.Name()]; done || t == reflect.TypeFor[time.Time]() {
				return
			}
			out[t.Name()] = ""
			var names []string
			for _, f := range jsonFields(t) {
				if !f.optional {
					names = append(names, f.name)
				}
				visit(f.of)
			}
			out[t.Name()] = strings.Join(names, " ")
		}
	}
	visit(reflect.TypeFor[Snapshot]())
	return out
}

// SnapshotFields are the names of a snapshot's fields in its file.
func SnapshotFields() []string {
	var names []string
	for _, f := range jsonFields(reflect.TypeFor[Snapshot]()) {
		names = append(names, f.name)
	}
	return names
}

// jsonField is a field of a struct as it stands in JSON.
type jsonField struct {
	name string
	of   reflect.Type
	// optional marks one that is left out when it has no value.
	optional bool
}

// jsonFields returns the fields of a struct, those of embedded ones among them.
func jsonFields(t reflect.Type) []jsonField {
	var fields []jsonField
	for i := range t.NumField() {
		f := t.Field(i)
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		switch {
		case f.Anonymous && name == "":
			fields = append(fields, jsonFields(f.Type)...)
		case f.IsExported() && name != "" && name != "-":
			fields = append(fields, jsonField{name: name, of: f.Type, optional: strings.Contains(options, "omit")})
		}
	}
	return fields
}

// required returns the fields of a type that must be there in a snapshot whose writer always
// wrote those. Fields that this version does not know any more are passed over.
func required(t reflect.Type, written map[string]string) []string {
	always := strings.Fields(written[t.Name()])
	var names []string
	for _, f := range jsonFields(t) {
		if slices.Contains(always, f.name) && !f.optional {
			names = append(names, f.name)
		}
	}
	return names
}
