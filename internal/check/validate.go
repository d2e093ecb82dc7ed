package check

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/kready/kready/internal/facts"
)

// validID matches the ids of checks.
var validID = regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)*/[a-z][a-z0-9]*(-[a-z0-9]+)*$`)

// Validate reports everything that is wrong with a set of checks: malformed or
// duplicate ids, missing texts, unknown levels and tiers, requirements that do not exist or
// that form a cycle.
func Validate(checks []Check) error {
	byID := make(map[string]Check, len(checks))
	var errs []error
	for _, c := range checks {
		if _, duplicate := byID[c.ID]; duplicate {
			errs = append(errs, fmt.Errorf("check %s is defined twice", c.ID))
		}
		byID[c.ID] = c
		if err := c.Validate(); err != nil {
			errs = append(errs, fmt.Errorf("check %s: %w", c.ID, err))
		}
	}
	for _, c := range checks {
		for _, id := range c.Requires {
			if _, ok := byID[id]; !ok {
				errs = append(errs, fmt.Errorf("check %s requires %s, which does not exist", c.ID, id))
			}
		}
		if err := subjectsOfRequired(c, byID); err != nil {
			errs = append(errs, err)
		}
	}
	if _, err := Order(checks); err != nil {
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}

// Validate reports everything that is wrong with one check by itself.
func (c Check) Validate() error {
	var problems []string
	report := func(bad bool, what string) {
		if bad {
			problems = append(problems, what)
		}
	}
	report(!validID.MatchString(c.ID), "the id is not battery/name in kebab-case")
	report(c.Title == "", "it has no title")
	report(strings.HasSuffix(c.Title, "."), "the title ends in a full stop")
	report(strings.TrimSpace(c.Doc) == "", "it does not say why it matters")
	report(strings.TrimSpace(c.Remediation) == "", "it has no remedy")
	report(len(c.Links) == 0, "it has no link to a source")
	report(!slices.Contains(Levels(), c.Level), fmt.Sprintf("%q is not a level", c.Level))
	report(!slices.Contains(Tiers(), c.Tier), fmt.Sprintf("%q is not a tier", c.Tier))
	report(len(c.Reads) == 0, "it reads no facts")
	if _, err := facts.ParseFields(append(c.Reads, c.OptionalReads...).Names()...); err != nil {
		report(true, err.Error())
	}
	for _, p := range c.StandsWithout.All() {
		if err := p.Validate(); err != nil {
			report(true, fmt.Sprintf("what it stands without: %v", err))
		}
	}
	report(c.Run == nil, "it cannot run")
	problems = append(problems, c.remedyProblems()...)
	problems = append(problems, c.subjectProblems()...)
	if len(problems) == 0 {
		return nil
	}
	return errors.New(strings.Join(problems, "; "))
}

// Order sorts checks by battery and id, each after those that it requires. It fails
// on a cycle. Requirements outside of the set are ignored.
func Order(checks []Check) ([]Check, error) {
	sorted := make([]*Check, len(checks)) // a Check is large
	byID := make(map[string]*Check, len(checks))
	for i := range checks {
		sorted[i] = &checks[i]
		byID[checks[i].ID] = sorted[i]
	}
	slices.SortFunc(sorted, compare)
	ordered := make([]Check, 0, len(checks))
	state := map[string]int{} // 1 while its requirements are visited, 2 when placed
	var place func(c *Check, path []string) error
	place = func(c *Check, path []string) error {
		path = append(path, c.ID)
		switch state[c.ID] {
		case 1:
			return fmt.Errorf("checks require each other in a cycle: %s", strings.Join(path, " → "))
		case 2:
			return nil
		}
		state[c.ID] = 1
		for _, id := range c.Requires {
			if needed, ok := byID[id]; ok {
				if err := place(needed, path); err != nil {
					return err
				}
			}
		}
		state[c.ID] = 2
		ordered = append(ordered, *c)
		return nil
	}
	for _, c := range sorted {
		if err := place(c, nil); err != nil {
			return nil, err
		}
	}
	return ordered, nil
}

// compare orders by battery as Batteries lists them, unknown ones last, then by
// level and id.
func compare(a, b *Check) int {
	if d := BatteryOrder(a.Battery()) - BatteryOrder(b.Battery()); d != 0 {
		return d
	}
	if d := strings.Compare(a.Battery(), b.Battery()); d != 0 {
		return d
	}
	if d := slices.Index(Levels(), a.Level) - slices.Index(Levels(), b.Level); d != 0 {
		return d
	}
	return strings.Compare(a.ID, b.ID)
}
