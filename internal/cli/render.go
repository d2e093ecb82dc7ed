package cli

import (
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/kready/kready/internal/engine"
	"github.com/kready/kready/internal/fleet"
	"github.com/kready/kready/internal/output"
	"github.com/kready/kready/internal/report"
	"github.com/kready/kready/internal/report/format"
	"github.com/kready/kready/internal/text"
)

// renderFlags are the flags of `kready render`.
type renderFlags struct {
	from    string
	outputs outputFlags
}

func newRender(env Env) *cobra.Command {
	var f renderFlags
	cmd := &cobra.Command{
		Use:   "render --from FILE [-o FORMAT[=FILE]]...",
		Short: "Write a stored report in other formats",
		Long: `Render reads a report that "kready check -o json" or "-o yaml" wrote, and writes it in
any of the formats, without a cluster and without judging again:

` + formatTable() + `
A JSON report of several clusters is written as ` + text.Or(output.Names(fleet.Formats())) + `.

The exit code says whether the report could be written: 0, or 2. It does not repeat
the verdict, which the report holds: that is the exit code of "kready check".`,
		Example: `  kready render --from report.json -v
  kready render --from fleet.json -o html=fleet.html -o prometheus=kready.prom
  kready render --from report.json -o markdown=comment.md -o sarif=kready.sarif
  kready check -o json | kready render --from - -o junit=kready.xml`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error { return f.run(env) },
	}
	own := cmd.Flags()
	own.StringVar(&f.from, "from", "", "`FILE` with the report to read, in JSON or YAML, or - for stdin")
	f.outputs.add(own)
	return cmd
}

func (f *renderFlags) run(env Env) error {
	if f.from == "" {
		return engine.Usagef("render requires --from: a file with a report, or - for stdin")
	}
	if _, err := f.outputs.load(env); err != nil { // what is wrong with the flags comes first
		return err
	}
	data, name, err := readAll(env, f.from)
	if err != nil {
		return err
	}
	if fleet.Is(data) {
		return f.renderFleet(env, data, name)
	}
	f.outputs.planOf = planByOwn(env)
	write, err := f.outputs.load(env)
	if err != nil {
		return err
	}
	rep, err := report.Read(data)
	if err != nil {
		return engine.Usagef("%s is %w", name, err)
	}
	return write(rep)
}

// renderFleet writes a stored report of several clusters.
func (f *renderFlags) renderFleet(env Env, data []byte, name string) error {
	write, err := f.outputs.loadFleet(env)
	if err != nil {
		return err
	}
	doc, err := fleet.Parse(data)
	if err != nil {
		return engine.Usagef("%s cannot be rendered: %w", name, err)
	}
	return write(doc)
}

// readAll reads a file, or stdin for "-", and returns what messages call it.
func readAll(env Env, file string) (data []byte, name string, err error) {
	name = file
	if file == "-" {
		name = "stdin"
		defer env.WatchFile(file)()
		data, err = io.ReadAll(env.Stdin)
	} else {
		data, err = os.ReadFile(env.Path(file))
	}
	if err != nil {
		return nil, name, engine.Usagef("cannot read %s: %w", name, engine.ShortError(err))
	}
	return data, name, nil
}

// formatTable lists all formats with what each is for.
func formatTable() string {
	var b strings.Builder
	for _, f := range format.All() {
		fmt.Fprintf(&b, "  %-13s %s\n", f.Name, f.Description)
	}
	return b.String()
}
