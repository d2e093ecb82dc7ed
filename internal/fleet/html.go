package fleet

import (
	_ "embed"
	"io"
	"slices"
	"strings"

	"github.com/kready/kready/internal/report"
	"github.com/kready/kready/internal/text"
	"github.com/kready/kready/internal/webpage"
)

//go:embed html/fleet.css
var htmlStyle string

//go:embed html/fleet.js
var htmlScript string

// HTML writes the fleet as one page that loads nothing and works without its script.
func HTML(w io.Writer, f Fleet) error {
	word, meaning := f.Verdict.Headline()
	number := text.Counted(len(f.Clusters), "cluster", "clusters")
	var p htmlPage
	p.Add("<a class=\"to-main\" href=\"#main\">To the report</a>\n<header>\n<p class=\"eyebrow\">kready · Fleet</p>\n<h1>{}</h1>\n", number)
	p.Add("<ul class=\"about\"><li>{}</li></ul>\n<p class=\"verdict {}\"><strong>{}</strong> <span>{}</span></p>\n</header>\n",
		text.Clean(f.judgedFor()), f.Verdict.status(), word, meaning)
	p.Add("\n<main id=\"main\" tabindex=\"-1\">\n")
	if f.Baseline != nil {
		p.changes(*f.Baseline)
	}
	p.gaps(f)
	p.groups(f)
	p.matrix(f)
	p.drift(f.Drift)
	p.Add("\n</main>\n<footer>\n<p>Written by kready {}. This page is one file: it loads nothing and tells nobody.</p>\n</footer>\n", text.Clean(f.Tool))
	return webpage.Page{Title: "Fleet of " + number + ": " + word, Style: htmlStyle, Script: htmlScript, Body: p.HTML()}.Write(w)
}

// htmlPage writes a fleet as markup, part by part.
type htmlPage struct{ webpage.Markup }

// matrix writes a table with a row for each cluster and a column for each battery.
func (p *htmlPage) matrix(f Fleet) {
	p.Add("\n\n<section aria-labelledby=\"matrix\">\n<h2 id=\"matrix\">The matrix</h2>\n")
	p.filters(f)
	p.Add(`<div class="wide" role="region" aria-label="All clusters; scrolls" tabindex="0">
<table class="matrix" role="table" aria-labelledby="matrix">
<thead role="rowgroup">
<tr role="row"><th role="columnheader" scope="col">Cluster</th>`)
	for _, b := range f.Batteries {
		p.Add("<th role=\"columnheader\" scope=\"col\">{}", text.Clean(b.Name))
		if !b.Required {
			p.Add(" <i>optional</i>")
		}
		p.Add("</th>")
	}
	p.Add("</tr>\n</thead>\n<tbody role=\"rowgroup\">")
	tiers := f.tiers()
	for _, i := range f.order() {
		p.row(f, i, tiers)
	}
	p.Add("\n</tbody>\n</table>\n</div>\n<p class=\"legend\">“present, then GAP” is what is established, and what stands above it. GAP is a must-have, gap a lesser one; - is not there to judge, or was not asked.</p>\n</section>")
}

// row writes one cluster. What the page's script filters by is in its attributes.
func (p *htmlPage) row(f Fleet, i int, tiers map[string]string) {
	c := f.Clusters[i]
	word, status := c.headline()
	var missing, products []string
	for _, b := range f.Batteries {
		cell := b.Cells[i]
		if cell.Then != "" && cell.Then != report.Waived {
			missing = append(missing, b.Name)
		}
		for _, product := range cell.Products {
			products = append(products, product.Title)
		}
	}
	slices.Sort(products)
	var distribution, version string
	if c.Target != nil {
		distribution, version = c.Target.DistributionTitle, c.Target.Version
	}
	p.Add("\n<tr role=\"row\" data-name=\"{}\" data-verdict=\"{}\" data-distribution=\"{}\" data-version=\"{}\" data-missing=\"{}\" data-products=\"{}\" data-tiers=\"{}\" data-labels=\"{}\">",
		text.Clean(c.Name), word, text.Clean(distribution), text.Clean(version), joined(missing), joined(slices.Compact(products)), tiers[c.Name], c.labelList())
	p.Add("<th role=\"rowheader\" scope=\"row\"><span class=\"badge {}\">{}</span> <b>{}</b>", status, word, text.Clean(c.Name))
	if len(c.Labels) > 0 {
		p.Add("<small>{}</small>", text.Clean(c.labelled()))
	}
	if c.Verdict == nil {
		p.Add("<small>{}</small>", text.Clean(c.Error))
	} else {
		p.Add("<small>{}</small><small>{}</small>", text.Clean(strings.Join(c.Target.Details(), " · ")), c.Verdict.Tally())
	}
	p.Add("</th>")
	for _, b := range f.Batteries {
		p.cell(b.Cells[i])
	}
	p.Add("</tr>")
}

// tiers are those of the gaps of each cluster.
func (f Fleet) tiers() map[string]string {
	all := map[string]string{}
	for _, tier := range []string{"must", "should", "could"} {
		for _, g := range f.Gaps {
			for _, name := range g.Clusters {
				if g.Tier == tier && !strings.Contains(all[name], tier) {
					all[name] += "|" + tier + "|"
				}
			}
		}
	}
	return all
}

// cell writes one battery of one cluster.
func (p *htmlPage) cell(c Cell) {
	class := text.Clean(c.Status())
	if c.Must {
		class += " must"
	}
	p.Add("\n<td role=\"cell\" class=\"{}\">", class)
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
	p.Add("\n\n<section aria-labelledby=\"drift\">\n<details class=\"more\">\n<summary><h2 id=\"drift\">Drift</h2></summary>\n<p class=\"lead\">Where the clusters differ. Those that were not reached are left out.</p>")
	for _, d := range all {
		p.Add("\n<h3>{}</h3>\n<ul>", text.Clean(d.Title()))
		for _, v := range d.Values {
			p.Add("\n<li><b>{}</b> on {}</li>", text.Clean(v.Value), text.Clean(text.List(v.Clusters, 20, ", ")))
		}
		p.Add("\n</ul>")
	}
	p.Add("\n</details>\n</section>")
}
