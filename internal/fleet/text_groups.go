package fleet

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/kready/kready/internal/report"
	"github.com/kready/kready/internal/text"
)

// How much of a large fleet the text shows when it is not asked for all.
const (
	mostGaps   = 10
	mostGroups = 8
	mostDrift  = 6
)

// gaps prints what is missing where.
func (p *page) gaps(f Fleet, all bool) {
	if len(f.Gaps) == 0 {
		return
	}
	reached := len(f.Clusters) - f.Verdict.NotReached
	p.line("WHAT IS MISSING WHERE")
	p.line()
	for i, g := range f.Gaps {
		if i == mostGaps && !all {
			p.line("     ", more(f.Gaps[i:]))
			break
		}
		where := fmt.Sprintf("%d of %d", len(g.Clusters), reached)
		if len(g.Clusters) <= 2 {
			where += ": " + strings.Join(g.Clusters, ", ")
		}
		if g.Unknown > 0 {
			where += fmt.Sprintf(" (%d not judged)", g.Unknown)
		}
		lines := wrap(text.Clean(where), width-47)
		for j, l := range lines {
			if j > 0 {
				p.line(pad("", 47), l)
				continue
			}
			word := g.word()
			p.line(p.paint("gap", word), strings.Repeat(" ", 8-len(word)), pad(text.Clean(g.Check), 38), " ", l)
		}
	}
	p.line()
}

// word is the gap's tier as a word; GAP in capitals is a must-have.
func (g Gap) word() string {
	if g.Tier == "must" {
		return "GAP"
	}
	return "gap"
}

// more counts the gaps that are left out.
func more(rest []Gap) string {
	must := 0
	for _, g := range rest {
		if g.Tier == "must" {
			must++
		}
	}
	var parts []string
	if must > 0 {
		parts = append(parts, text.Counted(must, "must-have", "must-haves"))
	}
	if n := len(rest) - must; n > 0 {
		parts = append(parts, text.Counted(n, "lesser gap", "lesser gaps"))
	}
	return "and " + strings.Join(parts, " and ") + " more: -v"
}

// groups prints the clusters by their state.
func (p *page) groups(f Fleet, all bool) {
	p.line("THE CLUSTERS, ", strings.ToUpper(f.grouped()))
	p.line()
	for i, g := range f.Groups {
		if i == mostGroups && !all {
			p.line(fmt.Sprintf("and %d more: -v", len(f.Groups)-i))
			break
		}
		word, status, what := f.headOf(g)
		head := fmt.Sprintf("%s · %s · %s", text.Clean(g.Name), text.Counted(len(g.Clusters), "cluster", "clusters"), text.Clean(what))
		for j, l := range wrap(head, width-len(label12)) {
			lead := label12
			if j == 0 {
				lead = p.paint(status, word) + label12[len(word):]
			}
			p.line(lead, l)
		}
		if all {
			p.entry("clusters", strings.Join(g.Clusters, ", "))
		}
		usual, _ := f.named(g.Like).headline()
		for j, o := range g.Outliers {
			if j == mostGaps && !all {
				p.entry("", fmt.Sprintf("and %s more: -v", text.Counted(len(g.Outliers)-j, "state", "states")))
				break
			}
			who := text.Few(o.Clusters)
			if other, _ := f.named(o.Clusters[0]).headline(); other != usual && !o.NotReached {
				who += " (" + other + ")"
			}
			p.entry("outlier", who+": "+o.Describe(all))
		}
		for _, d := range g.Drift {
			p.entry("differ in", d.short())
		}
	}
	p.line()
}

// grouped says how many groups there are, and of what.
func (f Fleet) grouped() string {
	if len(f.GroupBy) == 0 {
		return text.Counted(len(f.Groups), "kind", "kinds")
	}
	return text.Counted(len(f.Groups), "group", "groups")
}

// label12 is as wide as the longest verdict with the space behind it.
const label12 = "             "

// headOf is what came out of a group, the status in whose colour that stands, and what its clusters
// are: of those that somebody put together, how many came out how.
func (f Fleet) headOf(g Group) (word, status, what string) {
	c := f.named(g.Like)
	word, status = c.headline()
	switch {
	case len(f.GroupBy) > 0:
		v := Verdict{FailOn: f.Verdict.FailOn}
		for _, name := range g.Clusters {
			v.add(f.named(name))
		}
		word, _ = v.Headline()
		return word, v.status(), v.tally()
	case c.Target != nil:
		return word, status, strings.Join(append(describeTarget(*c.Target), c.Verdict.Tally()), " · ")
	}
	return word, status, c.Error
}

// describeTarget is what the clusters of a group are.
func describeTarget(t report.Target) []string {
	var all []string
	if t.DistributionTitle != "" {
		all = append(all, t.DistributionTitle)
	}
	if t.Version != "" {
		all = append(all, t.Version)
	}
	return all
}

// entry prints what is to say of a group, under a word.
func (p *page) entry(word, what string) {
	const size = 10
	for i, l := range wrap(text.Clean(what), width-len(label12)-size) {
		if i > 0 {
			word = ""
		}
		p.line(label12, pad(word, size), l)
	}
}

// Describe says in what a cluster differs from those that it is like otherwise.
func (o Outlier) Describe(all bool) string {
	if o.NotReached {
		return "not reached"
	}
	var parts []string
	if o.Distribution != "" {
		parts = append(parts, "on "+o.Distribution)
	}
	if o.Profile != "" {
		parts = append(parts, "profile "+o.Profile)
	}
	for _, part := range []struct {
		what  string
		items []string
	}{
		{"also lacks ", o.Gaps}, {"does not lack ", o.Passed}, {"not judged: ", o.Unknown}, {"has ", o.Products}, {"without ", o.Without},
	} {
		switch {
		case len(part.items) == 0:
		case all:
			parts = append(parts, part.what+strings.Join(part.items, ", "))
		default:
			parts = append(parts, part.what+text.List(part.items, 2, ", "))
		}
	}
	if len(parts) == 0 {
		return "what is waived differs"
	}
	return strings.Join(parts, "; ")
}

// short says in a line in what versions clusters differ.
func (d Drift) short() string {
	name := "Kubernetes"
	if d.Product != "" {
		name = d.Product
	}
	var values []string
	for _, v := range d.Values {
		values = append(values, fmt.Sprintf("%s (%d)", v.Value, len(v.Clusters)))
	}
	return name + " " + text.List(values, 3, ", ")
}

// named is the cluster of a name.
func (f Fleet) named(name string) Cluster {
	i := slices.IndexFunc(f.Clusters, func(c Cluster) bool { return c.Name == name })
	return f.Clusters[max(i, 0)]
}

// order returns the places of the clusters, by their verdict and their names.
func (f Fleet) order() []int {
	all := make([]int, len(f.Clusters))
	for i := range all {
		all[i] = i
	}
	slices.SortStableFunc(all, func(a, b int) int {
		x, y := f.Clusters[a], f.Clusters[b]
		return cmp.Or(cmp.Compare(x.rank(), y.rank()), cmp.Compare(x.Name, y.Name))
	})
	return all
}

// sorted are the clusters in the order of their verdict; a few stay as they were named.
func (f Fleet) sorted() []Cluster {
	if len(f.Clusters) <= perPage {
		return f.Clusters
	}
	var all []Cluster
	for _, i := range f.order() {
		all = append(all, f.Clusters[i])
	}
	return all
}
