package target

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strings"

	utiljson "k8s.io/apimachinery/pkg/util/json"
)

// sink takes what a stream of documents holds. The elements of a list come one by one, so that a
// list is never in memory as text and as objects.
type sink interface {
	// document takes a whole document, counted from one.
	document(number int, document any)
	// begin takes what a list says before its elements.
	begin(header map[string]any)
	// element takes an element of a list or an array.
	element(number int, element any)
	// end takes what a list says besides its elements; nil for an array.
	end(number int, header map[string]any)
}

// readStream reads JSON or YAML documents, one after the other or separated by "---". After an
// error the sink has what came before it.
func readStream(name string, r io.Reader, to sink) error {
	buffered := bufio.NewReaderSize(r, 64<<10)
	for {
		start, err := buffered.Peek(1)
		if err != nil {
			return endOf(name, err)
		}
		if !strings.ContainsRune(" \t\r\n", rune(start[0])) {
			break
		}
		_, _ = buffered.ReadByte() // it was peeked at
	}
	start, _ := buffered.Peek(4)
	if string(start) == "null" {
		to.document(1, nil)
		return nil
	}
	if start[0] == '{' && opensJSON(buffered, '"', '}') || start[0] == '[' && opensJSON(buffered, '{', ']') {
		return readJSON(name, buffered, to)
	}
	return (&yamlReader{name: name, from: buffered, to: to, number: 1}).all()
}

// opensJSON reports whether the bracket that a text begins with is followed by one of two
// characters, as in the JSON of objects. YAML has brackets too.
func opensJSON(r *bufio.Reader, one, other byte) bool {
	start, _ := r.Peek(1 << 10)
	rest := bytes.TrimSpace(start[1:])
	return len(rest) == 0 || rest[0] == one || rest[0] == other
}

func endOf(name string, err error) error {
	if errors.Is(err, io.EOF) {
		return nil
	}
	return cannotRead(name, err)
}

// readJSON reads JSON values until the end, or until YAML follows.
func readJSON(name string, r io.Reader, to sink) error {
	lines := &lineCounter{r: r}
	dec := json.NewDecoder(lines)
	for number := 1; ; number++ {
		token, err := dec.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			rest := bufio.NewReader(io.MultiReader(dec.Buffered(), lines))
			if mark, _ := rest.Peek(3); string(mark) == "---" {
				return (&yamlReader{name: name, from: rest, to: to, number: number, line: lines.at(dec.InputOffset()) - 1}).all()
			}
		} else {
			err = jsonValue(dec, token, number, lines, to)
		}
		if err != nil {
			return jsonError(name, lines, dec.InputOffset(), err)
		}
	}
}

// jsonValue reads the rest of a value whose first token was read.
func jsonValue(dec *json.Decoder, token json.Token, number int, lines *lineCounter, to sink) error {
	switch token {
	case json.Delim('['):
		return jsonElements(dec, number, lines, to, true)
	case json.Delim('{'):
	default:
		to.document(number, token)
		return nil
	}
	header, isList := map[string]any{}, false
	for dec.More() {
		key, err := dec.Token()
		if err != nil {
			return err
		}
		var value json.RawMessage
		if (key == "items" || key == "Items") && !isList { // as kubectl up to 1.13 wrote it
			isList, err = jsonItems(dec, number, lines, to, header)
		} else if err = dec.Decode(&value); err == nil {
			header[key.(string)], err = decoded(value) // keys are strings
		}
		if err != nil {
			return err
		}
	}
	if _, err := dec.Token(); err != nil {
		return err
	}
	if isList {
		to.end(number, header)
	} else {
		to.document(number, header)
	}
	return nil
}

// jsonItems reads the value of "items". False when it is no array, and part of the header.
func jsonItems(dec *json.Decoder, number int, lines *lineCounter, to sink, header map[string]any) (bool, error) {
	token, err := dec.Token()
	switch {
	case err != nil:
		return false, err
	case token == json.Delim('['):
		to.begin(header)
		return true, jsonElements(dec, number, lines, to, false)
	case token == json.Delim('{'):
		return false, errNotJSON
	}
	header["items"] = token
	return token == nil, nil // as Go writes an empty list
}

// jsonElements reads the elements of an array, whose end it tells when it is a document itself.
func jsonElements(dec *json.Decoder, number int, lines *lineCounter, to sink, itself bool) error {
	for dec.More() {
		var raw json.RawMessage
		if err := dec.Decode(&raw); err != nil {
			return err
		}
		value, err := decoded(raw)
		if err != nil {
			return err
		}
		lines.forget(dec.InputOffset())
		to.element(number, value)
	}
	_, err := dec.Token()
	if err == nil && itself {
		to.end(number, nil)
	}
	return err
}

// decoded returns a JSON value with the integers that Kubernetes' libraries expect.
func decoded(raw json.RawMessage) (any, error) {
	var value any
	if bytes.HasPrefix(raw, []byte("{")) {
		var fields map[string]any
		err := utiljson.Unmarshal(raw, &fields)
		return fields, err
	}
	err := utiljson.Unmarshal(raw, &value)
	return value, err
}

// lineCounter knows on which line an offset is, for those that were not forgotten.
type lineCounter struct {
	r        io.Reader
	offset   int64
	before   int
	newlines []int64
}

// Read implements io.Reader.
func (l *lineCounter) Read(p []byte) (int, error) {
	n, err := l.r.Read(p)
	for i, c := range p[:n] {
		if c == '\n' {
			l.newlines = append(l.newlines, l.offset+int64(i))
		}
	}
	l.offset += int64(n)
	return n, err
}

// at returns the line of an offset, from one.
func (l *lineCounter) at(offset int64) int {
	line := l.before + 1
	for _, at := range l.newlines {
		if at < offset {
			line++
		}
	}
	return line
}

// forget drops the lines before an offset.
func (l *lineCounter) forget(offset int64) {
	for len(l.newlines) > 0 && l.newlines[0] < offset {
		l.newlines = l.newlines[1:]
		l.before++
	}
}
