package yaml

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"

	yamlv3 "go.yaml.in/yaml/v3"

	"github.com/kready/kready/internal/text"
)

// Node is a part of a document, with its line, for types that decode themselves.
type Node = yamlv3.Node

// The library's messages, in words of Go that no user knows: about a key that a struct does not have, and
// about a value of another type.
var (
	unknownField = regexp.MustCompile(`\bfield (\S+) not found in type \S+`)
	wrongType    = regexp.MustCompile("cannot unmarshal !!(\\w+)(?: (`[^`]*`))? into (\\S+)")
)

// DecodeStrict reads one document that a person wrote for kready into v, by its yaml tags,
// and refuses keys that v does not have. Its errors are one line, with the line in the file
// where there is one.
func DecodeStrict(data []byte, v any) error {
	if err := checkAliases(data); err != nil {
		return err
	}
	decoder := yamlv3.NewDecoder(bytes.NewReader(data))
	decoder.KnownFields(true)
	err := decoder.Decode(v)
	if err == nil {
		return onlyDocument(decoder)
	}
	if errors.Is(err, io.EOF) {
		return nil
	}
	message := text.OneLine(err.Error())
	message = strings.TrimPrefix(strings.TrimPrefix(message, "yaml: "), "unmarshal errors: ")
	message = unknownField.ReplaceAllString(message, `unknown field "$1"`)
	return errors.New(wrongType.ReplaceAllStringFunc(message, sayType))
}

// sayType says which type a value must have, and what it is.
func sayType(message string) string {
	parts := wrongType.FindStringSubmatch(message)
	is := parts[2]
	switch {
	case parts[1] == "map":
		is = "keys with values"
	case parts[1] == "seq":
		is = "a list"
	case is == "":
		is = "something else"
	}
	if strings.Contains(parts[3], ".") { // a type of kready's own, which may be a text or have keys
		return "must not be " + is
	}
	return fmt.Sprintf("must be %s, got %s", typeInWords(parts[3]), is)
}

// typeInWords is what a user calls a type of Go.
func typeInWords(name string) string {
	switch {
	case name == "bool":
		return "true or false"
	case name == "string":
		return "a text"
	case strings.HasPrefix(name, "int"):
		return "a whole number"
	case strings.HasPrefix(name, "[]"):
		return "a list"
	}
	return "keys with values"
}

// onlyDocument refuses a second document, which nothing would read.
func onlyDocument(decoder *yamlv3.Decoder) error {
	var second Node
	if err := decoder.Decode(&second); errors.Is(err, io.EOF) {
		return nil
	} else if err != nil {
		return errors.New(strings.TrimPrefix(text.OneLine(err.Error()), "yaml: "))
	}
	for i := range second.Content {
		if second.Content[i].Tag != "!!null" {
			return fmt.Errorf("line %d: a second document begins: there must be one", second.Content[i].Line)
		}
	}
	return nil
}

// Fields reads one document as it is written: days stay texts, which YAML takes for times.
func Fields(data []byte) (map[string]any, error) {
	if err := checkAliases(data); err != nil {
		return nil, err
	}
	var node Node
	if err := yamlv3.Unmarshal(data, &node); err != nil {
		return nil, fmt.Errorf("parsing YAML: %w", err)
	}
	daysAsText(&node)
	var fields map[string]any
	if err := node.Decode(&fields); err != nil {
		return nil, fmt.Errorf("parsing YAML: %w", err)
	}
	return fields, nil
}

func daysAsText(node *Node) {
	if node.Tag == "!!timestamp" {
		node.Tag = "!!str"
	}
	for _, child := range node.Content {
		daysAsText(child)
	}
}
