package engine

import (
	"slices"
	"strings"

	"github.com/agnivade/levenshtein"

	"github.com/kready/kready/internal/check"
)

// selectFor returns the checks of a request: those of the cluster, or requirements, that it names, with all
// that they require.
func selectFor(all []check.Check, req Request) ([]check.Check, error) {
	if !req.Land {
		for _, c := range all {
			if c.IsRequirement() && slices.Contains(req.Checks, c.ID) {
				return nil, Usagef("%s is a requirement, which judges a service: `kready land PATH --only %s`", c.ID, c.ID)
			}
		}
		return selectChecks(check.Of(all, check.SubjectCluster), req.Checks)
	}
	requirements := check.Of(all, check.SubjectService)
	if len(requirements) == 0 {
		return nil, Usagef("there is no requirement to judge a service by")
	}
	named, err := selectChecks(requirements, req.Checks)
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, c := range named {
		ids = append(ids, c.ID)
	}
	return selectIDs(all, ids), nil
}

// selectChecks returns the checks of these names, each a battery or an id, with all that
// they require. No names means all checks.
func selectChecks(all []check.Check, names []string) ([]check.Check, error) {
	if len(names) == 0 {
		return all, nil
	}
	var ids []string
	for _, name := range names {
		found := false
		for _, c := range all {
			if c.ID == name || c.Battery() == name {
				ids = append(ids, c.ID)
				found = true
			}
		}
		if !found {
			return nil, UnknownCheck(all, name)
		}
	}
	return selectIDs(all, ids), nil
}

// selectIDs returns the checks with these ids, with all that they require.
func selectIDs(all []check.Check, ids []string) []check.Check {
	selected := map[string]bool{}
	byID := map[string]check.Check{}
	for _, c := range all {
		byID[c.ID] = c
	}
	var add func(id string)
	add = func(id string) {
		if selected[id] {
			return
		}
		selected[id] = true
		for _, required := range byID[id].Requires {
			add(required)
		}
	}
	for _, id := range ids {
		add(id)
	}
	return slices.DeleteFunc(slices.Clone(all), func(c check.Check) bool { return !selected[c.ID] })
}

// namedIDs are the ids of the checks that names name, without those that they require; nil for no
// names, which means all checks.
func namedIDs(checks []check.Check, names []string) []string {
	var ids []string
	for _, c := range checks {
		if slices.Contains(names, c.ID) || slices.Contains(names, c.Battery()) {
			ids = append(ids, c.ID)
		}
	}
	return ids
}

// UnknownCheck returns the error for a name that no check or battery has, with those that it
// may have been meant for.
func UnknownCheck(all []check.Check, name string) error {
	type candidate struct {
		name     string
		distance int
	}
	var near []candidate
	add := func(known string, distance int) {
		if slices.ContainsFunc(near, func(c candidate) bool { return c.name == known }) {
			return
		}
		if distance <= 1+len(name)/4 || len(name) > 2 && strings.Contains(known, name) {
			near = append(near, candidate{known, distance})
		}
	}
	for _, c := range all {
		battery, short, _ := strings.Cut(c.ID, "/")
		if !strings.Contains(name, "/") {
			add(battery, levenshtein.ComputeDistance(name, battery))
		}
		add(c.ID, min(levenshtein.ComputeDistance(name, c.ID), levenshtein.ComputeDistance(name, short)))
	}
	if len(near) == 0 {
		return Usagef("unknown check or battery %q: `kready list checks` lists them", name)
	}
	slices.SortStableFunc(near, func(a, b candidate) int { return a.distance - b.distance })
	var names []string
	for _, n := range near[:min(len(near), 3)] {
		names = append(names, n.name)
	}
	kind := "check or battery"
	if strings.Contains(name, "/") {
		kind = "check"
	}
	return Usagef("unknown %s %q: did you mean %s?", kind, name, strings.Join(names, " or "))
}
