package facts

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"time"
)

// TestNothingGoesAroundRedact fills every text that a snapshot can hold with a URL that has
// secrets, whatever kinds of fact there will be.
func TestNothingGoesAroundRedact(t *testing.T) {
	var s Snapshot
	plant(reflect.ValueOf(&s).Elem(), 0)
	s.Custom = []CustomResource{{Objects: []CustomObject{{"spec": map[string]any{"a": []any{"https://u:SECRET@h/?q=SECRET#SECRET"}}}}}}
	before, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	if planted := strings.Count(string(before), "SECRET"); planted < 600 {
		t.Fatalf("only %d secrets are planted", planted)
	}
	s.Redact()
	after, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	if i := strings.Index(string(after), "SECRET"); i >= 0 {
		t.Errorf("…%s…", after[max(0, i-200):min(len(after), i+100)])
	}
}

// plant puts a URL with secrets into every text below a value, with one element in every list.
func plant(v reflect.Value, depth int) {
	if depth > 12 || v.Type() == reflect.TypeFor[time.Time]() {
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString("it says https://user:SECRET@example.com/path?query=SECRET#SECRET here")
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Field(i).CanSet() {
				plant(v.Field(i), depth+1)
			}
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		plant(v.Index(0), depth+1)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		plant(v.Elem(), depth+1)
	case reflect.Map:
		key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
		if key.Kind() != reflect.String || value.Kind() == reflect.Interface {
			return
		}
		key.SetString("key")
		plant(value, depth+1)
		v.Set(reflect.MakeMap(v.Type()))
		v.SetMapIndex(key, value)
	}
}
