package landing

import (
	"io"
	"strconv"

	"github.com/kready/kready/internal/report"
	"github.com/kready/kready/internal/text"
	"github.com/kready/kready/internal/webpage"
)

// HTML writes the services as one page that loads nothing: what blocks most, the matrix, and below it what
// each service lacks.
func HTML(w io.Writer, l Landing) error {
	word, _, meaning := l.Verdict.Headline()
	var p webpage.Markup
	p.Add("<header>\n<p class=\"eyebrow\">kready · Services</p>\n<h1>{}</h1>\n<p>{}: {}.</p>\n</header>\n<main id=\"main\">\n", text.Clean(l.Target.Name), word, meaning)
	if len(l.Blockers) > 0 {
		p.Add("<h2>What blocks most</h2>\n<table>\n<thead><tr><th>Requirement</th><th>Tier</th><th>Services</th></tr></thead>\n<tbody>\n")
		for _, x := range l.Blockers {
			p.Add("<tr><th scope=\"row\">{}</th><td>{}</td><td>{}: {}</td></tr>\n", text.Clean(x.ID), text.Clean(x.Tier), text.Counted(len(x.Services), "service", "services"), text.Clean(text.Few(x.Services)))
		}
		p.Add("</tbody>\n</table>\n")
	}
	if len(l.Questions) > 0 {
		p.Add("<h2>What could not be judged</h2>\n<table>\n<thead><tr><th>Requirement</th><th>Tier</th><th>Services</th><th>Why</th></tr></thead>\n<tbody>\n")
		for _, x := range l.Questions {
			p.Add("<tr><th scope=\"row\">{}</th><td>{}</td><td>{}: {}</td><td>{}</td></tr>\n", text.Clean(x.ID), text.Clean(x.Tier), text.Counted(len(x.Services), "service", "services"), text.Clean(text.Few(x.Services)), text.Clean(x.why()))
		}
		p.Add("</tbody>\n</table>\n")
	}
	used := l.used()
	p.Add("<h2>The services</h2>\n<table>\n<thead><tr><th>Service</th><th>Verdict</th>")
	for _, i := range used {
		p.Add("<th>{}</th>", text.Clean(l.Batteries[i]))
	}
	p.Add("</tr></thead>\n<tbody>\n")
	for _, at := range l.worst() {
		s := l.Services[at]
		p.Add("<tr><th scope=\"row\">{}</th><td>{}</td>", text.Clean(s.Name), s.Word)
		for _, i := range used {
			p.Add("<td>{}</td>", s.Cells[i].mark())
		}
		p.Add("</tr>\n")
	}
	p.Add("</tbody>\n</table>\n<p>GAP is a must-have that is not met, gap a lesser one, ? could not be judged; - is not asked for.</p>\n")
	for _, at := range l.worst() {
		lacks(&p, l.Reports[at])
	}
	p.Add("</main>\n<footer>\n<p>Written by kready {}. This page is one file: it loads nothing and tells nobody.</p>\n</footer>\n", text.Clean(l.Tool))
	return webpage.Page{Title: "Services on " + text.Clean(l.Target.Name) + ": " + word, Body: p.HTML()}.Write(w)
}

// lacks writes what one service lacks.
func lacks(p *webpage.Markup, r report.Report) {
	open := false
	for _, x := range r.Results {
		if x.Waiver != nil || x.Status != "gap" && x.Status != "unknown" {
			continue
		}
		if !open {
			p.Add("<h3>{}</h3>\n<ul>\n", text.Clean(r.Service.Name))
			open = true
		}
		p.Add("<li><b>{}</b> ({}, {}): {}", text.Clean(x.ID), text.Clean(x.Tier), text.Clean(x.Status), text.Clean(text.Sentence(x.Reason)))
		if len(x.Findings) > 0 {
			p.Add("\n<ul>\n")
			for _, f := range x.Findings {
				p.Add("<li><code>{}:{}</code> {}: {} <i>{}</i></li>\n", text.Clean(f.File), strconv.Itoa(f.Line), text.Clean(f.Object.String()), text.Clean(f.Message), text.Clean(f.By))
			}
			p.Add("</ul>")
		}
		p.Add("</li>\n")
	}
	if open {
		p.Add("</ul>\n")
	}
}
