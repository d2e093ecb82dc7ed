package format

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/kready/kready/internal/report"
	"github.com/kready/kready/internal/text"
)

// lack is what could not be read for one reason.
type lack struct {
	reason string
	things []lackedThing
}

// lackedThing is one of them: how many checks name it as what they could not be judged without, and
// how many others may mean it that do not name all.
type lackedThing struct {
	name          string
	checks, maybe int
}

// lacks gathers by reason what could not be read and keeps checks from being judged, that on which
// most hang first. What builds on a check that lacks something lacks the same.
func lacks(r report.Report, checks []report.Result) []lack {
	own := map[string][]report.Lack{}
	for _, x := range r.Results {
		own[x.ID] = x.Lacks()
	}
	var groups []lack
	for _, x := range checks {
		of := own[x.ID]
		if of == nil {
			of = own[x.Because]
		}
		for _, l := range of {
			groups = count(groups, l)
		}
	}
	for _, x := range checks {
		for _, l := range own[x.ID] {
			doubt(groups, l)
		}
	}
	for _, g := range groups {
		slices.SortStableFunc(g.things, func(a, b lackedThing) int { return cmp.Compare(b.checks, a.checks) })
	}
	slices.SortStableFunc(groups, func(a, b lack) int { return cmp.Compare(b.things[0].checks, a.things[0].checks) })
	return groups
}

// count adds what one check lacks.
func count(groups []lack, l report.Lack) []lack {
	i := slices.IndexFunc(groups, func(g lack) bool { return g.reason == l.Reason })
	if i < 0 {
		i = len(groups)
		groups = append(groups, lack{reason: l.Reason})
	}
	for _, name := range l.Names {
		at := slices.IndexFunc(groups[i].things, func(t lackedThing) bool { return t.name == name })
		if at < 0 {
			at = len(groups[i].things)
			groups[i].things = append(groups[i].things, lackedThing{name: name})
		}
		groups[i].things[at].checks++
	}
	return groups
}

// doubt notes that a check that does not name all may lack any of the others.
func doubt(groups []lack, l report.Lack) {
	for _, g := range groups {
		for i := range g.things {
			if t := &g.things[i]; g.reason == l.Reason && l.More > 0 && !slices.Contains(l.Names, t.name) {
				t.maybe++
			}
		}
	}
}

// list names a few of them with how many checks hang on each.
func (g lack) list() string {
	const few = 4
	var words []string
	for i, t := range g.things {
		count := fmt.Sprint(t.checks)
		if i == 0 {
			count = text.Counted(t.checks, "check", "checks")
		}
		if t.maybe > 0 {
			count += " or more"
		}
		words = append(words, t.name+" ("+count+")")
	}
	if len(words) > few+1 {
		words = append(words[:few:few], fmt.Sprintf("and %d more (-v lists them)", len(words)-few))
	}
	return strings.Join(words, ", ")
}

// what names all of them.
func (g lack) what() []string {
	var names []string
	for _, t := range g.things {
		names = append(names, t.name)
	}
	return names
}
