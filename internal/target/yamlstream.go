package target

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"strings"
)

// yamlReader reads YAML documents. A list in the form that kubectl and oc write, "items:" at the
// beginning of a line and a dash before each element, is read element by element.
type yamlReader struct {
	name string
	from *bufio.Reader
	to   sink
	// number is that of the document, line that of the last line that was read.
	number, line int

	// text is what was read of the document besides the elements, from line start on.
	text  bytes.Buffer
	start int
	// listed says that the document is a list; prefix are the spaces before the dashes.
	listed, inItems bool
	prefix          string
	// one is the element that is being read.
	one      bytes.Buffer
	oneStart int
}

// all reads to the end.
func (y *yamlReader) all() error {
	y.start = y.line
	for {
		line, err := y.from.ReadBytes('\n')
		if len(line) > 0 {
			if err := y.take(line); err != nil {
				return err
			}
			y.line++
		}
		if errors.Is(err, io.EOF) {
			return y.finish()
		}
		if err != nil {
			return cannotRead(y.name, err)
		}
	}
}

// take takes one line.
func (y *yamlReader) take(line []byte) error {
	switch {
	case bytes.HasPrefix(line, []byte("---")):
		if y.text.Len() > 0 || y.listed {
			if err := y.finish(); err != nil {
				return err
			}
			y.number++
		}
		y.start = y.line
		line = line[len("---"):]
	case y.inItems:
		taken, err := y.item(line)
		if taken || err != nil {
			return err
		}
	case !y.listed && strings.TrimRight(string(line), " \t\r\n") == "items:":
		y.listed, y.inItems, y.prefix = true, true, "?"
		return nil
	}
	y.text.Write(line)
	return nil
}

// item takes a line within a list. False when the list is over.
func (y *yamlReader) item(line []byte) (bool, error) {
	content := strings.TrimRight(string(line), " \t\r\n")
	indent := content[:len(content)-len(strings.TrimLeft(content, " "))]
	dash := strings.HasPrefix(content[len(indent):], "- ") || content[len(indent):] == "-"
	if y.prefix == "?" {
		if content == "" || content[len(indent)] == '#' {
			return true, nil
		}
		if !dash {
			y.inItems = false
			y.text.WriteString("items:\n")
			y.listed = false
			return false, nil
		}
		y.prefix = indent
	}
	switch {
	case dash && indent == y.prefix:
		if err := y.flush(); err != nil {
			return false, err
		}
		y.oneStart = y.line
	case content == "" || content[len(indent)] == '#' || len(indent) > len(y.prefix):
	default:
		y.inItems = false
		return false, y.flush()
	}
	y.one.Write(line)
	return true, nil
}

// flush hands on the element that was read.
func (y *yamlReader) flush() error {
	if y.one.Len() == 0 {
		return nil
	}
	value, err := yamlDocument(y.one.Bytes())
	if err != nil {
		return yamlError(y.name, y.number, y.oneStart, err)
	}
	y.one.Reset()
	if elements, ok := value.([]any); ok {
		for _, element := range elements {
			y.to.element(y.number, element)
		}
	}
	return nil
}

// finish hands on the document that was read.
func (y *yamlReader) finish() error {
	if err := y.flush(); err != nil {
		return err
	}
	value, err := yamlDocument(y.text.Bytes())
	if err != nil {
		return yamlError(y.name, y.number, y.start, err)
	}
	listed := y.listed
	y.text.Reset()
	y.listed, y.inItems = false, false
	header, _ := value.(map[string]any)
	switch {
	case listed && header == nil:
		y.to.end(y.number, map[string]any{})
	case listed:
		y.to.end(y.number, header)
	case value != nil:
		return y.whole(value)
	}
	return nil
}

// whole hands on a document, in the parts of a list where it is one.
func (y *yamlReader) whole(value any) error {
	if elements, ok := value.([]any); ok {
		for _, element := range elements {
			y.to.element(y.number, element)
		}
		y.to.end(y.number, nil)
		return nil
	}
	header, _ := value.(map[string]any)
	elements, isList := header["items"].([]any)
	if kind, _ := header["kind"].(string); !isList || kind != "" && !strings.HasSuffix(kind, "List") {
		y.to.document(y.number, value)
		return nil
	}
	for _, element := range elements {
		y.to.element(y.number, element)
	}
	delete(header, "items")
	y.to.end(y.number, header)
	return nil
}
