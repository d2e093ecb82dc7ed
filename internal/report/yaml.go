package report

import (
	"bytes"
	"fmt"
	"io"

	"sigs.k8s.io/yaml"
)

// YAML writes the same document as JSON does, as YAML, with its keys in alphabetical
// order, as kubectl writes them.
func YAML(w io.Writer, r Report) error {
	var b bytes.Buffer
	if err := JSON(&b, r); err != nil {
		return err
	}
	out, err := yaml.JSONToYAML(b.Bytes())
	if err != nil {
		return fmt.Errorf("writing the report as YAML: %w", err)
	}
	if _, err := w.Write(out); err != nil {
		return fmt.Errorf("writing the report as YAML: %w", err)
	}
	return nil
}
