package landing

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/kready/kready/internal/output"
	"github.com/kready/kready/internal/report"
	"github.com/kready/kready/internal/report/format"
	"github.com/kready/kready/internal/text"
)

// Formats are those of the judgement of several services.
func Formats() []output.Format[Landing] {
	return []output.Format[Landing]{
		output.Text(Text),
		output.JSON[Landing]("for scripts: the matrix, and each service's report"),
		output.New("csv", "a row for each requirement of each service", ".csv", CSV),
		output.New("markdown", "for a comment or a job's summary", ".md", Markdown),
		output.New("html", "one page", ".html", HTML),
		output.New("sarif", "a run for each service, at the lines of its manifests", ".sarif", func(w io.Writer, l Landing) error { return format.SARIFOf(w, l.Reports) }),
		output.New("junit", "a suite for each service", ".junit.xml", func(w io.Writer, l Landing) error { return format.JUnitOf(w, l.Reports) }),
	}
}

// CSV writes a row for each finding of each service, and one for each requirement without any.
func CSV(w io.Writer, l Landing) error {
	out := csv.NewWriter(w)
	rows := [][]string{{"service", "requirement", "tier", "status", "file", "line", "object", "by", "message"}}
	for _, r := range l.Reports {
		for _, x := range r.Results {
			row := func(f report.Finding) []string {
				line := ""
				if f.Line > 0 {
					line = strconv.Itoa(f.Line)
				}
				return []string{r.Service.Name, x.ID, x.Tier, x.StatusOrWaived(), f.File, line, f.Object.String(), f.By, f.Message}
			}
			if len(x.Findings) == 0 {
				rows = append(rows, row(report.Finding{Message: x.Reason}))
			}
			for _, f := range x.Findings {
				rows = append(rows, row(f))
			}
		}
	}
	for _, row := range rows {
		for i := range row {
			row[i] = format.Cell(row[i])
		}
	}
	if err := out.WriteAll(rows); err != nil {
		return fmt.Errorf("writing the services as CSV: %w", err)
	}
	return nil
}

// markdownRows is how many rows a table of Markdown has at most.
const markdownRows = 50

// Markdown writes the verdict, what blocks most, and the matrix.
func Markdown(w io.Writer, l Landing) error {
	clean := func(s string) string { return format.EscapeMarkdown(text.Clean(s)) }
	word, _, meaning := l.Verdict.Headline()
	var b strings.Builder
	fmt.Fprintf(&b, "## kready: %s\n\n**%s** on %s: %s.\n", text.Counted(len(l.Services), "service", "services"), word, clean(l.Target.Name), meaning)
	if len(l.Blockers) > 0 {
		b.WriteString("\n### What blocks most\n\n| requirement | tier | services | |\n| --- | --- | --- | --- |\n")
	}
	for i, x := range l.Blockers {
		if i == markdownRows {
			fmt.Fprintf(&b, "\nAnd %d more.\n", len(l.Blockers)-i)
			break
		}
		fmt.Fprintf(&b, "| %s | %s | %d of %d | %s |\n", clean(x.ID), x.Tier, len(x.Services), len(l.Services), clean(text.Few(x.Services)))
	}
	if len(l.Questions) > 0 {
		b.WriteString("\n### What could not be judged\n\n| requirement | tier | services | | why |\n| --- | --- | --- | --- | --- |\n")
	}
	for i, x := range l.Questions {
		if i == markdownRows {
			fmt.Fprintf(&b, "\nAnd %d more.\n", len(l.Questions)-i)
			break
		}
		fmt.Fprintf(&b, "| %s | %s | %d of %d | %s | %s |\n", clean(x.ID), x.Tier, len(x.Services), len(l.Services), clean(text.Few(x.Services)), clean(x.why()))
	}
	used := l.used()
	b.WriteString("\n### The services\n\n| service | |")
	for _, i := range used {
		fmt.Fprintf(&b, " %s |", clean(l.Batteries[i]))
	}
	b.WriteString("\n| --- | --- |" + strings.Repeat(" --- |", len(used)) + "\n")
	for n, at := range l.worst() {
		if n == markdownRows {
			fmt.Fprintf(&b, "\nAnd %d more.\n", len(l.Services)-n)
			break
		}
		s := l.Services[at]
		fmt.Fprintf(&b, "| %s | %s |", clean(s.Name), s.Word)
		for _, i := range used {
			fmt.Fprintf(&b, " %s |", s.Cells[i].mark())
		}
		b.WriteString("\n")
	}
	b.WriteString("\nGAP is a must-have that is not met, gap a lesser one, ? could not be judged; - is not asked for.\n")
	if _, err := io.WriteString(w, b.String()); err != nil {
		return fmt.Errorf("writing the services as Markdown: %w", err)
	}
	return nil
}
