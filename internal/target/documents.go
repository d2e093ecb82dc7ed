package target

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"

	utiljson "k8s.io/apimachinery/pkg/util/json"

	"github.com/kready/kready/internal/yaml"
)

// documents calls fn for every document of a JSON or YAML stream, counted from one;
// empty ones are left out.
func documents(name string, data []byte, fn func(number int, document any)) error {
	if bytes.HasPrefix(bytes.TrimSpace(data), []byte("{")) && !bytes.Contains(data, []byte("\n---")) {
		return jsonDocuments(name, data, fn)
	}
	line := 0
	for number, text := range split(data) {
		document, err := yamlDocument(text)
		if err != nil {
			return yamlError(name, number+1, line, err)
		}
		if document != nil {
			fn(number+1, document)
		}
		line += bytes.Count(text, []byte("\n"))
	}
	return nil
}

// split cuts a YAML stream before its separator lines, which stay in the text of the
// document that they begin, so that lines can be counted.
func split(data []byte) [][]byte {
	var texts [][]byte
	start := 0
	for at := 0; at < len(data); {
		end := bytes.IndexByte(data[at:], '\n')
		if end < 0 {
			end = len(data) - at - 1
		}
		if at > start && bytes.HasPrefix(data[at:], []byte("---")) {
			texts, start = append(texts, data[start:at]), at
		}
		at += end + 1
	}
	return append(texts, data[start:])
}

// yamlDocument parses one document; nil when it holds nothing but comments.
func yamlDocument(text []byte) (any, error) {
	if rest, ok := bytes.CutPrefix(text, []byte("---")); ok {
		text = rest
	}
	asJSON, err := yaml.ToJSON(text)
	if err != nil {
		return nil, err
	}
	var document any
	if err := utiljson.Unmarshal(asJSON, &document); err != nil {
		return nil, err
	}
	return document, nil
}

// jsonDocuments parses one JSON value after the other.
func jsonDocuments(name string, data []byte, fn func(number int, document any)) error {
	stream := json.NewDecoder(bytes.NewReader(data))
	for number := 1; ; number++ {
		var raw json.RawMessage
		err := stream.Decode(&raw)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return jsonError(name, data, stream.InputOffset(), err)
		}
		var document any
		if err := utiljson.Unmarshal(raw, &document); err != nil {
			return jsonError(name, data, stream.InputOffset(), err)
		}
		fn(number, document)
	}
}

// jsonError says where a JSON text does not parse.
func jsonError(name string, data []byte, offset int64, err error) error {
	var syntax *json.SyntaxError
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF), strings.Contains(err.Error(), "unexpected end of JSON input"):
		return configError(err, "%s does not parse: it ends in the middle, at line %d", name, 1+bytes.Count(data, []byte("\n")))
	case errors.As(err, &syntax):
		offset = syntax.Offset
	}
	line := 1 + bytes.Count(data[:min(offset, int64(len(data)))], []byte("\n"))
	return configError(err, "%s:%d does not parse: %s", name, line, oneLine(err))
}

// yamlLine is how the parser names a line, counted from the document's beginning.
var yamlLine = regexp.MustCompile(`line (\d+): `)

// yamlError says where a YAML text does not parse. Before is the number of lines
// before the document.
func yamlError(name string, number, before int, err error) error {
	text := strings.TrimPrefix(oneLine(err), "error converting YAML to JSON: ")
	text = strings.TrimPrefix(text, "yaml: ")
	where := fmt.Sprintf("%s, document %d", name, number)
	if found := yamlLine.FindStringSubmatch(text); found != nil {
		line, _ := strconv.Atoi(found[1])
		where = fmt.Sprintf("%s:%d", name, before+line)
		text = strings.Replace(text, found[0], "", 1)
	}
	return configError(err, "%s does not parse: %s", where, text)
}
