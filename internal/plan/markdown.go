package plan

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"github.com/kready/kready/internal/report/format"
)

// Markdown writes the plan as a page, for an issue or a wiki.
func Markdown(w io.Writer, p Plan) error {
	var b bytes.Buffer
	fmt.Fprintf(&b, "# Plan for %s\n\n", format.EscapeMarkdown(p.Target.Name))
	fmt.Fprintf(&b, "Profile %s. %s\n", format.EscapeMarkdown(p.Profile), EffortNote)
	p.markdownServices(&b)
	if len(p.FindOut) > 0 {
		b.WriteString("\n## Find out first\n\nThese could not be judged; what they hide can change the plan.\n\n")
		for _, q := range p.FindOut {
			fmt.Fprintf(&b, "- [ ] `%s` (%s): %s.", q.Check, q.Tier, format.EscapeMarkdown(q.Reason))
			if len(q.Rights) > 0 {
				fmt.Fprintf(&b, " Missing rights: %s.", format.EscapeMarkdown(strings.Join(q.Rights, ", ")))
			}
			if len(q.Services) > 0 {
				fmt.Fprintf(&b, " Needed by %s.", format.EscapeMarkdown(p.neededBy(q.Services)))
			}
			if len(q.Hides) > 0 {
				fmt.Fprintf(&b, " Behind it: %s.", codes(q.Hides))
			}
			b.WriteString("\n")
		}
	}
	for _, s := range p.sections() {
		fmt.Fprintf(&b, "\n## %s: %s\n", s.title, s.summary())
		if s.later {
			b.WriteString("\n" + laterNote + "\n")
		}
		for _, step := range s.steps {
			p.markdownStep(&b, step)
		}
	}
	if len(p.Steps) == 0 {
		b.WriteString("\n" + p.nothingToDo() + "\n")
	}
	if len(p.Accepted) > 0 {
		b.WriteString("\n## Accepted for now\n\n")
		for _, a := range p.Accepted {
			fmt.Fprintf(&b, "- `%s` until %s, %s: %s\n", a.Check, a.Expires, format.EscapeMarkdown(a.Owner), format.EscapeMarkdown(a.Reason))
		}
	}
	if kinds := p.kinds(); len(kinds) > 0 {
		b.WriteString("\n## How long\n\n| kind of step | days | what that takes into account |\n| --- | --- | --- |\n")
		for _, e := range kinds {
			fmt.Fprintf(&b, "| %s | %s | %s |\n", e.Kind, strings.TrimSuffix(days(e.Low, e.High), " days"), e.Basis)
		}
	}
	_, err := w.Write(b.Bytes())
	return err
}

// markdownServices writes a row for each service.
func (p Plan) markdownServices(b *bytes.Buffer) {
	if len(p.Services) == 0 {
		return
	}
	fmt.Fprintf(b, "\n## Services: %s\n\n%s\n\n| service | | besides |\n| --- | --- | --- |\n", p.landed(), servicesNote)
	for i, s := range p.Services {
		if i == servicesMost {
			fmt.Fprintf(b, "\nAnd %d more, which `-o json` names.\n", len(p.Services)-i)
			break
		}
		fmt.Fprintf(b, "| %s | %s | %s |\n", format.EscapeMarkdown(s.Name), s.describe(), format.EscapeMarkdown(s.besidesLine()))
	}
}

func (p Plan) markdownStep(b *bytes.Buffer, s Step) {
	fmt.Fprintf(b, "\n### %d. %s\n\n", s.Number, format.EscapeMarkdown(s.Title))
	fmt.Fprintf(b, "Takes %s (%s).", days(s.Effort.Low, s.Effort.High), s.Effort.Kind)
	if len(s.After) > 0 {
		fmt.Fprintf(b, " After %s.", s.describeAfter())
	}
	if len(s.Services) > 0 {
		fmt.Fprintf(b, " Needed by %s.", format.EscapeMarkdown(p.neededBy(s.Services)))
	}
	b.WriteString("\n\n")
	for _, gap := range s.Closes {
		fmt.Fprintf(b, "- [ ] `%s` (%s): %s\n", gap.Check, gap.Tier, format.EscapeMarkdown(gap.Reason))
	}
	if s.How != "" {
		fmt.Fprintf(b, "\n%s\n", strings.TrimSpace(s.How)) // kready's own text, in Markdown
	}
	if len(s.Choices) > 0 {
		b.WriteString("\nChoices:\n\n")
		for _, c := range s.Choices {
			link := format.EscapeMarkdown(c.Title)
			if strings.HasPrefix(c.Home, "https://") {
				link = fmt.Sprintf("[%s](%s)", link, c.Home)
			}
			if len(c.Reasons) > 0 {
				link += ": " + format.EscapeMarkdown(c.why())
			}
			fmt.Fprintf(b, "- %s\n", link)
		}
		if others := s.others(); others != "" {
			fmt.Fprintf(b, "- %s\n", others)
		}
	}
	if len(s.Unblocks) > 0 {
		fmt.Fprintf(b, "\nUnblocks %s.\n", codes(s.Unblocks))
	}
}

func codes(ids []string) string { return "`" + strings.Join(ids, "`, `") + "`" }
