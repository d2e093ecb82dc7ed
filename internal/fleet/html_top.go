package fleet

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/kready/kready/internal/text"
)

// gaps say what is missing where: a few lines, and the others folded.
func (p *htmlPage) gaps(f Fleet) {
	if len(f.Gaps) == 0 {
		return
	}
	reached := len(f.Clusters) - f.Verdict.NotReached
	p.Add("<section aria-labelledby=\"missing\">\n<h2 id=\"missing\">What is missing where</h2>\n<ul class=\"missing\">")
	for i, g := range f.Gaps {
		if i == mostGaps {
			p.Add("\n</ul>\n<details class=\"more\"><summary>{}</summary>\n<ul class=\"missing\">", strings.TrimSuffix(more(f.Gaps[i:]), ": -v"))
		}
		badge := "gap"
		if g.Tier == "must" {
			badge += " must"
		}
		p.Add("\n<li><span class=\"badge {}\">{}</span> <span><b>{}</b> {}", badge, g.word(), text.Clean(g.Check), fmt.Sprintf("%d of %d", len(g.Clusters), reached))
		if g.Unknown > 0 {
			p.Add(", {} not judged", strconv.Itoa(g.Unknown))
		}
		p.Add("<small>{}</small></span></li>", text.Clean(text.List(g.Clusters, 3, ", ")))
	}
	if len(f.Gaps) > mostGaps {
		p.Add("\n</ul>\n</details>\n</section>")
		return
	}
	p.Add("\n</ul>\n</section>")
}

// groups are the clusters by their state, a line each that unfolds.
func (p *htmlPage) groups(f Fleet) {
	p.Add("\n\n<section aria-labelledby=\"kinds\">\n<h2 id=\"kinds\">The clusters, {}</h2>\n<p class=\"lead\">Clusters with the same distribution, products, gaps and unknowns are one kind.</p>",
		text.Counted(len(f.Groups), "kind", "kinds"))
	for _, g := range f.Groups {
		c := f.named(g.Like)
		word, status := c.headline()
		p.Add("\n<details class=\"kind\">\n<summary><span class=\"badge {}\">{}</span> <span><b>{}</b> {}", status, word, text.Clean(g.Name), text.Counted(len(g.Clusters), "cluster", "clusters"))
		if c.Target != nil {
			p.Add(" · {}<small>{}</small>", text.Clean(strings.Join(kind(*c.Target), " · ")), c.Verdict.Tally())
		} else {
			p.Add("<small>{}</small>", text.Clean(c.Error))
		}
		p.Add("</span></summary>\n<p class=\"lead\">{}</p>\n</details>", text.Clean(strings.Join(g.Clusters, ", ")))
		p.deviations(f, g, word)
	}
	p.Add("\n</section>")
}

// deviations say what differs within a group. They are never folded.
func (p *htmlPage) deviations(f Fleet, g Group, word string) {
	if len(g.Outliers)+len(g.Drift) == 0 {
		return
	}
	p.Add("\n<ul class=\"deviations\">")
	for _, o := range g.Outliers {
		p.Add("\n<li><b>{}</b>", text.Clean(text.Few(o.Clusters)))
		if other, status := f.named(o.Clusters[0]).headline(); other != word {
			p.Add(" <span class=\"badge {}\">{}</span>", status, other)
		}
		p.Add(" {}</li>", text.Clean(o.Describe(false)))
	}
	for _, d := range g.Drift {
		p.Add("\n<li>differ in {}</li>", text.Clean(d.short()))
	}
	p.Add("\n</ul>")
}

// filters writes the form that the page's script shows.
func (p *htmlPage) filters(f Fleet) {
	var distributions, versions, batteries, products []string
	for _, c := range f.Clusters {
		if c.Target != nil {
			distributions = append(distributions, c.Target.DistributionTitle)
			versions = append(versions, c.Target.Version)
		}
	}
	for _, b := range f.Batteries {
		batteries = append(batteries, b.Name)
		for _, c := range b.Cells {
			for _, product := range c.Products {
				products = append(products, product.Title)
			}
		}
	}
	p.Add("<form id=\"filters\" role=\"search\" aria-label=\"Find clusters\" hidden>\n<p class=\"line\"><label class=\"grow\">Name <input type=\"search\" id=\"search\" autocomplete=\"off\" spellcheck=\"false\"></label>")
	p.Add("\n<label>Verdict <select id=\"verdict\"><option value=\"\">all</option>")
	for _, word := range []string{"NOT READY", "NOT REACHED", "NOT JUDGED", "READY"} {
		p.Add("<option>{}</option>", word)
	}
	p.Add("</select></label>\n<label>Distribution <select id=\"distribution\">")
	p.choices(distributions)
	p.Add("</select></label>\n<label>Version <select id=\"version\">")
	p.choices(versions)
	p.Add("</select></label>\n<label>Battery that is not well <select id=\"battery\">")
	p.choices(batteries)
	p.Add("</select></label>\n<label>Product <select id=\"product\">")
	p.choices(products)
	p.Add(`</select></label>
<label>Gaps of tier <select id="tier"><option value="">all</option><option value="must">must-have</option><option value="should">should-have</option><option value="could">nice-to-have</option></select></label>
<button type="reset">Show all</button></p>
</form>
<p id="found" role="status" aria-live="polite"></p>
`)
}

// choices are what there is to choose from, each once.
func (p *htmlPage) choices(all []string) {
	slices.Sort(all)
	p.Add("<option value=\"\">all</option>")
	for _, one := range slices.Compact(all) {
		if one != "" {
			p.Add("<option>{}</option>", strings.ReplaceAll(text.Clean(one), "|", "/"))
		}
	}
}
