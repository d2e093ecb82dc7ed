package engine

import (
	"slices"
	"strings"

	"github.com/agnivade/levenshtein"

	"github.com/kready/kready/internal/check"
)

// selectChecks returns the checks of these names, each a battery or an id, with all that
// they require. No names means all checks.
func selectChecks(all []check.Check, names []string) ([]check.Check, error) {
	if len(names) == 0 {
		return all, nil
	}
	selected := map[string]bool{}
	var take func(c check.Check)
	byID := map[string]check.Check{}
	for _, c := range all {
		byID[c.ID] = c
	}
	take = func(c check.Check) {
		if selected[c.ID] {
			return
		}
		selected[c.ID] = true
		for _, id := range c.Requires {
			take(byID[id])
		}
	}
	for _, name := range names {
		found := false
		for _, c := range all {
			if c.ID == name || c.Battery() == name {
				take(c)
				found = true
			}
		}
		if !found {
			return nil, UnknownCheck(all, name)
		}
	}
	return slices.DeleteFunc(slices.Clone(all), func(c check.Check) bool { return !selected[c.ID] }), nil
}

// UnknownCheck says that there is no such check or battery, and what comes near.
func UnknownCheck(all []check.Check, name string) error {
	type candidate struct {
		id   string
		away int
	}
	var near []candidate
	for _, c := range all {
		_, short, _ := strings.Cut(c.ID, "/")
		away := min(levenshtein.ComputeDistance(name, c.ID), levenshtein.ComputeDistance(name, short))
		if away <= 1+len(name)/4 || len(name) > 2 && strings.Contains(c.ID, name) {
			near = append(near, candidate{c.ID, away})
		}
	}
	if len(near) == 0 {
		return Usagef("unknown check or battery %q: `kready list checks` lists them", name)
	}
	slices.SortStableFunc(near, func(a, b candidate) int { return a.away - b.away })
	var ids []string
	for _, n := range near[:min(len(near), 3)] {
		ids = append(ids, n.id)
	}
	return Usagef("unknown check %q: did you mean %s?", name, strings.Join(ids, " or "))
}
