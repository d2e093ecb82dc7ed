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
func (s *Snapshot) ClampTimes() { clamps().of(reflect.TypeFor[Snapshot]())(reflect.ValueOf(s).Elem()) }

// clamps are the walks that do so.
func clamps() *walks {
	return &walks{pointers: true, own: func(t reflect.Type) walk {
		if t != reflect.TypeFor[time.Time]() {
			return nil
		}
		return func(v reflect.Value) {
			at := v.Addr().Interface().(*time.Time) //nolint:forcetypeassert // it is of type time.Time
			*at = bounded(*at)
		}
	}}
}
