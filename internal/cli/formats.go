package cli

import (
	"io"
	"strings"

	"github.com/kready/kready/internal/report"
)

// textFormat is the one format that people's wishes (colour, length) apply to.
const textFormat = "text"

// reportFormats are the names of all formats of a report.
func reportFormats() []string {
	names := []string{textFormat}
	for _, f := range report.Formats() {
		names = append(names, f.Name)
	}
	return names
}

// writeReport renders a report to each output. Text is painted on stdout only.
func writeReport(stdout io.Writer, outputs []output, rep report.Report, text report.Text) error {
	for _, o := range outputs {
		if err := o.write(stdout, renderer(o, rep, text)); err != nil {
			return &exitError{code: exitUsage, err: err}
		}
	}
	return nil
}

func renderer(o output, rep report.Report, text report.Text) func(io.Writer) error {
	for _, f := range report.Formats() {
		if f.Name == o.format {
			return func(w io.Writer) error { return f.Write(w, rep) }
		}
	}
	text.Color = text.Color && o.file == ""
	return text.Renderer(rep)
}

// orList joins names as a choice: "text, json or yaml".
func orList(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:len(names)-1], ", ") + " or " + names[len(names)-1]
}
