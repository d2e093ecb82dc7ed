package fleet

import (
	"bytes"
	"encoding/csv"
	"io"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"golang.org/x/net/html"

	"github.com/kready/kready/internal/golden"
	"github.com/kready/kready/internal/output"
)

func render(t *testing.T, write func(io.Writer, Fleet) error, f Fleet) string {
	t.Helper()
	var b bytes.Buffer
	if err := write(&b, f); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// content is what is a fleet's own on its page.
func content(w io.Writer, f Fleet) error {
	var b strings.Builder
	if err := HTML(&b, f); err != nil {
		return err
	}
	_, body, _ := strings.Cut(b.String(), "<body>\n")
	_, err := io.WriteString(w, body)
	return err
}

func textOf(o output.Options) func(io.Writer, Fleet) error {
	return func(w io.Writer, f Fleet) error { return Text(w, f, o) }
}

// TestGolden: each format has a golden file for each fleet.
func TestGolden(t *testing.T) {
	for name, f := range fleets() {
		for _, known := range Formats() {
			write := content // style is a file of its own
			if known.Name != "html" {
				write = func(w io.Writer, f Fleet) error { return known.Write(w, f, output.Options{}) }
			}
			got := render(t, write, f)
			golden.Compare(t, filepath.Join("testdata", name+known.Extension), []byte(got))
		}
	}
}

// TestTextFits: whatever the names, no line is wider than a terminal, nothing raw reaches
// it, and colour says nothing.
func TestTextFits(t *testing.T) {
	paint := regexp.MustCompile(`\x1b\[[0-9;]*m`)
	for name, f := range fleets() {
		plain := render(t, textOf(output.Options{}), f)
		for line := range strings.Lines(plain) {
			if n := utf8.RuneCountInString(strings.TrimSuffix(line, "\n")); n > width {
				t.Errorf("%s: %d columns: %s", name, n, line)
			}
			if strings.ContainsAny(line, "\x1b\u202e") || strings.HasSuffix(line, " \n") {
				t.Errorf("%s: %q", name, line)
			}
		}
		painted := render(t, textOf(output.Options{Color: true}), f)
		if !paint.MatchString(painted) || paint.ReplaceAllString(painted, "") != plain {
			t.Errorf("%s: colour changes the text:\n%s", name, painted)
		}
	}
}

func TestSchema(t *testing.T) {
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(Schema()))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("fleet.json", doc); err != nil {
		t.Fatal(err)
	}
	compiled, err := compiler.Compile("fleet.json")
	if err != nil {
		t.Fatal(err)
	}
	for name, f := range fleets() {
		text := render(t, func(w io.Writer, f Fleet) error { return output.WriteJSON(w, f) }, f)
		value, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		if err := compiled.Validate(value); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		more, err := jsonschema.UnmarshalJSON(strings.NewReader(strings.Replace(text, "{", `{"more": 1,`, 1)))
		if err != nil {
			t.Fatal(err)
		}
		if compiled.Validate(more) == nil {
			t.Errorf("%s: the schema lets anything through", name)
		}
	}
}

// TestCSVIsNoFormula: a spreadsheet computes nothing of what a cluster says.
func TestCSVIsNoFormula(t *testing.T) {
	for name, f := range fleets() {
		rows, err := csv.NewReader(strings.NewReader(render(t, CSV, f))).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		if len(rows) < 2 {
			t.Errorf("%s: %d rows", name, len(rows))
		}
		for _, row := range rows {
			for _, cell := range row {
				if cell != "" && strings.ContainsRune("=+@\t\r", rune(cell[0])) || strings.HasPrefix(cell, "-") {
					t.Errorf("%s: the cell %q is a formula", name, cell)
				}
			}
		}
	}
}

// TestHTMLIsHostileProof: names stay texts, and the page has nothing to load, and nothing to run but its own.
func TestHTMLIsHostileProof(t *testing.T) {
	page := render(t, HTML, fleets()["hostile"])
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	texts, scripts := 0, 0
	for n := range root.Descendants() {
		if n.Type == html.TextNode && strings.Contains(n.Data, "<script>alert(1)</script>") {
			texts++
		}
		if n.Type != html.ElementNode {
			continue
		}
		switch n.Data {
		case "script":
			scripts++
		case "img", "iframe", "link", "object", "svg":
			t.Errorf("there is a <%s>", n.Data)
		}
		for _, a := range n.Attr {
			if strings.HasPrefix(a.Key, "on") || a.Key == "style" || a.Key == "src" || a.Key == "href" && a.Val != "#main" {
				t.Errorf("<%s> has the attribute %s=%q", n.Data, a.Key, a.Val)
			}
		}
	}
	if texts < 6 {
		t.Errorf("the hostile name is there %d times", texts)
	}
	if strings.ContainsAny(page, "\x1b\u202e") {
		t.Error("a control character reaches the page")
	}
	if scripts != 1 || !strings.Contains(page, "default-src &#39;none&#39;; style-src &#39;sha256-") || !strings.Contains(page, "script-src &#39;sha256-") {
		t.Errorf("the page has %d scripts, or may run or load others", scripts)
	}
}
