package facts

import "reflect"

// FillEmpty makes every nil slice and map in the value that p points at an empty
// one, so that arrays are arrays in JSON and in Rego, never null.
func FillEmpty(p any) {
	v := reflect.ValueOf(p).Elem()
	if fill := fills().of(v.Type()); fill != nil {
		fill(v)
	}
}

// fills are the walks that fill. Empty slices have no room, so that one is enough for all of a type; each map is its own.
func fills() *walks {
	return &walks{
		own: func(reflect.Type) walk { return nil },
		before: func(t reflect.Type) walk {
			if t.Kind() == reflect.Map {
				return func(v reflect.Value) {
					if v.IsNil() {
						v.Set(reflect.MakeMap(t))
					}
				}
			}
			empty := reflect.MakeSlice(t, 0, 0)
			return func(v reflect.Value) {
				if v.IsNil() {
					v.Set(empty)
				}
			}
		},
	}
}
