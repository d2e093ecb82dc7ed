package format

import (
	"bytes"
	"io"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/kready/kready/internal/golden"
	"github.com/kready/kready/internal/output"
	"github.com/kready/kready/internal/report"
	"github.com/kready/kready/internal/report/reporttest"
)

func compareGolden(t *testing.T, name string, render func(io.Writer) error) {
	t.Helper()
	var b bytes.Buffer
	if err := render(&b); err != nil {
		t.Fatal(err)
	}
	golden.Compare(t, filepath.Join("testdata", name), b.Bytes())
}

// TestFits: no line is wider than a terminal unless one word alone is, and nothing
// that a cluster says reaches the terminal raw.
func TestFits(t *testing.T) {
	for name, r := range reporttest.Samples() {
		for _, o := range everyLength() {
			for line := range strings.Lines(plainText(t, r, o)) {
				line = strings.TrimSuffix(line, "\n")
				command := strings.Contains(line, "  kubectl ") || strings.Contains(line, "  kready ") || o.Width == 0 && strings.Contains(line, " (exit ")
				if utf8.RuneCountInString(line) > o.Columns() && strings.Contains(strings.TrimSpace(line), " ") && name != "hostile" && !command {
					t.Errorf("%s %+v: %d columns: %s", name, o, utf8.RuneCountInString(line), line)
				}
				if strings.ContainsAny(line, "\x1b\u202e") {
					t.Errorf("%s: a control character reaches the terminal: %q", name, line)
				}
			}
		}
	}
}

// everyLength are the lengths of the text at several widths of a terminal.
func everyLength() []output.Options {
	var all []output.Options
	for _, width := range []int{0, 72, 120} {
		for _, o := range []output.Options{{}, {Verbose: true}, {Brief: true}, {CanAsk: true, Again: "--from 'a file.yaml'"}} {
			o.Width = width
			all = append(all, o)
		}
	}
	return all
}

func plainText(t *testing.T, r report.Report, o output.Options) string {
	t.Helper()
	var b bytes.Buffer
	if err := Text(&b, r, o); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestNoWordIsBroken: whatever the width, each line is made of words that the report holds at the
// widest.
func TestNoWordIsBroken(t *testing.T) {
	for name, r := range reporttest.Samples() {
		words := map[string]bool{}
		for _, o := range []output.Options{{Width: 500}, {Width: 500, Brief: true}, {Width: 500, Verbose: true}} {
			for word := range strings.FieldsSeq(plainText(t, r, o)) {
				words[strings.TrimRight(word, ".,;:")] = true
			}
		}
		for _, o := range everyLength() {
			o.CanAsk = false
			for word := range strings.FieldsSeq(plainText(t, r, o)) {
				if word := strings.TrimRight(word, ".,;:"); !words[word] && word != "…" {
					t.Errorf("%s %+v: %q is no word of the report", name, o, word)
				}
			}
		}
	}
}

// TestColorSaysNothing: without its colours a painted report is the plain one.
func TestColorSaysNothing(t *testing.T) {
	paint := regexp.MustCompile(`\x1b\[[0-9;]*m`)
	for name, r := range reporttest.Samples() {
		var plain, painted bytes.Buffer
		for _, o := range everyLength() {
			plain.Reset()
			painted.Reset()
			if err := Text(&plain, r, o); err != nil {
				t.Fatal(err)
			}
			o.Color = true
			if err := Text(&painted, r, o); err != nil {
				t.Fatal(err)
			}
			if !paint.Match(painted.Bytes()) {
				t.Errorf("%s: no colour", name)
			}
			if got := paint.ReplaceAll(painted.Bytes(), nil); !bytes.Equal(got, plain.Bytes()) {
				t.Errorf("%s %+v: colour changes the text:\n%s", name, o, got)
			}
		}
	}
}

// TestSchema: every report is valid by the schema that kready prints.
func TestSchema(t *testing.T) {
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(report.Schema()))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("report.json", doc); err != nil {
		t.Fatal(err)
	}
	compiled, err := compiler.Compile("report.json")
	if err != nil {
		t.Fatal(err)
	}
	for name, r := range reporttest.Samples() {
		var b bytes.Buffer
		if err := JSON(&b, r); err != nil {
			t.Fatal(err)
		}
		value, err := jsonschema.UnmarshalJSON(&b)
		if err != nil {
			t.Fatal(err)
		}
		if err := compiled.Validate(value); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}
