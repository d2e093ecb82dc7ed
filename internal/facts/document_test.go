package facts

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"time"
)

// filled sets every field below v, so that a difference in any of them shows.
func filled(v reflect.Value) {
	switch v.Kind() {
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			v.Set(reflect.ValueOf(time.Date(2026, 11, 23, 12, 0, 0, 500, time.UTC)))
			return
		}
		for i := range v.NumField() {
			if v.Field(i).CanSet() {
				filled(v.Field(i))
			}
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		filled(v.Index(0))
	case reflect.Map:
		v.Set(reflect.MakeMap(v.Type()))
		key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
		key.SetString("key")
		filled(value)
		v.SetMapIndex(key, value)
	case reflect.Interface:
		v.Set(reflect.ValueOf(json.Number("1.50")))
	case reflect.String:
		v.SetString("a <b> \"c\" \xff")
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Float64:
		v.SetFloat(0.25)
	default:
		v.SetInt(42)
	}
}

// marshalled is the document by way of json.Marshal.
func marshalled(t *testing.T, v any) any {
	t.Helper()
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber()
	var doc any
	if err := decoder.Decode(&doc); err != nil {
		t.Fatal(err)
	}
	return doc
}

// TestDocument: where every field is set, a document is what JSON holds.
func TestDocument(t *testing.T) {
	in := &Input{}
	filled(reflect.ValueOf(in).Elem())
	if got, want := Document(in), marshalled(t, in); !reflect.DeepEqual(got, want) {
		t.Errorf("got\n%v\nwant\n%v", got, want)
	}
}

// TestUnsetTimes: they are left out of a file, stand in a document, and a file that has them,
// as older versions of kready wrote it, says the same.
func TestUnsetTimes(t *testing.T) {
	s := &Snapshot{Nodes: []Node{{Name: "a"}}}
	FillEmpty(s)
	data, err := json.Marshal(s.Nodes[0])
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(data), "createdAt") {
		t.Errorf("a file says %s", data)
	}
	document := Document(s.Nodes[0]).(map[string]any)
	if document["createdAt"] != "0001-01-01T00:00:00Z" {
		t.Errorf("a document says %v", document["createdAt"])
	}
	var older, newer Node
	if err := json.Unmarshal([]byte(`{"name": "a", "createdAt": "0001-01-01T00:00:00Z"}`), &older); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal([]byte(`{"name": "a"}`), &newer); err != nil {
		t.Fatal(err)
	}
	if !older.CreatedAt.IsZero() || !newer.CreatedAt.IsZero() {
		t.Errorf("%v, %v", older.CreatedAt, newer.CreatedAt)
	}
}

// TestTimesAreOmitted: no fact writes a time that is not set into a file.
func TestTimesAreOmitted(t *testing.T) {
	seen := map[reflect.Type]bool{}
	var walk func(at reflect.Type)
	walk = func(at reflect.Type) {
		switch at.Kind() {
		case reflect.Slice, reflect.Map:
			walk(at.Elem())
		case reflect.Struct:
			if seen[at] || at == reflect.TypeFor[time.Time]() {
				return
			}
			seen[at] = true
			for i := range at.NumField() {
				field := at.Field(i)
				if field.Type == reflect.TypeFor[time.Time]() && jsonName(field) != "collectedAt" && !strings.HasSuffix(field.Tag.Get("json"), ",omitzero") {
					t.Errorf("%s.%s is a time without omitzero", at.Name(), field.Name)
				}
				walk(field.Type)
			}
		}
	}
	walk(reflect.TypeFor[Snapshot]())
}
