package format

import (
	"bytes"
	"fmt"
	"io"

	"github.com/kready/kready/internal/report"
	"github.com/kready/kready/internal/yaml"
)

// YAML writes the same document as JSON does, as YAML, with its keys in alphabetical
// order, as kubectl writes them.
func YAML(w io.Writer, r report.Report) error {
	var b bytes.Buffer
	if err := JSON(&b, r); err != nil {
		return err
	}
	out, err := yaml.FromJSON(b.Bytes())
	if err != nil {
		return fmt.Errorf("writing the report as YAML: %w", err)
	}
	if _, err := w.Write(out); err != nil {
		return fmt.Errorf("writing the report as YAML: %w", err)
	}
	return nil
}
