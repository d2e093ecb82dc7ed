package cli

import (
	"io"

	"github.com/spf13/pflag"

	"github.com/kready/kready/internal/report"
	"github.com/kready/kready/internal/text"
)

// textFormat is the one format that people's wishes (colour, length) apply to.
const textFormat = "text"

// outputFlags say in which formats a report is written, and where to.
type outputFlags struct {
	outputs []string
	verbose bool
	color   string
}

func (f *outputFlags) add(flags *pflag.FlagSet) {
	flags.StringArrayVarP(&f.outputs, "output", "o", []string{textFormat}, "`FORMAT`, to stdout or to a file with FORMAT=FILE; repeatable: "+text.Or(reportFormats()))
	flags.BoolVarP(&f.verbose, "verbose", "v", false, "list every check, every finding and every blind spot, in text")
	flags.StringVar(&f.color, "color", "auto", "auto, always or never")
}

// load validates the flags, and returns what writes a report by them. An unknown format or
// a file that cannot be written is an error here, before there is a report.
func (f *outputFlags) load(stdout io.Writer) (func(report.Report) error, error) {
	outputs, err := parseOutputs(f.outputs, reportFormats())
	if err != nil {
		return nil, err
	}
	paint, err := useColor(f.color, stdout)
	if err != nil {
		return nil, err
	}
	return func(rep report.Report) error {
		return writeReport(stdout, outputs, rep, report.Text{Color: paint, Verbose: f.verbose})
	}, nil
}

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
