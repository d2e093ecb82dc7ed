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

// redacted is what troubleshoot.sh writes over secrets, which is no YAML where it begins a value.
const redacted = "***HIDDEN***"

// yamlDocument parses one document; nil when it holds nothing but comments.
func yamlDocument(text []byte) (any, error) {
	if rest, ok := bytes.CutPrefix(text, []byte("---")); ok {
		text = rest
	}
	asJSON, err := yaml.ToJSON(text)
	if err != nil && bytes.Contains(text, []byte(redacted)) {
		asJSON, err = yaml.ToJSON(bytes.ReplaceAll(text, []byte(redacted), []byte("hidden")))
	}
	if err != nil {
		return nil, err
	}
	var document any
	if err := utiljson.Unmarshal(asJSON, &document); err != nil {
		return nil, err
	}
	return document, nil
}

// jsonError says where a JSON text does not parse.
func jsonError(name string, lines *lineCounter, offset int64, err error) error {
	var syntax *json.SyntaxError
	var config *ConfigError
	switch {
	case errors.As(err, &config):
		return err
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF), strings.Contains(err.Error(), "unexpected end of JSON input"):
		return configError(err, "%s does not parse: it ends in the middle, at line %d", name, lines.at(lines.offset))
	case !errors.As(err, &syntax) && !errors.Is(err, errNotJSON):
		return cannotRead(name, err)
	}
	return configError(err, "%s:%d does not parse: %s", name, lines.at(offset), oneLine(err))
}

// errNotJSON is the error of JSON in an order that no list has.
const errNotJSON = problem("items is an object")

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
