package check

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/kready/kready/internal/facts"
)

// MarkBroken returns c as a check whose outcome is always this error. An unknown level or tier
// is replaced, since reports need one; the tier by must, so that what was not judged is not
// overlooked.
func MarkBroken(c Check, why error) Check {
	c.Requires, c.Reads, c.OptionalReads, c.Needs, c.Optional = nil, nil, nil, nil, nil
	if c.Title == "" {
		c.Title = c.ID
	}
	if !slices.Contains(Tiers(), c.Tier) {
		c.Tier = TierMust
	}
	if !slices.Contains(Levels(), c.Level) {
		c.Level = LevelConfigured
	}
	c.broken = why
	c.Run = func(context.Context, *facts.Input) (Outcome, error) { return Outcome{}, why }
	return c
}

// BrokenReason is why a check judges nothing; nil for one that does.
func (c Check) BrokenReason() error { return c.broken }

// ResolveRequires returns own, the checks that somebody adds to existing ones, and marks
// as broken each that requires a check which does not exist or, in the end, itself.
func ResolveRequires(own, existing []Check) []Check {
	byID := map[string]Check{}
	for _, c := range slices.Concat(existing, own) {
		byID[c.ID] = c
	}
	out := slices.Clone(own)
	for i, c := range own {
		if c.broken != nil {
			continue
		}
		if err := checkRequires(c, byID); err != nil {
			out[i] = MarkBroken(c, c.WrapError(err))
		}
	}
	return out
}

// checkRequires returns an error when a requirement of the check does not exist or leads back to it.
func checkRequires(c Check, byID map[string]Check) error {
	for _, id := range c.Requires {
		if _, ok := byID[id]; !ok {
			return fmt.Errorf("it requires %s, which does not exist", id)
		}
	}
	seen := map[string]bool{}
	var findCycle func(at Check, path []string) []string
	findCycle = func(at Check, path []string) []string {
		for _, id := range at.Requires {
			longer := append(slices.Clone(path), id)
			if id == c.ID {
				return longer
			}
			if !seen[id] {
				seen[id] = true
				if found := findCycle(byID[id], longer); found != nil {
					return found
				}
			}
		}
		return nil
	}
	if found := findCycle(c, []string{c.ID}); found != nil {
		return errors.New("its requirements form a cycle: " + strings.Join(found, " → "))
	}
	return nil
}

// WrapError puts the place where a check is written before an error, when it has one.
func (c Check) WrapError(err error) error {
	if c.Position == "" {
		return err
	}
	return fmt.Errorf("%s: %w", c.Position, err)
}
