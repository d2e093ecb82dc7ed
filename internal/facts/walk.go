package facts

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"
)

// jsonWalk goes through valid JSON beside the type that it was decoded into. It keeps nothing
// of it, as a snapshot may have tens of megabytes.
type jsonWalk struct {
	data   []byte
	at     int
	reader *strictReader
	path   []string
}

// value goes through one value, and returns what is wrong with it; "" when nothing is.
func (w *jsonWalk) value(t reflect.Type) string {
	w.space()
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch {
	case t.Kind() == reflect.Interface || t == reflect.TypeFor[CustomObject](): // of the user's own resources
		w.skip()
	case w.data[w.at] == 'n':
		return w.wrong("is null")
	case w.data[w.at] == '{' && t.Kind() == reflect.Struct && t != reflect.TypeFor[time.Time]():
		return w.object(t)
	case w.data[w.at] == '{' && t.Kind() == reflect.Map:
		return w.entries(t.Elem())
	case w.data[w.at] == '[' && t.Kind() == reflect.Slice:
		return w.elements(t.Elem())
	default:
		w.skip()
	}
	return ""
}

// object goes through the fields of a struct.
func (w *jsonWalk) object(t reflect.Type) string {
	need := w.reader.requiredOf(t)
	fields := w.reader.fieldsOf(t)
	seen := make([]bool, len(need))
	for w.more('}') {
		key := w.key()
		if i := slices.Index(need, key); i >= 0 {
			seen[i] = true
		}
		of, known := fields[key]
		if !known {
			w.space()
			w.skip()
			continue
		}
		w.path = append(w.path, "."+key)
		if why := w.value(of); why != "" {
			return why
		}
		w.path = w.path[:len(w.path)-1]
	}
	if i := slices.Index(seen, false); i >= 0 {
		return w.wrong("lacks the field " + need[i])
	}
	return ""
}

// entries goes through the values of a map.
func (w *jsonWalk) entries(of reflect.Type) string {
	for w.more('}') {
		key := w.key()
		w.path = append(w.path, "."+key)
		if why := w.value(of); why != "" {
			return why
		}
		w.path = w.path[:len(w.path)-1]
	}
	return ""
}

// elements goes through the elements of a list.
func (w *jsonWalk) elements(of reflect.Type) string {
	w.path = append(w.path, "")
	for i := 0; w.more(']'); i++ {
		w.path[len(w.path)-1] = fmt.Sprintf("[%d]", i)
		if why := w.value(of); why != "" {
			return why
		}
	}
	w.path = w.path[:len(w.path)-1]
	return ""
}

// wrong says what is wrong with the value that the walk is at.
func (w *jsonWalk) wrong(what string) string { return strings.Join(w.path, "") + " " + what }

// more steps to the next entry of an object or a list: past its opening, or a comma. False, and
// past its end, where there is none.
func (w *jsonWalk) more(end byte) bool {
	w.space()
	if w.data[w.at] != end {
		w.at++
		w.space()
	}
	if w.data[w.at] == end {
		w.at++
		return false
	}
	return true
}

// key reads the name of a field, and the colon after it.
func (w *jsonWalk) key() string {
	start := w.at
	w.skip()
	raw := w.data[start:w.at]
	w.space()
	w.at++
	name := string(raw[1 : len(raw)-1])
	if strings.ContainsRune(name, '\\') {
		_ = json.Unmarshal(raw, &name) // it is valid
	}
	return name
}

// space goes past white space.
func (w *jsonWalk) space() {
	for w.at < len(w.data) && strings.IndexByte(" \t\r\n", w.data[w.at]) >= 0 {
		w.at++
	}
}

// skip goes past one value.
func (w *jsonWalk) skip() {
	for depth := 0; w.at < len(w.data); {
		switch c := w.data[w.at]; c {
		case '"':
			for w.at++; w.data[w.at] != '"'; w.at++ {
				if w.data[w.at] == '\\' {
					w.at++
				}
			}
		case '{', '[':
			depth++
		case '}', ']':
			if depth--; depth < 0 {
				return // the end of what it is in
			}
		case ',', ':':
			if depth == 0 {
				return
			}
		}
		w.at++
		if depth == 0 && strings.IndexByte(`"}]`, w.data[w.at-1]) >= 0 {
			return
		}
	}
}
