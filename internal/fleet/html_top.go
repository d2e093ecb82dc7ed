package fleet

import (
	"fmt"
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
	p.Add("\n\n<section aria-labelledby=\"kinds\">\n<h2 id=\"kinds\">The clusters, {}</h2>", f.grouped())
	if len(f.GroupBy) > 0 {
		p.Add("\n<p class=\"lead\">Grouped by {}. Clusters that are unlike most of their group are named with what differs.</p>", text.Clean(strings.Join(f.GroupBy, ", ")))
	} else {
		p.Add("\n<p class=\"lead\">Clusters with the same distribution, products, gaps and unknowns are one kind.</p>")
	}
	for _, g := range f.Groups {
		word, status, what := f.headOf(g)
		p.Add("\n<details class=\"kind\">\n<summary><span class=\"badge {}\">{}</span> <span><b>{}</b> {}", status, word, text.Clean(g.Name), text.Counted(len(g.Clusters), "cluster", "clusters"))
		p.Add("<small>{}</small>", text.Clean(what))
		p.Add("</span></summary>\n<p class=\"lead\">{}</p>\n</details>", text.Clean(strings.Join(g.Clusters, ", ")))
		p.deviations(f, g)
	}
	p.Add("\n</section>")
}

// deviations say what differs within a group. They are never folded.
func (p *htmlPage) deviations(f Fleet, g Group) {
	if len(g.Outliers)+len(g.Drift) == 0 {
		return
	}
	p.Add("\n<ul class=\"deviations\">")
	word, _ := f.named(g.Like).headline()
	for _, o := range g.Outliers {
		p.Add("\n<li><b>{}</b>", text.Clean(text.Few(o.Clusters)))
		if other, status := f.named(o.Clusters[0]).headline(); other != word && !o.NotReached {
			p.Add(" <span class=\"badge {}\">{}</span>", status, other)
		}
		p.Add(" {}</li>", text.Clean(o.Describe(false)))
	}
	for _, d := range g.Drift {
		p.Add("\n<li>differ in {}</li>", text.Clean(d.short()))
	}
	p.Add("\n</ul>")
}
