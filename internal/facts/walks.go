package facts

import "reflect"

// walk goes over a value of one type, and what it holds.
type walk func(v reflect.Value)

// walks makes the walk of each type once. A type that holds nothing of what is looked for has none, so that most of
// a snapshot is passed over.
type walks struct {
	// own is the walk of a type itself, by which it is not gone into any further; nil for none.
	own func(t reflect.Type) walk
	// before is done to a list or a map before it is gone over; nil for nothing.
	before func(t reflect.Type) walk
	// pointers says that what pointers point at is gone over as well.
	pointers bool
	made     map[reflect.Type]walk
}

// of returns the walk of a type; nil for none.
func (w *walks) of(t reflect.Type) walk {
	if made, known := w.made[t]; known {
		return made
	}
	if w.made == nil {
		w.made = map[reflect.Type]walk{}
	}
	w.made[t] = func(v reflect.Value) { w.made[t](v) } // of a type that holds itself
	w.made[t] = w.make(t)
	return w.made[t]
}

func (w *walks) make(t reflect.Type) walk {
	if own := w.own(t); own != nil {
		return own
	}
	switch t.Kind() {
	case reflect.Struct:
		return w.ofStruct(t)
	case reflect.Slice:
		return w.ofSlice(t)
	case reflect.Map:
		if w.before != nil {
			return w.before(t)
		}
	case reflect.Pointer:
		if inner := w.ofPointed(t); inner != nil {
			return func(v reflect.Value) {
				if !v.IsNil() {
					inner(v.Elem())
				}
			}
		}
	}
	return nil
}

func (w *walks) ofPointed(t reflect.Type) walk {
	if !w.pointers {
		return nil
	}
	return w.of(t.Elem())
}

// ofStruct goes over the exported fields of a struct that hold something.
func (w *walks) ofStruct(t reflect.Type) walk {
	type field struct {
		index int
		inner walk
	}
	var fields []field
	for i := range t.NumField() {
		if f := t.Field(i); f.IsExported() {
			if inner := w.of(f.Type); inner != nil {
				fields = append(fields, field{i, inner})
			}
		}
	}
	if len(fields) == 0 {
		return nil
	}
	return func(v reflect.Value) {
		for _, f := range fields {
			f.inner(v.Field(f.index))
		}
	}
}

// ofSlice goes over the elements of a list, where they hold something.
func (w *walks) ofSlice(t reflect.Type) walk {
	var first walk
	if w.before != nil {
		first = w.before(t)
	}
	inner := w.of(t.Elem())
	if inner == nil {
		return first
	}
	return func(v reflect.Value) {
		if first != nil {
			first(v)
		}
		for i := range v.Len() {
			inner(v.Index(i))
		}
	}
}
