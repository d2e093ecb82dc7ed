// Package yaml reads and writes YAML. It alone imports the libraries.
//
// There are two, for two needs. Documents of Kubernetes are read as kubectl reads them, by
// their JSON tags and YAML 1.1, with sigs.k8s.io/yaml. What people write for kready is
// refused by its line when a key is unknown, which only go.yaml.in/yaml/v3 can do.
package yaml

import sigsyaml "sigs.k8s.io/yaml"

// ToJSON converts one document to JSON, as kubectl does.
func ToJSON(data []byte) ([]byte, error) { return sigsyaml.YAMLToJSON(data) }

// FromJSON converts a JSON document to YAML, with its keys in alphabetical order.
func FromJSON(data []byte) ([]byte, error) { return sigsyaml.JSONToYAML(data) }

// Unmarshal reads one document into v by its JSON tags, as kubectl does. Keys that v does
// not have are ignored.
func Unmarshal(data []byte, v any) error { return sigsyaml.Unmarshal(data, v) }

// Marshal writes v by its JSON tags, with keys in alphabetical order.
func Marshal(v any) ([]byte, error) { return sigsyaml.Marshal(v) }
