package facts

import "reflect"

// Size returns about how many bytes a value takes in memory, with all that it holds.
func Size(v any) int64 {
	at := reflect.ValueOf(v)
	if !at.IsValid() {
		return 0
	}
	return int64(at.Type().Size()) + held(at)
}

// held is what a value holds outside itself.
func held(v reflect.Value) int64 {
	var total int64
	switch v.Kind() {
	case reflect.String:
		return int64(v.Len())
	case reflect.Struct:
		for i := range v.NumField() {
			total += held(v.Field(i))
		}
	case reflect.Slice:
		total = int64(v.Len()) * int64(v.Type().Elem().Size())
		for i := range v.Len() {
			total += held(v.Index(i))
		}
	case reflect.Map:
		entry := int64(v.Type().Key().Size() + v.Type().Elem().Size())
		for it := v.MapRange(); it.Next(); {
			total += entry + held(it.Key()) + held(it.Value())
		}
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			total = int64(v.Elem().Type().Size()) + held(v.Elem())
		}
	}
	return total
}
