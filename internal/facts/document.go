package facts

import (
	"encoding/json"
	"reflect"
	"strings"
	"time"
	"unicode/utf8"
)

// Document returns a value as JSON has it: maps, lists, strings, booleans and numbers
// (json.Number). It differs from what json.Marshal writes in one thing: a time that is not
// set stands there as 0001-01-01T00:00:00Z, where a snapshot on file leaves it out. So Rego
// sees each field always, and a comparison with a time is never undefined.
func Document(v any) any { return document(reflect.ValueOf(v)) }

func document(v reflect.Value) any {
	switch v.Kind() {
	case reflect.Struct:
		if at, ok := v.Interface().(time.Time); ok {
			return at.Format(time.RFC3339Nano)
		}
		fields := map[string]any{}
		addFields(fields, v)
		return fields
	case reflect.Map:
		if v.IsNil() {
			return nil
		}
		entries := make(map[string]any, v.Len())
		for it := v.MapRange(); it.Next(); {
			entries[valid(it.Key().String())] = document(it.Value())
		}
		return entries
	case reflect.Slice:
		if v.IsNil() {
			return nil
		}
		elements := make([]any, 0, v.Len())
		for i := range v.Len() {
			elements = append(elements, document(v.Index(i)))
		}
		return elements
	case reflect.Interface, reflect.Pointer:
		if v.IsNil() {
			return nil
		}
		return document(v.Elem())
	case reflect.String:
		if number, ok := v.Interface().(json.Number); ok {
			return number
		}
		return valid(v.String())
	case reflect.Bool:
		return v.Bool()
	case reflect.Invalid:
		return nil
	}
	return number(v)
}

// number writes a number as JSON does.
func number(v reflect.Value) json.Number {
	data, err := json.Marshal(v.Interface())
	if err != nil {
		panic("facts hold a " + v.Type().String() + ", which JSON cannot write") // no fact does: a test walks all types
	}
	return json.Number(data)
}

// addFields adds the exported fields of a struct, those of embedded ones at the same level,
// where the outer of two with one name counts.
func addFields(fields map[string]any, v reflect.Value) {
	t := v.Type()
	for i := range t.NumField() {
		if t.Field(i).Anonymous {
			addFields(fields, v.Field(i))
		}
	}
	for i := range t.NumField() {
		field := t.Field(i)
		name, options, _ := strings.Cut(field.Tag.Get("json"), ",")
		if field.Anonymous || !field.IsExported() || name == "-" || options == "omitempty" && v.Field(i).IsZero() {
			continue
		}
		fields[name] = document(v.Field(i))
	}
}

// valid replaces bytes that are no UTF-8 as json.Marshal does.
func valid(text string) string {
	if utf8.ValidString(text) {
		return text
	}
	return string([]rune(text))
}
