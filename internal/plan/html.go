package plan

import (
	"strconv"
	"strings"

	"github.com/kready/kready/internal/report/format"
	"github.com/kready/kready/internal/text"
	"github.com/kready/kready/internal/webpage"
)

// Part returns the plan as a part of the page of the report that it was made of; its checks lead to
// their place on that page. False when there is nothing to do and nothing to find out.
func (p Plan) Part() (format.Part, bool, error) {
	if len(p.Steps)+len(p.FindOut) == 0 {
		return format.Part{}, false, nil
	}
	var b htmlPlan
	b.Add("<section aria-labelledby=\"plan-title\">\n<h2 id=\"plan-title\">The plan</h2>\n<p class=\"lead\">{} Steps that do not wait for each other can be taken at once.</p>", EffortNote)
	b.questions(p)
	for _, s := range p.sections() {
		b.Add("\n<h3>{}: {}</h3>\n<ol class=\"steps\">", s.title, s.summary())
		for _, step := range s.steps {
			if err := b.step(step); err != nil {
				return format.Part{}, false, err
			}
		}
		b.Add("\n</ol>")
	}
	if len(p.Steps) == 0 {
		b.Add("\n<p>{}</p>", p.nothingToDo())
	}
	b.Add("\n</section>")
	return format.Part{ID: "plan", Title: "Plan", Number: strconv.Itoa(len(p.Steps)), Body: b.HTML()}, true, nil
}

// htmlPlan writes a plan as markup, part by part.
type htmlPlan struct{ webpage.Markup }

// questions are what to find out first.
func (b *htmlPlan) questions(p Plan) {
	if len(p.FindOut) == 0 {
		return
	}
	b.Add("\n<h3>Find out first</h3>\n<p class=\"lead\">These could not be judged; what they hide can change the plan.</p>\n<ul class=\"seen\">")
	for _, q := range p.FindOut {
		b.Add("\n<li>")
		b.check(q.Check)
		b.Add(" ({}): {}", text.Clean(q.Tier), text.Clean(text.Sentence(q.Reason)))
		if len(q.Rights) > 0 {
			b.Add(" Missing rights: {}.", text.Clean(strings.Join(q.Rights, ", ")))
		}
		b.checks(" Behind it: ", q.Hides)
		b.Add("</li>")
	}
	b.Add("\n</ul>")
}

// step writes one step.
func (b *htmlPlan) step(s Step) error {
	b.Add("\n<li>\n<h4 id=\"{}\">{}. {}</h4>\n<p class=\"effort\">Takes {} ({}).", "step-"+strconv.Itoa(s.Number), strconv.Itoa(s.Number), text.Clean(s.Title), days(s.Effort.Low, s.Effort.High), text.Clean(s.Effort.Kind))
	if len(s.After) > 0 {
		b.Add(" After ")
		for i, n := range s.After {
			if i > 0 {
				b.Add(", ")
			}
			b.Add("<a href=\"{}\">step {}</a>", "#step-"+strconv.Itoa(n), strconv.Itoa(n))
		}
		b.Add(".")
	}
	b.Add("</p>\n<ul class=\"seen\">")
	for _, gap := range s.Closes {
		b.Add("\n<li>")
		b.check(gap.Check)
		b.Add(" ({}): {}</li>", text.Clean(gap.Tier), text.Clean(text.Sentence(gap.Reason)))
	}
	b.Add("\n</ul>\n")
	how, err := webpage.Markdown(text.CleanLines(s.How))
	if err != nil {
		return err
	}
	b.AddHTML(how)
	b.choices(s)
	if len(s.Unblocks) > 0 {
		b.Add("\n<p>")
		b.checks("Unblocks ", s.Unblocks)
		b.Add("</p>")
	}
	b.Add("\n</li>")
	return nil
}

// check leads to a check's place on the page.
func (b *htmlPlan) check(id string) {
	b.Add("<a href=\"{}\">{}</a>", format.Anchor(id), text.Clean(id))
}

// checks lead to several, behind a few words.
func (b *htmlPlan) checks(words string, ids []string) {
	for i, id := range ids {
		if i == 0 {
			b.Add("{}", words)
		} else {
			b.Add(", ")
		}
		b.check(id)
	}
	if len(ids) > 0 {
		b.Add(".")
	}
}

// choices are the products that do a step, and how to see the others.
func (b *htmlPlan) choices(s Step) {
	if len(s.Choices) == 0 {
		return
	}
	b.Add("\n<p>Choices:</p>\n<ul class=\"seen\">")
	for _, c := range s.Choices {
		if strings.HasPrefix(c.Home, "https://") {
			b.Add("\n<li><a href=\"{}\">{}</a>", c.Home, text.Clean(c.Title))
		} else {
			b.Add("\n<li><b>{}</b>", text.Clean(c.Title))
		}
		if why := c.why(); why != "" {
			b.Add(": {}", text.Clean(why))
		}
		b.Add("</li>")
	}
	if s.MoreChoices > 0 {
		b.Add("\n<li>{} more: <code>{}</code></li>", strconv.Itoa(s.MoreChoices), text.Clean(s.List))
	}
	b.Add("\n</ul>")
}
