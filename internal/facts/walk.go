package facts

import (
	"bytes"
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
	path   []walkStep
	// seen are, for each object that the walk is in, which of the fields that it needs were met.
	seen []bool
	// names are those of fields that were met, so that each is one string.
	names map[string]string
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
	start := len(w.seen)
	w.seen = append(w.seen, make([]bool, len(need))...) // of this object, behind those that it is in
	for w.more('}') {
		key := w.key()
		if i := slices.Index(need, key); i >= 0 {
			w.seen[start+i] = true
		}
		of, known := fields[key]
		if !known {
			w.space()
			w.skip()
			continue
		}
		w.path = append(w.path, walkStep{name: key, index: -1})
		if why := w.value(of); why != "" {
			return why
		}
		w.path = w.path[:len(w.path)-1]
	}
	i := slices.Index(w.seen[start:], false)
	w.seen = w.seen[:start]
	if i >= 0 {
		return w.wrong("lacks the field " + need[i])
	}
	return ""
}

// entries goes through the values of a map.
func (w *jsonWalk) entries(of reflect.Type) string {
	for w.more('}') {
		key := w.key()
		w.path = append(w.path, walkStep{name: key, index: -1})
		if why := w.value(of); why != "" {
			return why
		}
		w.path = w.path[:len(w.path)-1]
	}
	return ""
}

// elements goes through the elements of a list.
func (w *jsonWalk) elements(of reflect.Type) string {
	w.path = append(w.path, walkStep{})
	for i := 0; w.more(']'); i++ {
		w.path[len(w.path)-1].index = i
		if why := w.value(of); why != "" {
			return why
		}
	}
	w.path = w.path[:len(w.path)-1]
	return ""
}

// walkStep is a field, or the element of a list where its index is not -1.
type walkStep struct {
	name  string
	index int
}

// wrong says what is wrong with the value that the walk is at.
func (w *jsonWalk) wrong(what string) string {
	at := ""
	for _, step := range w.path {
		if step.index >= 0 {
			at += fmt.Sprintf("[%d]", step.index)
		} else {
			at += "." + step.name
		}
	}
	return strings.TrimPrefix(at, ".") + " " + what
}

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
	raw = raw[1 : len(raw)-1]
	if name, known := w.names[string(raw)]; known {
		return name
	}
	name := string(raw)
	if strings.ContainsRune(name, '\\') {
		_ = json.Unmarshal([]byte(`"`+name+`"`), &name) // it is valid
		return name
	}
	if len(w.names) < namesMax {
		if w.names == nil {
			w.names = map[string]string{}
		}
		w.names[name] = name
	}
	return name
}

// namesMax is how many names of fields are kept: those of the facts, and some of labels.
const namesMax = 1000

// space goes past white space.
func (w *jsonWalk) space() {
	for w.at < len(w.data) {
		switch w.data[w.at] {
		case ' ', '\n', '\t', '\r':
			w.at++
		default:
			return
		}
	}
}

// skip goes past one value.
func (w *jsonWalk) skip() {
	for depth := 0; w.at < len(w.data); {
		switch c := w.data[w.at]; c {
		case '"':
			w.at += endOfText(w.data[w.at:])
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
		if last := w.data[w.at-1]; depth == 0 && (last == '"' || last == '}' || last == ']') {
			return
		}
	}
}

// endOfText is where the text ends that data begins with: at its last quote.
func endOfText(data []byte) int {
	for at := 1; ; at++ {
		at += bytes.IndexByte(data[at:], '"')
		escapes := 0
		for data[at-1-escapes] == '\\' {
			escapes++
		}
		if escapes%2 == 0 {
			return at
		}
	}
}
