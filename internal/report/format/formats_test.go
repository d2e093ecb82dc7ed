package format

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/prometheus/common/expfmt"
	"github.com/prometheus/common/model"

	"github.com/kready/kready/internal/golden"
	"github.com/kready/kready/internal/output"
	"github.com/kready/kready/internal/report"
	"github.com/kready/kready/internal/report/reporttest"
)

// TestGolden: each format, of those there will be as well, has a golden file for each
// sample, and each golden file a format.
func TestGolden(t *testing.T) {
	known := map[string]bool{}
	check := func(file string, write func(io.Writer) error) {
		known[file] = true
		t.Run(file, func(t *testing.T) { compareGolden(t, file, write) })
	}
	for name, r := range reporttest.Samples() {
		for _, f := range All() {
			write := func(w io.Writer) error { return f.Write(w, r, output.Options{}) }
			if f.Name == "html" {
				write = htmlContent(r) // style and script have files of their own
			}
			check(name+f.Extension, write)
		}
		check(name+"-verbose.txt", func(w io.Writer) error { return Text(w, r, output.Options{Verbose: true}) })
		check(name+"-brief.txt", func(w io.Writer) error { return Text(w, r, output.Options{Brief: true}) })
		check(name+"-wide.txt", func(w io.Writer) error {
			return Text(w, r, output.Options{Width: 120, CanAsk: true, Again: "--context kind-demo"})
		})
	}
	files, err := filepath.Glob("testdata/*.*")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if !known[filepath.Base(file)] {
			t.Errorf("%s belongs to no format", file)
		}
	}
}

// TestFormats: names and extensions are of use and differ.
func TestFormats(t *testing.T) {
	seen := map[string]bool{}
	for _, f := range All() {
		if f.Name == "" || f.Description == "" || !strings.HasPrefix(f.Extension, ".") || f.Write == nil {
			t.Errorf("%+v is not whole", f)
		}
		if seen[f.Name] || seen[f.Extension] {
			t.Errorf("%s, with extension %s, is there twice", f.Name, f.Extension)
		}
		seen[f.Name], seen[f.Extension] = true, true
	}
}

// TestDocs: the table of docs/formats.md is that of the formats; KREADY_UPDATE=1 rewrites it.
func TestDocs(t *testing.T) {
	const file, head = "../../../docs/formats.md", "| format | for | file |\n| --- | --- | --- |\n"
	page, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, found := strings.Cut(string(page), head)
	got, after, _ := strings.Cut(rest, "\n\n")
	if !found {
		t.Fatalf("%s has no table with the head %q", file, head)
	}
	var rows []string
	for _, f := range All() {
		rows = append(rows, fmt.Sprintf("| `%s` | %s | `%s` |", f.Name, f.Description, f.Extension))
	}
	want := strings.Join(rows, "\n")
	if golden.Updating() {
		if err := os.WriteFile(file, []byte(before+head+want+"\n\n"+after), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if got != want {
		t.Errorf("docs/formats.md has\n%s\nwant (KREADY_UPDATE=1 go test ./internal/report/format)\n%s", got, want)
	}
}

// TestNoControl: no format but the report itself, which escapes in its own way, lets a
// control or bidirectional character through.
func TestNoControl(t *testing.T) {
	for name, r := range everyReport() {
		for _, f := range All() {
			if f.Name == "json" || f.Name == "yaml" {
				continue
			}
			if out := renderAs(t, f, r); bytes.ContainsAny(out, "\x00\x07\x1b\u202e\r") {
				t.Errorf("%q as %s: a control character gets through", name, f.Name)
			}
		}
	}
}

// TestYAML: the YAML document is the JSON document.
func TestYAML(t *testing.T) {
	for name, r := range everyReport() {
		back, err := report.Read(render(t, YAML, r))
		if err != nil {
			t.Errorf("%q: %v", name, err)
			continue
		}
		want, err := report.Read(render(t, JSON, r))
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(back, want) {
			t.Errorf("%q: YAML and JSON differ:\n%+v\n%+v", name, back, want)
		}
	}
}

// TestCSV: as many rows as findings, all of one width, none of them a formula.
func TestCSV(t *testing.T) {
	for name, r := range everyReport() {
		rows, err := csv.NewReader(bytes.NewReader(render(t, CSV, r))).ReadAll()
		if err != nil {
			t.Errorf("%q: %v", name, err)
			continue
		}
		want := 1
		for _, x := range r.Results {
			want += max(len(x.Findings), 1) + len(x.Waived)
		}
		if len(rows) != want || !slices.Equal(rows[0], csvColumns()) {
			t.Errorf("%q: %d rows, want %d, under %v", name, len(rows), want, rows[0])
		}
		for _, row := range rows {
			for _, c := range row {
				if c := strings.TrimLeft(c, " "); c != "" && strings.ContainsAny(c[:1], "=+-@\t\r") || strings.HasPrefix(c, "＝") {
					t.Errorf("%q: a spreadsheet takes %q for a formula", name, c)
				}
			}
		}
	}
}

// TestPrometheus: Prometheus' own parser reads it, no series is there twice, and the
// numbers are the report's.
func TestPrometheus(t *testing.T) {
	for name, r := range everyReport() {
		parser := expfmt.NewTextParser(model.LegacyValidation)
		families, err := parser.TextToMetricFamilies(bytes.NewReader(render(t, Prometheus, r)))
		if err != nil {
			t.Errorf("%q: %v", name, err)
			continue
		}
		seen := map[string]bool{}
		gaps := 0.0
		for metric, f := range families {
			if !strings.HasPrefix(metric, "kready_") || f.GetHelp() == "" {
				t.Errorf("%q: %s has no help or prefix", name, metric)
			}
			for _, m := range f.Metric {
				key := metric
				for _, l := range m.Label {
					key += "\x00" + l.GetName() + "\x00" + l.GetValue()
				}
				if seen[key] {
					t.Errorf("%q: twice: %q", name, key)
				}
				seen[key] = true
				if metric == "kready_gaps" {
					gaps += m.GetGauge().GetValue()
				}
			}
		}
		if int(gaps) != r.Verdict.Counts.Gap {
			t.Errorf("%q: %v gaps, want %d", name, gaps, r.Verdict.Counts.Gap)
		}
		if got, want := len(families["kready_check_status"].GetMetric()), len(r.Results); got != want {
			t.Errorf("%q: %d checks, want %d", name, got, want)
		}
	}
}

// TestSameVerdict: JUnit is red exactly when the exit code is not 0, for every report and
// every way of reaching a verdict.
func TestSameVerdict(t *testing.T) {
	for name, want := range everyVerdict() {
		out := junitOf(t, want)
		if red := out.Failures+out.Errors > 0; red != (want.Verdict.ExitCode != 0) {
			t.Errorf("%s: exit code %d, and JUnit has %d failures, %d errors", name, want.Verdict.ExitCode, out.Failures, out.Errors)
		}
	}
}

// TestNothingIsLost: what counts and what is waived is in every format, by its id.
func TestNothingIsLost(t *testing.T) {
	for name, r := range reporttest.Samples() {
		for _, f := range All() {
			out := string(renderAs(t, f, r))
			for _, x := range r.Results {
				if x.Status != "pass" && x.Status != "skip" && !strings.Contains(out, x.ID) {
					t.Errorf("%s as %s does not say %s", name, f.Name, x.ID)
				}
			}
		}
	}
}
