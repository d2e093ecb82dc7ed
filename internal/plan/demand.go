package plan

import (
	"cmp"
	"slices"
	"strings"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/report"
)

// Demand is what services need of the cluster.
type Demand struct {
	// Reports are the judgements on the services, by requirements.
	Reports []report.Report
	// First are the names of the key customers.
	First []string
}

// Links returns the requirements of the table of links, and the checks of the cluster.
func Links() (requirements, checks []string) {
	for _, l := range links() {
		requirements, checks = append(requirements, l.requirement), append(checks, l.checks...)
	}
	return requirements, checks
}

// open reports whether a requirement is not met, or could not be judged, and nobody accepted that.
func open(x report.Result) bool {
	return x.Waiver == nil && slices.Contains([]string{"gap", "unknown", "error"}, x.Status)
}

// restsOn reports whether what a requirement judges needs a check of the cluster.
func restsOn(x report.Result, id string) bool {
	if open(x) && (slices.Contains(x.RestsOn, id) || x.Because == id) {
		return true
	}
	return slices.ContainsFunc(links(), func(l link) bool {
		return l.about(x, id) && (l.says == "" || slices.ContainsFunc(x.Findings, l.saidIn))
	})
}

// about reports whether a link leads from a requirement to a check, whatever its findings say.
func (l link) about(x report.Result, id string) bool {
	return l.requirement == x.ID && slices.Contains(l.checks, id) && (open(x) || l.applies && x.Status != string(check.StatusSkip))
}

func (l link) saidIn(f report.Finding) bool { return strings.Contains(f.Message, l.says) }

// covered reports whether all that is open of a requirement rests on one of some checks.
func covered(x report.Result, ids []string) bool {
	rests := func(id string) bool { return restsOn(x, id) }
	if len(x.Findings) == 0 || slices.Contains(ids, x.Because) {
		return slices.ContainsFunc(ids, rests)
	}
	return !slices.ContainsFunc(x.Findings, func(f report.Finding) bool {
		return !slices.ContainsFunc(ids, func(id string) bool {
			return slices.Contains(x.RestsOn, id) && strings.Contains(f.Message, "; "+id+": ") ||
				slices.ContainsFunc(links(), func(l link) bool { return !l.applies && l.about(x, id) && l.saidIn(f) })
		})
	})
}

// needing are the numbers of the services that need one of some checks.
func (d Demand) needing(ids []string) []int {
	return d.having(ids, func(report.Result) bool { return true })
}

// heldBack are the numbers of the services that cannot land without one of some checks, as far as is known: a requirement
// that must be met rests on it, and is no question.
func (d Demand) heldBack(ids []string) []int {
	return d.having(ids, func(x report.Result) bool {
		return x.Tier == string(check.TierMust) && x.Status != string(check.StatusUnknown)
	})
}

// having are the numbers of the services of which a requirement counts and rests on one of some checks.
func (d Demand) having(ids []string, counts func(report.Result) bool) []int {
	var out []int
	for i, r := range d.Reports {
		if slices.ContainsFunc(r.Results, func(x report.Result) bool {
			return counts(x) && slices.ContainsFunc(ids, func(id string) bool { return restsOn(x, id) })
		}) {
			out = append(out, i)
		}
	}
	return out
}

// tier is that of a step, or of a requirement that is a gap because of one of its checks.
func (d Demand) tier(own string, ids []string) string {
	for _, r := range d.Reports {
		for _, x := range r.Results {
			if x.Status == string(check.StatusGap) && open(x) && slices.ContainsFunc(ids, func(id string) bool { return restsOn(x, id) }) {
				own = higherTier(own, x.Tier)
			}
		}
	}
	return own
}

// raise gives a step the services of those that wait for it, and marks what none needs.
func (d Demand) raise(drafts []draft, waits [][]int) {
	for again := true; again; {
		again = false
		for i := range drafts {
			for _, j := range waits[i] {
				again = union(&drafts[j].needing, drafts[i].needing) || again
				again = union(&drafts[j].heldBack, drafts[i].heldBack) || again
			}
		}
	}
	for i := range drafts {
		slices.Sort(drafts[i].needing)
		drafts[i].Services = d.names(drafts[i].needing)
		drafts[i].Later = len(d.Reports) > 0 && len(drafts[i].needing) == 0
		drafts[i].key = slices.ContainsFunc(drafts[i].Services, d.isFirst)
	}
}

// union adds the numbers that are missing, and reports whether any was.
func union(to *[]int, numbers []int) (more bool) {
	for _, n := range numbers {
		if !slices.Contains(*to, n) {
			*to, more = append(*to, n), true
		}
	}
	return more
}

func (d Demand) isFirst(name string) bool { return slices.Contains(d.First, name) }

// names are the services with some numbers, key customers first.
func (d Demand) names(numbers []int) []string {
	var out []string
	for _, n := range numbers {
		out = append(out, d.Reports[n].Service.Name)
	}
	slices.SortStableFunc(out, func(a, b string) int { return cmp.Compare(d.place(a), d.place(b)) })
	return out
}

// place orders services: key customers come first.
func (d Demand) place(name string) int {
	if d.isFirst(name) {
		return 0
	}
	return 1
}
