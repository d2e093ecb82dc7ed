package fleet

import (
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"strings"

	"github.com/kready/kready/internal/report"
	"github.com/kready/kready/internal/text"
	"github.com/kready/kready/internal/webpage"
)

//go:embed html/fleet.html.tmpl
var htmlTemplate string

//go:embed html/fleet.css
var htmlStyle string

var htmlBody = template.Must(template.New("fleet").Funcs(template.FuncMap{
	"clean":  text.Clean,
	"about":  func(t report.Target) []string { return t.Details() },
	"status": func(v report.Verdict) string { _, status, _ := v.Headline(); return status },
	"word":   func(v report.Verdict) string { word, _, _ := v.Headline(); return word },
}).Parse(htmlTemplate))

// HTML writes the fleet as one page that loads nothing and runs nothing.
func HTML(w io.Writer, f Fleet) error {
	word, meaning := f.Verdict.Headline()
	number := text.Counted(len(f.Clusters), "cluster", "clusters")
	var body strings.Builder
	err := htmlBody.Execute(&body, struct {
		Fleet
		Number, Word, Meaning, Status string
	}{f, number, word, meaning, f.Verdict.status()})
	if err != nil {
		return fmt.Errorf("writing the fleet as HTML: %w", err)
	}
	return webpage.Page{
		Title: "Fleet of " + number + ": " + word,
		Style: htmlStyle,
		Body:  template.HTML(body.String()), //nolint:gosec // html/template wrote it
	}.Write(w)
}
