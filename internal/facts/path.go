package facts

import (
	"reflect"
	"strings"
)

// StringAt returns the string at a path of JSON names in the snapshot, such as
// "networkConfig.cilium.enablePolicy". It reports false when there is no such string.
func StringAt(s *Snapshot, path string) (string, bool) {
	v := reflect.ValueOf(s).Elem()
	for name := range strings.SplitSeq(path, ".") {
		if v.Kind() != reflect.Struct {
			return "", false
		}
		field, ok := fieldNamed(v, name)
		if !ok {
			return "", false
		}
		v = field
	}
	return v.String(), v.Kind() == reflect.String
}

func fieldNamed(v reflect.Value, name string) (reflect.Value, bool) {
	for i := range v.NumField() {
		if jsonName(v.Type().Field(i)) == name {
			return v.Field(i), true
		}
	}
	return reflect.Value{}, false
}
