package facts

import (
	"reflect"
	"time"
)

// earliest and latest bound all times of a snapshot: beyond them, policies cannot reckon. An
// object may say that it was made in the year 1 or ends in 9999.
func earliest() time.Time { return time.Date(1700, 1, 1, 0, 0, 0, 0, time.UTC) }
func latest() time.Time   { return time.Date(2260, 1, 1, 0, 0, 0, 0, time.UTC) }

// ClampTimes moves every time of a snapshot that is set into these bounds, in place: what was
// long ago stays long ago, and what is far ahead far ahead.
func (s *Snapshot) ClampTimes() { clamp(reflect.ValueOf(s).Elem()) }

func clamp(v reflect.Value) {
	if v.Type() == reflect.TypeFor[time.Time]() {
		at, _ := v.Interface().(time.Time)
		if in := bounded(at); v.CanSet() && !in.Equal(at) {
			v.Set(reflect.ValueOf(in))
		}
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Field(i).CanSet() {
				clamp(v.Field(i))
			}
		}
	case reflect.Slice:
		for i := range v.Len() {
			clamp(v.Index(i))
		}
	case reflect.Pointer:
		if !v.IsNil() {
			clamp(v.Elem())
		}
	}
}
