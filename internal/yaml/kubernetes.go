// Package yaml reads and writes YAML. It alone imports the libraries.
//
// There are two, for two needs. Documents of Kubernetes are read as kubectl reads them, by
// their JSON tags and YAML 1.1, with sigs.k8s.io/yaml. What people write for kready is
// refused by its line when a key is unknown, which only go.yaml.in/yaml/v3 can do.
package yaml

import (
	"fmt"
	"unicode/utf8"

	sigsyaml "sigs.k8s.io/yaml"
)

// ToJSON converts one document to JSON, as kubectl does. One whose aliases make it many times
// as large is an error.
func ToJSON(data []byte) ([]byte, error) {
	if err := checkAliases(data); err != nil {
		return nil, err
	}
	return sigsyaml.YAMLToJSON(data)
}

// FromJSON converts a JSON document to YAML, with its keys in alphabetical order.
func FromJSON(data []byte) ([]byte, error) { return sigsyaml.JSONToYAML(escapeUnprintable(data)) }

// escapeUnprintable writes the characters that YAML does not take as they are, and JSON does,
// as JSON's escapes: in JSON they stand in strings only.
// https://yaml.org/spec/1.2.2/#51-character-set
func escapeUnprintable(data []byte) []byte {
	var out []byte
	from := 0
	for i := 0; i < len(data); {
		r, size := utf8.DecodeRune(data[i:])
		if r >= 0x7f && r <= 0x9f && r != 0x85 || r == 0xfffe || r == 0xffff || r == 0xfeff {
			out = fmt.Appendf(append(out, data[from:i]...), `\u%04x`, r)
			from = i + size
		}
		i += size
	}
	if from == 0 {
		return data
	}
	return append(out, data[from:]...)
}

// Unmarshal reads one document into v by its JSON tags, as kubectl does. Keys that v does
// not have are ignored.
func Unmarshal(data []byte, v any) error {
	if err := checkAliases(data); err != nil {
		return err
	}
	return sigsyaml.Unmarshal(data, v)
}

// Marshal writes v by its JSON tags, with keys in alphabetical order.
func Marshal(v any) ([]byte, error) { return sigsyaml.Marshal(v) }
