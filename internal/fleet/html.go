package fleet

import (
	_ "embed"
	"io"
	"strings"

	"github.com/kready/kready/internal/text"
	"github.com/kready/kready/internal/webpage"
)

//go:embed html/fleet.css
var htmlStyle string

// HTML writes the fleet as one page that loads nothing and runs nothing.
func HTML(w io.Writer, f Fleet) error {
	word, meaning := f.Verdict.Headline()
	number := text.Counted(len(f.Clusters), "cluster", "clusters")
	var p htmlPage
	p.Add("<a class=\"to-main\" href=\"#main\">To the matrix</a>\n<header>\n<p class=\"eyebrow\">kready · Fleet</p>\n<h1>{}</h1>\n", number)
	p.Add("<ul class=\"about\"><li>profile {}</li></ul>\n<p class=\"verdict {}\"><strong>{}</strong> <span>{}</span></p>\n</header>\n",
		text.Clean(f.Profile), f.Verdict.status(), word, meaning)
	p.Add("\n<main id=\"main\" tabindex=\"-1\">\n")
	p.clusters(f.Clusters)
	p.matrix(f)
	p.drift(f.Drift)
	p.Add("\n</main>\n<footer>\n<p>Written by kready {}. This page is one file: it loads nothing and tells nobody.</p>\n</footer>\n", text.Clean(f.Tool))
	return webpage.Page{Title: "Fleet of " + number + ": " + word, Style: htmlStyle, Body: p.HTML()}.Write(w)
}

// htmlPage writes a fleet as markup, part by part.
type htmlPage struct{ webpage.Markup }

// clusters says what each cluster is, and what came out.
func (p *htmlPage) clusters(all []Cluster) {
	p.Add("<section aria-labelledby=\"clusters\">\n<h2 id=\"clusters\">The clusters</h2>\n<ul class=\"clusters\">")
	for _, c := range all {
		word, status := c.headline()
		p.Add("\n<li><span class=\"badge {}\">{}</span> <div><b>{}</b>\n", status, word, text.Clean(c.Name))
		if c.Verdict == nil {
			p.Add("<p>{}</p></div></li>", text.Clean(c.Error))
			continue
		}
		p.Add("<ul class=\"about\">")
		for _, detail := range c.Target.Details() {
			p.Add("<li>{}</li>", text.Clean(detail))
		}
		p.Add("</ul>\n<p>{}</p></div></li>", c.Verdict.Tally())
	}
	p.Add("\n</ul>\n</section>")
}

// matrix writes a table with a row for each battery and a column for each cluster.
func (p *htmlPage) matrix(f Fleet) {
	if len(f.Batteries) == 0 {
		return
	}
	p.Add(`

<section aria-labelledby="matrix">
<h2 id="matrix">The matrix</h2>
<div class="wide" role="region" aria-label="All clusters; scrolls sideways" tabindex="0">
<table class="matrix">
<thead>
<tr><th scope="col">Battery</th>`)
	for _, c := range f.Clusters {
		p.Add("<th scope=\"col\">{}</th>", text.Clean(c.Name))
	}
	p.Add("</tr>\n</thead>\n<tbody>\n<tr><th scope=\"row\">verdict</th>")
	for _, c := range f.Clusters {
		word, status := c.headline()
		p.Add("<td class=\"{}\"><b>{}</b>", status, word)
		if c.Verdict == nil {
			p.Add("<small>{}</small>", text.Clean(c.Error))
		}
		p.Add("</td>")
	}
	p.Add("</tr>")
	for _, b := range f.Batteries {
		p.Add("\n<tr><th scope=\"row\">{}", text.Clean(b.Name))
		if !b.Required {
			p.Add(" <i>optional</i>")
		}
		p.Add("</th>")
		for _, c := range b.Cells {
			p.cell(c)
		}
		p.Add("</tr>")
	}
	p.Add("\n</tbody>\n</table>\n</div>\n<p class=\"legend\">“present, then GAP” is what is established, and what stands above it. GAP is a must-have, gap a lesser one; - is not there to judge, or was not asked.</p>\n</section>")
}

// cell writes one battery of one cluster.
func (p *htmlPage) cell(c Cell) {
	class := text.Clean(c.Status())
	if c.Must {
		class += " must"
	}
	p.Add("\n<td class=\"{}\">", class)
	if !c.Judged {
		p.Add("<span aria-hidden=\"true\">?</span><span class=\"unseen\">not reached</span></td>")
		return
	}
	p.Add("<b>{}</b>", text.Clean(c.Progress()))
	if c.Then != "" {
		p.Add(" <span class=\"at\">at {}</span>", text.Clean(c.At))
	}
	for _, product := range c.Products {
		p.Add("<small>{}</small>", text.Clean(product.String()))
	}
	p.Add("</td>")
}

// drift says where the clusters differ.
func (p *htmlPage) drift(all []Drift) {
	if len(all) == 0 {
		return
	}
	p.Add("\n\n<section aria-labelledby=\"drift\">\n<h2 id=\"drift\">Drift</h2>\n<p class=\"lead\">Where the clusters differ. Those that were not reached are left out.</p>")
	for _, d := range all {
		p.Add("\n<h3>{}</h3>\n<ul>", text.Clean(d.Title()))
		for _, v := range d.Values {
			var names []string
			for _, name := range v.Clusters {
				names = append(names, text.Clean(name))
			}
			p.Add("\n<li><b>{}</b> on {}</li>", text.Clean(v.Value), strings.Join(names, ", "))
		}
		p.Add("\n</ul>")
	}
	p.Add("\n</section>")
}
