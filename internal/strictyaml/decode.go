// Package strictyaml reads the YAML files that people write for kready.
package strictyaml

import (
	"bytes"
	"errors"
	"io"
	"regexp"
	"strings"

	"go.yaml.in/yaml/v3"
)

// goTypes are what the library says of our structs, which no user knows.
var goTypes = regexp.MustCompile(` in type \S+| into \S+`)

// Decode reads one YAML document into v and refuses keys that v does not have. Its
// errors are one line, with the line in the file where there is one.
func Decode(data []byte, v any) error {
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	decoder.KnownFields(true)
	err := decoder.Decode(v)
	if err == nil || errors.Is(err, io.EOF) {
		return nil
	}
	text := strings.Join(strings.Fields(err.Error()), " ")
	text = strings.TrimPrefix(strings.TrimPrefix(text, "yaml: "), "unmarshal errors: ")
	return errors.New(goTypes.ReplaceAllString(text, ""))
}
