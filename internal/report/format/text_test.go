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
		var b bytes.Buffer
		if err := Text(&b, r, output.Options{Verbose: true}); err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(b.String()) {
			line = strings.TrimSuffix(line, "\n")
			if utf8.RuneCountInString(line) > output.DefaultWidth && strings.Contains(strings.TrimSpace(line), " ") && name != "hostile" {
				t.Errorf("%s: %d columns: %s", name, utf8.RuneCountInString(line), line)
			}
			if strings.ContainsAny(line, "\x1b\u202e") {
				t.Errorf("%s: a control character reaches the terminal: %q", name, line)
			}
		}
	}
}

// TestColorSaysNothing: without its colours a painted report is the plain one.
func TestColorSaysNothing(t *testing.T) {
	paint := regexp.MustCompile(`\x1b\[[0-9;]*m`)
	for name, r := range reporttest.Samples() {
		var plain, painted bytes.Buffer
		if err := Text(&plain, r, output.Options{}); err != nil {
			t.Fatal(err)
		}
		if err := Text(&painted, r, output.Options{Color: true}); err != nil {
			t.Fatal(err)
		}
		if !paint.Match(painted.Bytes()) {
			t.Errorf("%s: no colour", name)
		}
		if got := paint.ReplaceAll(painted.Bytes(), nil); !bytes.Equal(got, plain.Bytes()) {
			t.Errorf("%s: colour changes the text:\n%s", name, got)
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
