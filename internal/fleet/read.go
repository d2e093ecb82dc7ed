package fleet

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/text"
)

// mostCounted is the most that a number of things may be in a fleet that is read.
const mostCounted = 100_000

// Is reports whether a document says that it is a fleet.
func Is(data []byte) bool {
	var head struct {
		Kind string `json:"kind"`
	}
	return json.Unmarshal(data, &head) == nil && head.Kind == Kind
}

// Parse reads a fleet that JSON has written, and refuses what would be misread: another format, and
// parts that do not belong together.
func Parse(data []byte) (Fleet, error) {
	var f Fleet
	if err := json.Unmarshal(data, &f); err != nil {
		var wrong *json.UnmarshalTypeError
		if errors.As(err, &wrong) {
			return Fleet{}, fmt.Errorf("it is not a valid fleet: %s cannot be a %s", wrong.Field, wrong.Value)
		}
		return Fleet{}, errors.New("it does not parse as JSON: was it cut short?")
	}
	switch {
	case f.Kind != Kind || f.APIVersion == "":
		return Fleet{}, errors.New("it does not say apiVersion: " + APIVersion + " and kind: " + Kind)
	case f.APIVersion != APIVersion:
		return Fleet{}, fmt.Errorf("it is a fleet of format %s; this kready reads %s", text.Clean(text.Truncate(f.APIVersion, 41)), APIVersion)
	case !slices.Contains([]int{0, 1, 3}, f.Verdict.ExitCode):
		return Fleet{}, fmt.Errorf("its verdict has exit code %d", f.Verdict.ExitCode)
	}
	return f, f.validate()
}

// validate refuses a document whose parts do not belong together.
func (f Fleet) validate() error {
	names := map[string]bool{}
	for _, c := range f.Clusters {
		if c.Name == "" || names[c.Name] {
			return fmt.Errorf("it holds cluster %q twice, or one without a name", text.Truncate(c.Name, 41))
		}
		names[c.Name] = true
		if err := c.validate(); err != nil {
			return fmt.Errorf("cluster %q: %w", text.Truncate(c.Name, 41), err)
		}
	}
	for _, b := range f.Batteries {
		if len(b.Cells) != len(f.Clusters) {
			return fmt.Errorf("battery %q does not have a cell for each cluster", text.Truncate(b.Name, 41))
		}
	}
	for _, g := range f.Groups {
		members := append(slices.Clone(g.Clusters), g.Like)
		for _, o := range g.Outliers {
			if len(o.Clusters) == 0 {
				return fmt.Errorf("group %q has an outlier without a name", text.Truncate(g.Name, 41))
			}
			members = append(members, o.Clusters...)
		}
		if i := slices.IndexFunc(members, func(name string) bool { return !names[name] }); i >= 0 {
			return fmt.Errorf("group %q names %q, which is no cluster", text.Truncate(g.Name, 41), text.Truncate(members[i], 41))
		}
	}
	return f.validateChecks()
}

// validateChecks refuses checks that are there twice, and words that this kready does not know.
func (f Fleet) validateChecks() error {
	seen := map[string]bool{}
	for _, c := range f.Checks {
		if c.ID == "" || seen[c.ID] || !known(c.Tier, c.Level) {
			return fmt.Errorf("it holds check %q twice, or with a tier or level that this kready does not know", text.Truncate(c.ID, 41))
		}
		seen[c.ID] = true
	}
	for _, g := range f.Gaps {
		if !known(g.Tier, g.Level) {
			return fmt.Errorf("gap %q has a tier or level that this kready does not know", text.Truncate(g.Check, 41))
		}
	}
	return nil
}

func known(tier, level string) bool {
	return slices.Contains(check.Tiers(), check.Tier(tier)) && slices.Contains(check.Levels(), check.Level(level))
}

// validate refuses a cluster that is half there.
func (c Cluster) validate() error {
	if (c.Verdict == nil) != (c.Target == nil) {
		return errors.New("it has a target or a verdict, and not both")
	}
	if c.Verdict != nil {
		if err := c.Verdict.Validate(); err != nil {
			return err
		}
	}
	counts := []int{c.BlindSpots}
	if c.Outcome != nil {
		for _, n := range c.Outcome.Findings {
			counts = append(counts, n)
		}
	}
	if slices.ContainsFunc(counts, func(n int) bool { return n < 0 || n > mostCounted }) {
		return errors.New("it counts what cannot be counted")
	}
	return nil
}

// Comparable returns an error when the document does not say what came out of each check, as those
// of an older kready do not.
func (f Fleet) Comparable() error {
	for _, c := range f.Clusters {
		if c.Verdict != nil && c.Outcome == nil {
			return errors.New("it does not name the checks of each cluster: an older kready has written it")
		}
	}
	return nil
}
