package facts

import (
	"reflect"

	"github.com/kready/kready/internal/text"
)

// Redact cuts user, query and fragment from every URL in every text of a snapshot, in place:
// messages, conditions, annotations, the fields of custom resources. It is the one place, so
// that no collector can forget it.
func (s *Snapshot) Redact() { redact(reflect.ValueOf(s).Elem()) }

func redact(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		if clean := text.RedactURLs(v.String()); clean != v.String() {
			v.SetString(clean)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Field(i).CanSet() {
				redact(v.Field(i))
			}
		}
	case reflect.Slice:
		for i := range v.Len() {
			redact(v.Index(i))
		}
	case reflect.Pointer:
		if !v.IsNil() {
			redact(v.Elem())
		}
	case reflect.Interface:
		if !v.IsNil() {
			v.Set(redacted(v.Elem()))
		}
	case reflect.Map:
		for it := v.MapRange(); it.Next(); {
			v.SetMapIndex(it.Key(), redacted(it.Value()))
		}
	}
}

// redacted is redact for a value that cannot be changed where it is.
func redacted(v reflect.Value) reflect.Value {
	own := reflect.New(v.Type()).Elem()
	own.Set(v)
	redact(own)
	return own
}
