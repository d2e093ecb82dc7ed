package format

import (
	"fmt"
	"html"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"

	"github.com/kready/kready/internal/report"
	"github.com/kready/kready/internal/report/reporttest"

	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
)

var (
	// reference is what GitHub makes a mention, a link to an issue or a link of in plain text.
	reference = regexp.MustCompile(`@[A-Za-z0-9]|#\d|GH-\d|://|www\.`)
	// ourHTML is all the HTML that a report may hold.
	ourHTML = regexp.MustCompile(`^(<details>\n<summary>\d+ (should|nice-to)-have gaps?</summary>\n|</details>\n)$`)
	hTags   = regexp.MustCompile(`<[^>]*>`)
)

// TestMarkdownIsText: a parser of GitHub's Markdown finds no HTML but ours, no link, no
// picture, no mention, and as many headings, table rows and cells as in a report with plain
// names.
func TestMarkdownIsText(t *testing.T) {
	want := shapeOf(t, "plain", render(t, Markdown, nastyReport("plain")))
	for name, r := range everyReport() {
		got := shapeOf(t, name, render(t, Markdown, r))
		// A name that is empty once it is cleaned leaves an item out; that is no break-out.
		if strings.HasPrefix(name, "nasty ") && strings.TrimSpace(name) != "nasty" && got != want {
			t.Errorf("%q changes the form of the report: %+v, want %+v\n%s", name, got, want, render(t, Markdown, r))
		}
	}
}

// shape counts what a text is made of.
type shape struct{ headings, tables, rows, cells, lists, items, code int }

func shapeOf(t *testing.T, name string, doc []byte) shape {
	t.Helper()
	var s shape
	root := goldmark.New(goldmark.WithExtensions(extension.GFM)).Parser().Parse(text.NewReader(doc))
	err := ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.RawHTML, *ast.Link, *ast.AutoLink, *ast.Image, *ast.Blockquote, *ast.ThematicBreak, *extast.Strikethrough, *extast.TaskCheckBox, *ast.LinkReferenceDefinition:
			t.Errorf("%q: %s in\n%s", name, n.Kind(), doc)
		case *ast.HTMLBlock:
			if own := string(n.Lines().Value(doc)); !ourHTML.MatchString(own) {
				t.Errorf("%q: HTML %q", name, own)
			}
		case *ast.Heading:
			s.headings++
		case *extast.Table:
			s.tables++
		case *extast.TableRow:
			s.rows++
		case *extast.TableCell:
			s.cells++
		case *ast.List:
			s.lists++
		case *ast.ListItem:
			s.items++
		case *ast.CodeSpan:
			s.code++
			return ast.WalkSkipChildren, nil
		}
		return ast.WalkContinue, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	var page strings.Builder
	if err := goldmark.New(goldmark.WithExtensions(extension.GFM)).Convert(doc, &page); err != nil {
		t.Fatal(err)
	}
	outside := regexp.MustCompile(`(?s)<code.*?</code>`).ReplaceAllString(page.String(), "")
	if found := reference.FindString(html.UnescapeString(hTags.ReplaceAllString(outside, ""))); found != "" {
		t.Errorf("%q: GitHub makes something of %q", name, found)
	}
	return s
}

// TestMarkdownFits: the biggest report fits into a comment, is whole where it ends, and says
// how much it left out.
func TestMarkdownFits(t *testing.T) {
	const comment = 65_536
	var results []check.Result
	for i := range 400 {
		tier := check.Tiers()[i%3]
		results = append(results, reporttest.Result(fmt.Sprintf("dns/check-%d", i), check.LevelHealthy, tier,
			check.Gap(strings.Repeat("é", 2000), check.Finding{Object: facts.ObjectRef{Kind: "Pod", Name: strings.Repeat("@", 253)}, Message: strings.Repeat("|", 3000)})))
	}
	r := report.New(report.Target{Name: strings.Repeat("x", 100_000)}, results, nil, nil, report.Options{FailOn: "must", Requirement: func(string) check.Requirement { return check.Required }})
	doc := string(render(t, Markdown, r))
	if n := utf8.RuneCountInString(doc); n > comment || n < comment/2 {
		t.Errorf("%d characters, and a comment has room for %d", n, comment)
	}
	if strings.Count(doc, "<details>") != strings.Count(doc, "</details>") {
		t.Error("something folded has no end")
	}
	if !regexp.MustCompile(`(?s)\nThis is cut to fit a comment: \d+ parts were left out\. .*\n$`).MatchString(doc) {
		t.Errorf("it does not say what is missing: …%s", doc[max(0, len(doc)-300):])
	}
	shapeOf(t, "big", []byte(doc))
}

func TestInline(t *testing.T) {
	for in, want := range map[string]string{
		"kube-proxy's mode":  "kube-proxy's mode",
		"- 1. a":             `\- 1. a`,
		"12. a":              `12\. a`,
		"1.14.6 → 1.15.0":    "1.14.6 → 1.15.0",
		"<b>|@me":            "&lt;b&gt;&#124;@&#8203;me",
		"a_b *c* [d](e) `f`": `a\_b \*c\* \[d\](e) &#96;f&#96;`,
		"  \n ":              "",
	} {
		if got := inline(in); got != want {
			t.Errorf("inline(%q) = %q, want %q", in, got, want)
		}
	}
	for in, want := range map[string]string{
		"run `kubectl get -A`, then @me": "run `kubectl get -A`, then @&#8203;me",
		"an odd ` tick":                  "an odd &#96; tick",
		"- a":                            `\- a`,
	} {
		if got := prose(in); got != want {
			t.Errorf("prose(%q) = %q, want %q", in, got, want)
		}
	}
	if got, want := span("a``b"), "```a``b```"; got != want {
		t.Errorf("span: %q, want %q", got, want)
	}
}
