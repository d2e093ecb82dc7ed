package format

import "slices"

// newHTMLFilters offers what the report holds, and nothing that would find no check.
func newHTMLFilters(sections []htmlSection) htmlFilters {
	has := map[string]bool{}
	var f htmlFilters
	for _, s := range sections {
		for _, c := range s.Checks {
			has["tier "+c.Tier], has["status "+c.Status] = true, true
			if !slices.Contains(f.Batteries, c.Battery) {
				f.Batteries = append(f.Batteries, c.Battery)
			}
		}
	}
	slices.Sort(f.Batteries)
	for _, t := range []htmlChoice{{"must", "must-have"}, {"should", "should-have"}, {"could", "nice-to-have"}} {
		if has["tier "+t.Value] {
			f.Tiers = append(f.Tiers, t)
		}
	}
	for _, s := range []htmlChoice{
		{"gap", "gap"}, {"unknown", "unknown"}, {"error", "error"}, {"waived", "waived"}, {"pass", "pass"}, {"skip", "skip"},
	} {
		if has["status "+s.Value] {
			f.Statuses = append(f.Statuses, s)
		}
	}
	return f
}
