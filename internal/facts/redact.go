package facts

import (
	"reflect"

	"github.com/kready/kready/internal/text"
)

// Redact cuts user, query and fragment from every URL in every text of a snapshot, in place:
// messages, conditions, annotations, the fields of custom resources. It is the one place, so
// that no collector can forget it.
func (s *Snapshot) Redact() { redacts().of(reflect.TypeFor[Snapshot]())(reflect.ValueOf(s).Elem()) }

// redacts are the walks that do so.
func redacts() *walks {
	w := &walks{pointers: true}
	w.own = func(t reflect.Type) walk {
		switch t.Kind() {
		case reflect.String:
			return redactText
		case reflect.Interface:
			return func(v reflect.Value) {
				if v.IsNil() {
					return
				}
				if redact := w.of(v.Elem().Type()); redact != nil {
					v.Set(redacted(v.Elem(), redact))
				}
			}
		case reflect.Map:
			return w.redactMap(t)
		}
		return nil
	}
	return w
}

func redactText(v reflect.Value) {
	if clean := text.RedactURLs(v.String()); clean != v.String() {
		v.SetString(clean)
	}
}

// redactMap goes over the values of a map.
func (w *walks) redactMap(t reflect.Type) walk {
	redact := w.of(t.Elem())
	if redact == nil {
		return nil
	}
	if t.Elem().Kind() == reflect.String {
		return func(v reflect.Value) {
			for it := v.MapRange(); it.Next(); {
				if value := it.Value(); text.RedactURLs(value.String()) != value.String() { // few do
					v.SetMapIndex(it.Key(), redacted(value, redact))
				}
			}
		}
	}
	return func(v reflect.Value) {
		for it := v.MapRange(); it.Next(); {
			v.SetMapIndex(it.Key(), redacted(it.Value(), redact))
		}
	}
}

// redacted redacts a value that cannot be changed where it is.
func redacted(v reflect.Value, redact walk) reflect.Value {
	own := reflect.New(v.Type()).Elem()
	own.Set(v)
	redact(own)
	return own
}
