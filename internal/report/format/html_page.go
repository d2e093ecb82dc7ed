package format

import (
	"strconv"
	"strings"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/webpage"
)

// htmlPage writes a view as markup, part by part.
type htmlPage struct{ webpage.Markup }

func (p *htmlPage) page(v htmlView, parts []Part) {
	p.header(v)
	p.Add("\n<main id=\"main\" tabindex=\"-1\">\n")
	p.tabs(parts)
	p.Add("<div id=\"report\" class=\"part\">\n")
	p.ladder(v.Ladder)
	p.Add("\n")
	if v.Baseline != nil {
		p.baseline(*v.Baseline)
	}
	p.filters(v.Filters)
	for _, s := range v.Sections {
		p.section(s)
	}
	p.blindSpots(v)
	p.waivers(v.Waivers)
	p.Add("\n</div>")
	for _, part := range parts {
		p.Add("\n<div id=\"{}\" class=\"part\">\n", part.ID)
		p.AddHTML(part.Body)
		p.Add("\n</div>")
	}
	p.Add("\n</main>\n<footer>\n<p>Written by kready {}. This page is one file: it loads nothing and tells nobody. <code>kready explain ID</code> says the same of a check in a terminal.</p>\n</footer>", v.Tool)
}

// tabs lead to the parts of the page. Its script shows them, and one part at a time; without it the
// parts follow each other.
func (p *htmlPage) tabs(parts []Part) {
	if len(parts) == 0 {
		return
	}
	p.Add("<div id=\"tabs\" role=\"tablist\" aria-label=\"Parts of this page\" hidden>\n<button type=\"button\" role=\"tab\" id=\"tab-report\" data-part=\"report\">Report</button>")
	for _, part := range parts {
		p.Add("\n<button type=\"button\" role=\"tab\" id=\"{}\" data-part=\"{}\">{} <span class=\"number\">{}</span></button>", "tab-"+part.ID, part.ID, part.Title, part.Number)
	}
	p.Add("\n</div>\n")
}

// header says what was looked at, and what came out.
func (p *htmlPage) header(v htmlView) {
	p.Add("<a class=\"to-main\" href=\"#main\">To the report</a>\n<header>\n<p class=\"eyebrow\">kready · {}</p>\n<h1>{}</h1>\n", v.Eyebrow, v.Name)
	for _, items := range [][]string{v.Details, v.Run} {
		p.Add("<ul class=\"about\">")
		for _, item := range items {
			p.Add("<li>{}</li>", item)
		}
		p.Add("\n</ul>\n")
	}
	p.Add("<p class=\"verdict {}\"><strong>{}</strong> <span>{}</span></p>", v.Status, v.Verdict, v.Meaning)
	if len(v.Counts) > 0 {
		p.Add("\n<nav aria-label=\"Results by what became of them\">\n<ul class=\"counts\">")
		for _, c := range v.Counts {
			p.Add("\n<li><a href=\"{}\"><b>{}</b> {}</a>", "#"+c.Section, c.Number, c.Noun)
			if c.Trend != "" {
				p.Add(" <small>{}</small>", c.Trend)
			}
			p.Add("</li>")
		}
		p.Add("\n</ul>\n</nav>")
	}
	p.Add("\n</header>\n")
}

// ladder writes the table of batteries.
func (p *htmlPage) ladder(rungs []htmlRung) {
	p.Add(`<section aria-labelledby="ladder">
<h2 id="ladder">The ladder</h2>
<table class="ladder" role="table" aria-labelledby="ladder">
<thead role="rowgroup">
<tr role="row"><th role="columnheader" scope="col">Battery</th>`)
	for _, level := range check.Levels() {
		name := string(level)
		p.Add("<th role=\"columnheader\" scope=\"col\" class=\"level\">{} <button type=\"button\" class=\"tip\" aria-describedby=\"{}\"><span aria-hidden=\"true\">?</span><span class=\"unseen\">what that means</span></button><span role=\"tooltip\" id=\"{}\">{}</span></th>",
			levelTitle(level), "level-"+name, "level-"+name, level.Meaning())
	}
	p.Add(`</tr>
</thead>
<tbody role="rowgroup">`)
	for _, r := range rungs {
		p.Add("\n<tr role=\"row\">\n<th role=\"rowheader\" scope=\"row\"><b>{}</b>", r.Name)
		if !r.Required {
			p.Add(" <i>optional</i>")
		}
		if r.Products != "" {
			p.Add("<small>{}</small>", r.Products)
		}
		p.Add("</th>")
		for _, s := range r.Steps {
			p.step(s)
		}
		p.Add("\n</tr>")
	}
	p.Add("\n</tbody>\n</table>\n<p class=\"legend\">GAP is a must-have, gap a lesser one; – is not there to judge, or was not asked.</p>\n<dl class=\"levels\">")
	for _, level := range check.Levels() {
		p.Add("\n<dt>{}</dt><dd>{}</dd>", string(level), level.Meaning())
	}
	p.Add("\n</dl>\n</section>\n")
}

// levelTitle is the head of a column.
func levelTitle(level check.Level) string {
	return strings.ToUpper(string(level[:1])) + string(level[1:])
}

// step writes one level of one battery.
func (p *htmlPage) step(s htmlStep) {
	p.Add("\n<td role=\"cell\" class=\"step {}\">", s.Class)
	switch {
	case s.Check != "":
		p.Add("<a href=\"{}\">{}<span class=\"unseen\">: {}</span></a>", s.Href, s.Word, s.Check)
	case s.Word != "":
		p.Add("<span>{}</span>", s.Word)
	default:
		p.Add("<span aria-hidden=\"true\">–</span><span class=\"unseen\">not judged here</span>")
	}
	if s.Was != "" {
		p.Add("<em class=\"was\">was {}</em>", s.Was)
	}
	p.Add("<small aria-hidden=\"true\">{}</small></td>", s.Level)
}

// baseline writes what changed since an earlier report.
func (p *htmlPage) baseline(b htmlBaseline) {
	p.Add("<section aria-labelledby=\"baseline\">\n<h2 id=\"baseline\">Since the baseline</h2>\n<p class=\"lead\">{}</p>", b.Source)
	for _, note := range b.Notes {
		p.Add("\n<p>{}</p>", note)
	}
	if len(b.Entries) > 0 {
		p.Add("\n<ul class=\"waivers\">")
		for _, n := range b.Entries {
			p.entry(n)
		}
		p.Add("\n</ul>")
	} else {
		p.Add("\n<p>Nothing changed.</p>")
	}
	for _, lone := range b.Lone {
		p.Add("\n<p>{}</p>", lone)
	}
	p.Add("\n</section>\n\n")
}

// entry writes one change.
func (p *htmlPage) entry(n htmlEntry) {
	p.Add("\n<li><span class=\"badge {}\">{}</span> ", n.Status, n.Label)
	p.linked(n.Href, n.Subject)
	p.Add("{}", n.Detail)
	if n.Also != "" {
		p.Add(", and with it {}", n.Also)
	}
	if len(n.Found) > 0 {
		p.Add("<ul class=\"seen\">")
		for _, f := range n.Found {
			p.Add("<li><b>{}</b> {}</li>", f.Mark, f.Text)
		}
		p.Add("</ul>")
	}
	p.Add("</li>")
}

// linked writes a name that leads somewhere, or stands in bold when href is "".
func (p *htmlPage) linked(href, name string) {
	if href == "" {
		p.Add("<b>{}</b>", name)
		return
	}
	p.Add("<a href=\"{}\">{}</a>", href, name)
}

// filters writes the form that the page's script shows.
func (p *htmlPage) filters(f htmlFilters) {
	p.Add(`<form id="filters" role="search" aria-label="Find checks" hidden>
<p class="line"><label class="grow">Search <input type="search" id="search" autocomplete="off" spellcheck="false"></label>
<label>Battery <select id="battery"><option value="">all</option>`)
	for _, battery := range f.Batteries {
		p.Add("<option>{}</option>", battery)
	}
	p.Add("</select></label></p>\n<div class=\"line\">\n<fieldset><legend>Tier</legend>")
	for _, c := range f.Tiers {
		p.Add("<label><input type=\"checkbox\" name=\"tier\" value=\"{}\" checked> {}</label>", c.Value, c.Label)
	}
	p.Add("</fieldset>\n<fieldset><legend>Status</legend>")
	for _, c := range f.Statuses {
		p.Add("<label><input type=\"checkbox\" name=\"status\" value=\"{}\" checked> {}</label>", c.Value, c.Label)
	}
	p.Add(`</fieldset>
<p class="buttons"><button type="button" id="unfold">Unfold all</button> <button type="button" id="fold">Fold all</button> <button type="reset" id="show">Show all</button></p>
</div>
</form>
<p id="found" role="status" aria-live="polite"></p>

`)
}

// section writes the checks that share an outcome.
func (p *htmlPage) section(s htmlSection) {
	number := strconv.Itoa(len(s.Checks))
	if s.Quiet {
		p.Add("\n<section class=\"checks quiet\" aria-labelledby=\"{}\">\n<details class=\"more\">\n<summary><h2 id=\"{}\">{} <span class=\"number\">{}</span></h2></summary>\n",
			s.ID, s.ID, s.Title, number)
	} else {
		p.Add("\n<section class=\"checks\" aria-labelledby=\"{}\">\n<h2 id=\"{}\">{} <span class=\"number\">{}</span></h2>", s.ID, s.ID, s.Title, number)
		if s.Lead != "" {
			p.Add("\n<p class=\"lead\">{}</p>", s.Lead)
		}
		p.Add("\n")
	}
	for _, c := range s.Checks {
		p.check(c)
	}
	if s.Quiet {
		p.Add("\n</details>")
	}
	p.Add("\n</section>\n")
}

// blindSpots writes what could not be read, and what would help.
func (p *htmlPage) blindSpots(v htmlView) {
	if len(v.BlindSpots) == 0 {
		return
	}
	p.Add("\n<section aria-labelledby=\"blind-spots\">\n<h2 id=\"blind-spots\">Blind spots</h2>\n<p class=\"lead\">What could not be read, and why.</p>")
	for _, b := range v.BlindSpots {
		p.Add("\n<h3>{}</h3>\n<ul class=\"seen\">", b.Title)
		for _, w := range b.What {
			p.Add("\n<li><code>{}</code>", w.Object)
			if w.Message != "" {
				p.Add(": {}", w.Message)
			}
			p.Add("</li>")
		}
		p.Add("\n</ul>")
		if b.Help != "" {
			p.Add("\n<p>{}</p>", b.Help)
		}
	}
	for _, line := range v.Unlocks {
		p.Add("\n<p>{}</p>", line)
	}
	if v.UnlockCommand != "" {
		p.Add("\n<p><code>{}</code></p>", v.UnlockCommand)
	}
	p.Add("\n</section>")
}

// waivers writes all waivers, with what is wrong about those that cover nothing.
func (p *htmlPage) waivers(all []htmlWaiver) {
	if len(all) == 0 {
		return
	}
	p.Add("\n<section aria-labelledby=\"waivers\">\n<h2 id=\"waivers\">Waivers</h2>\n<p class=\"lead\">All that the configuration holds.</p>\n<ul class=\"waivers\">")
	for _, w := range all {
		p.Add("\n<li><span class=\"badge {}\">{}</span> ", w.State, w.State)
		if w.Complaint != "" {
			p.Add("<strong>{}</strong> The reason given: {}", w.Complaint, w.Reason)
		} else {
			p.linked(w.Href, w.What)
			p.Add(", until {} by {}. {}", w.Expires, w.Owner, w.Reason)
		}
		p.Add("</li>")
	}
	p.Add("\n</ul>\n</section>")
}
