package plan

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"github.com/kready/kready/internal/output"
	"github.com/kready/kready/internal/text"
)

// page is a text that keeps to some columns.
type page struct {
	bytes.Buffer
	width int
}

// Text writes the plan for a terminal.
func Text(w io.Writer, p Plan, o output.Options) error {
	b := &page{width: o.Columns()}
	t := p.Target
	fmt.Fprintf(b, "Plan for %s\n", text.Clean(t.Name))
	details := []string{"profile " + p.Profile}
	if t.DistributionTitle != "" {
		details = append([]string{t.DistributionTitle}, details...)
	}
	if t.Version != "" {
		details = append([]string{"Kubernetes " + t.Version}, details...)
	}
	fmt.Fprintf(b, "         %s\n", text.Clean(strings.Join(details, " · ")))
	p.textServices(b)
	p.textQuestions(b)
	for _, s := range p.sections() {
		fmt.Fprintf(b, "\n%s: %s\n", strings.ToUpper(s.title), s.summary())
		if s.later {
			putWrapped(b, laterNote, "")
		}
		for _, step := range s.steps {
			p.textStep(b, step)
		}
	}
	p.textAccepted(b)
	b.WriteString("\n")
	if len(p.Steps) == 0 {
		b.WriteString(p.nothingToDo() + "\n")
	} else {
		putWrapped(b, EffortNote+" Steps that do not wait for each other can be taken at once.", "")
		for _, e := range p.kinds() {
			putWrapped(b, fmt.Sprintf("%s, %s: %s", e.Kind, days(e.Low, e.High), e.Basis), "  ")
		}
	}
	_, err := w.Write(b.Bytes())
	return err
}

// nothingToDo says that there is no step.
func (p Plan) nothingToDo() string {
	if p.Narrowed {
		return "There is no gap to close among the checks asked for."
	}
	return "There is no gap to close."
}

func (p Plan) textQuestions(b *page) {
	if len(p.FindOut) == 0 {
		return
	}
	b.WriteString("\nFIND OUT FIRST\nThese could not be judged; what they hide can change the plan.\n\n")
	for _, q := range p.FindOut {
		fmt.Fprintf(b, "  ?  %s (%s)\n", text.Clean(q.Check), q.Tier)
		putWrapped(b, q.Reason, "     ")
		if len(q.Rights) > 0 {
			putWrapped(b, "Missing rights: "+strings.Join(q.Rights, ", "), "     ")
		}
		if len(q.Services) > 0 {
			putWrapped(b, "Needed by "+p.neededBy(q.Services), "     ")
		}
		if len(q.Hides) > 0 {
			putWrapped(b, "Behind it: "+strings.Join(q.Hides, ", "), "     ")
		}
	}
	if ids := p.rights(); len(ids) > 0 {
		b.WriteString("\n")
		putWrapped(b, "`kready rbac` writes the missing rights as YAML to apply; `kready check --dry-run` says whether they are enough.", "  ")
	}
}

// textServices writes a line for each service.
func (p Plan) textServices(b *page) {
	if len(p.Services) == 0 {
		return
	}
	fmt.Fprintf(b, "\nSERVICES: %s\n", p.landed())
	putWrapped(b, servicesNote, "")
	b.WriteString("\n")
	for i, s := range p.Services {
		if i == servicesMost {
			fmt.Fprintf(b, "  and %d more, which -o json names\n", len(p.Services)-i)
			break
		}
		for n, line := range text.Wrap(text.Clean(s.Name+": "+s.describe()), "    ", b.width) {
			if n == 0 {
				line = "  " + strings.TrimSpace(line)
			}
			b.WriteString(line + "\n")
		}
		if others := s.besidesLine(); others != "" {
			putWrapped(b, "besides: "+others, "    ")
		}
	}
}

// textStep writes one step.
func (p Plan) textStep(b *page, s Step) {
	number := fmt.Sprintf("%3d. ", s.Number)
	title := text.Wrap(text.Clean(s.Title), strings.Repeat(" ", len(number)), b.width)
	title[0] = number + strings.TrimSpace(title[0])
	fmt.Fprintf(b, "\n%s\n", strings.Join(title, "\n"))
	labelled(b, "Takes", fmt.Sprintf("%s (%s)", days(s.Effort.Low, s.Effort.High), s.Effort.Kind))
	if len(s.After) > 0 {
		labelled(b, "After", s.describeAfter())
	}
	if len(s.Services) > 0 {
		labelled(b, "Needed by", p.neededBy(s.Services))
	}
	for i, gap := range s.Closes {
		label := ""
		if i == 0 {
			label = "Closes"
		}
		line := gap.Check + ": " + gap.Reason
		if gap.Tier != s.Tier {
			line = gap.Check + " (" + gap.Tier + "): " + gap.Reason
		}
		labelled(b, label, line)
	}
	lines(b, "How", cleaned(text.Remedy(s.How, indent, b.width)))
	for i, c := range s.Choices {
		label := ""
		if i == 0 {
			label = "Choices"
		}
		line := c.Title
		if len(c.Reasons) > 0 {
			line += ": " + c.why()
		}
		labelled(b, label, line)
	}
	if others := s.others(); others != "" {
		labelled(b, "", others)
	}
	if len(s.Unblocks) > 0 {
		labelled(b, "Unblocks", strings.Join(s.Unblocks, ", "))
	}
}

func (p Plan) textAccepted(b *page) {
	if len(p.Accepted) == 0 {
		return
	}
	fmt.Fprintf(b, "\nACCEPTED FOR NOW: %s, not planned\n\n", text.Counted(len(p.Accepted), "waived check", "waived checks"))
	for _, a := range p.Accepted {
		putWrapped(b, fmt.Sprintf("%s until %s, %s: %s", a.Check, a.Expires, a.Owner, a.Reason), "  ")
	}
}

// indent is where the texts behind a label stand.
const indent = "               "

// labelled writes a text behind a label.
func labelled(b *page, label, s string) {
	lines(b, label, text.Wrap(text.Clean(s), indent, b.width))
}

func cleaned(lines []string) []string {
	for i := range lines {
		lines[i] = text.Clean(lines[i])
	}
	return lines
}

func lines(b *page, label string, all []string) {
	for i, line := range all {
		if i == 0 {
			line = fmt.Sprintf("     %-10s", label) + strings.TrimPrefix(line, indent)
		}
		b.WriteString(strings.TrimRight(line, " ") + "\n")
	}
}

// putWrapped writes a wrapped text.
func putWrapped(b *page, s, indent string) {
	for _, line := range text.Wrap(text.Clean(s), indent, b.width) {
		b.WriteString(line + "\n")
	}
}
