package facts

import (
	"encoding/json"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// Builder makes the parts of a document in one representation of JSON.
type Builder[T any] interface {
	Null() T
	Bool(value bool) T
	String(value string) T
	Number(value json.Number) T
	List(elements []T) T
	// Object makes an object of fields, each with its value.
	Object(names []string, values []T) T
}

// Build returns a value as JSON has it, made by b. It differs from what json.Marshal writes in
// one thing: a time that is not set stands there as 0001-01-01T00:00:00Z, where a snapshot on
// file leaves it out. So Rego sees each field always, and a comparison with a time is never
// undefined.
func Build[T any](v any, b Builder[T]) T {
	d := documenter[T]{Builder: b, fields: map[reflect.Type][]documentField{}}
	return d.document(reflect.ValueOf(v))
}

// Document returns a value as maps, lists, strings, booleans and numbers (json.Number), as
// Build does.
func Document(v any) any { return Build(v, plainBuilder{}) }

// documenter builds one document.
type documenter[T any] struct {
	Builder[T]
	fields map[reflect.Type][]documentField // of the structs met so far
}

// documentField is a field of a struct that a document has.
type documentField struct {
	name      string
	index     []int
	omitEmpty bool
}

func (d *documenter[T]) document(v reflect.Value) T {
	switch v.Kind() {
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			at, _ := v.Interface().(time.Time)
			return d.String(at.Format(time.RFC3339Nano))
		}
		return d.object(v)
	case reflect.Map:
		if v.IsNil() {
			return d.Null()
		}
		names, values := make([]string, 0, v.Len()), make([]T, 0, v.Len())
		for it := v.MapRange(); it.Next(); {
			names, values = append(names, valid(it.Key().String())), append(values, d.document(it.Value()))
		}
		return d.Object(names, values)
	case reflect.Slice:
		if v.IsNil() {
			return d.Null()
		}
		elements := make([]T, 0, v.Len())
		for i := range v.Len() {
			elements = append(elements, d.document(v.Index(i)))
		}
		return d.List(elements)
	case reflect.Interface, reflect.Pointer:
		if v.IsNil() {
			return d.Null()
		}
		return d.document(v.Elem())
	case reflect.String:
		if v.Type() == reflect.TypeFor[json.Number]() {
			return d.Number(json.Number(v.String()))
		}
		return d.String(valid(v.String()))
	case reflect.Bool:
		return d.Bool(v.Bool())
	case reflect.Invalid:
		return d.Null()
	}
	return d.Number(number(v))
}

// object builds the exported fields of a struct.
func (d *documenter[T]) object(v reflect.Value) T {
	fields, known := d.fields[v.Type()]
	if !known {
		fields = documentFields(v.Type())
		d.fields[v.Type()] = fields
	}
	names, values := make([]string, 0, len(fields)), make([]T, 0, len(fields))
	for _, f := range fields {
		field := v.FieldByIndex(f.index)
		if f.omitEmpty && field.IsZero() {
			continue
		}
		names, values = append(names, f.name), append(values, d.document(field))
	}
	return d.Object(names, values)
}

// documentFields lists the fields of a struct, those of embedded ones at the same level, where
// the outer of two with one name counts.
func documentFields(t reflect.Type) []documentField {
	var fields []documentField
	for _, field := range reflect.VisibleFields(t) {
		name, options, _ := strings.Cut(field.Tag.Get("json"), ",")
		if field.Anonymous || !field.IsExported() || name == "-" {
			continue
		}
		f := documentField{name, field.Index, options == "omitempty"}
		same := slices.IndexFunc(fields, func(other documentField) bool { return other.name == name })
		switch {
		case same < 0:
			fields = append(fields, f)
		case len(f.index) < len(fields[same].index):
			fields[same] = f
		}
	}
	return fields
}

// plainBuilder makes documents of Go's own types.
type plainBuilder struct{}

func (plainBuilder) Null() any                { return nil }
func (plainBuilder) Bool(v bool) any          { return v }
func (plainBuilder) String(v string) any      { return v }
func (plainBuilder) Number(v json.Number) any { return v }
func (plainBuilder) List(v []any) any         { return v }

func (plainBuilder) Object(names []string, values []any) any {
	object := make(map[string]any, len(names))
	for i, name := range names {
		object[name] = values[i]
	}
	return object
}

// number writes a number as JSON does.
func number(v reflect.Value) json.Number {
	if v.CanInt() {
		return json.Number(strconv.FormatInt(v.Int(), 10))
	}
	data, err := json.Marshal(v.Interface())
	if err != nil {
		panic("facts hold a " + v.Type().String() + ", which JSON cannot write") // no fact does: a test walks all types
	}
	return json.Number(data)
}

// valid replaces bytes that are no UTF-8 as json.Marshal does.
func valid(text string) string {
	if utf8.ValidString(text) {
		return text
	}
	return string([]rune(text))
}
