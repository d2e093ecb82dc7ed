package cli

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/kready/kready/internal/fleet"
	"github.com/kready/kready/internal/report"
	"github.com/kready/kready/internal/text"
)

// fleetFormats are the names of all formats of a fleet.
func fleetFormats() []string {
	names := []string{textFormat}
	for _, f := range fleet.Formats() {
		names = append(names, f.Name)
	}
	return names
}

// loadFleet is load for several clusters: fewer formats make sense for them.
func (f *outputFlags) loadFleet(stdout io.Writer) (func(fleet.Fleet) error, error) {
	for _, flag := range f.outputs {
		format, _, _ := strings.Cut(flag, "=")
		if slices.Contains(reportFormats(), format) && !slices.Contains(fleetFormats(), format) {
			return nil, usageError("%s is a format for one cluster: for several, take one of %s, or write each one's own with --each %s=DIR",
				format, text.Or(fleetFormats()), format)
		}
	}
	outputs, err := parseOutputs(f.outputs, fleetFormats())
	if err != nil {
		return nil, err
	}
	paint, err := useColor(f.color, stdout)
	if err != nil {
		return nil, err
	}
	return func(doc fleet.Fleet) error {
		for _, o := range outputs {
			render := func(w io.Writer) error { return fleet.Text{Color: paint && o.file == ""}.Write(w, doc) }
			for _, known := range fleet.Formats() {
				if known.Name == o.format {
					render = func(w io.Writer) error { return known.Write(w, doc) }
				}
			}
			if err := o.write(stdout, render); err != nil {
				return &exitError{code: exitUsage, err: err}
			}
		}
		return nil
	}, nil
}

// parseEach reads the --each flags. The folders are there afterwards.
func parseEach(flags []string) ([]output, error) {
	var outs []output
	for _, flag := range flags {
		format, dir, _ := strings.Cut(flag, "=")
		o := output{format, dir}
		switch {
		case !slices.Contains(reportFormats(), format):
			return nil, usageError("there is no output format %q for --each: choose one of %s", format, strings.Join(reportFormats(), ", "))
		case dir == "":
			return nil, usageError("--each %s names no folder: write --each %s=DIR", format, format)
		case slices.Contains(outs, o):
			return nil, usageError("--each %s is given twice", flag)
		}
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return nil, usageError("cannot make the folder %s: %w", dir, shortError(err))
		}
		if err := writable(filepath.Join(dir, ".kready-tries-to-write")); err != nil {
			return nil, usageError("cannot write to the folder %s", dir)
		}
		outs = append(outs, o)
	}
	return outs, nil
}

// writeEach writes the reports of those that have one.
func writeEach(each []output, columns []fleet.Member) error {
	for _, o := range each {
		names := fileNames(columns)
		for i, c := range columns {
			if c.Report == nil {
				continue
			}
			file := output{o.format, filepath.Join(o.file, names[i]+extension(o.format))}
			if err := file.write(nil, renderer(file, *c.Report, report.Text{})); err != nil {
				return fmt.Errorf("the report of %s: %w", text.Clean(c.Name), err)
			}
		}
	}
	return nil
}

// extension ends the name of a report's file.
func extension(format string) string {
	switch format {
	case textFormat:
		return ".txt"
	case "markdown":
		return ".md"
	case "junit":
		return ".junit.xml"
	case "prometheus":
		return ".prom"
	case "policyreport", "openreport":
		return "." + format + ".yaml"
	}
	return "." + format
}

// fileNames make a name for a file out of each cluster's: plain ones, unlike each other
// also where capitals make no difference.
func fileNames(columns []fleet.Member) []string {
	const longest = 100
	taken := map[string]bool{}
	var all []string
	for _, c := range columns {
		base := strings.Map(func(r rune) rune {
			if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("._-", r) {
				return r
			}
			return '-'
		}, c.Name)
		base = strings.Trim(base[:min(len(base), longest)], "-.")
		if base == "" {
			base = "cluster"
		}
		name := base
		for n := 2; taken[strings.ToLower(name)]; n++ {
			name = fmt.Sprintf("%s-%d", base, n)
		}
		taken[strings.ToLower(name)] = true
		all = append(all, name)
	}
	return all
}
