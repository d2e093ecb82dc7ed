package check

import (
	"slices"

	"github.com/kready/kready/internal/facts"
)

// StandsWithout says for each status which facts it does not depend on: it stands where these were
// read in part or not at all. A status that depends on what could not be read is unknown in its
// stead. A product that runs is there whatever else is; that none is there needs the whole.
type StandsWithout struct {
	// Any are facts that no answer of the check depends on.
	Any []facts.Portion `json:"any,omitempty"`
	// Asked are facts of which the check itself says where its answer depends on them: on some
	// of its ways it asks whether they were read as a whole, and on the others it does not need
	// them.
	Asked []facts.Portion `json:"asked,omitempty"`
	// Pass, Gap and Skip are those that the one status does not depend on, besides. What the
	// status says is then of what was read.
	Pass []facts.Portion `json:"pass,omitempty"`
	Gap  []facts.Portion `json:"gap,omitempty"`
	Skip []facts.Portion `json:"skip,omitempty"`
}

// portions are those that a status does not depend on, without those of Any and Asked.
func (s StandsWithout) portions(status Status) []facts.Portion {
	switch status {
	case StatusPass:
		return s.Pass
	case StatusGap:
		return s.Gap
	case StatusSkip:
		return s.Skip
	}
	return nil
}

// Matter returns the blind spots that an answer of the check may depend on without saying so.
func (s StandsWithout) Matter(blind []facts.BlindSpot) []facts.BlindSpot {
	return uncovered(blind, slices.Concat(s.Any, s.Asked))
}

// Always reports whether no answer depends on what a blind spot hides.
func (s StandsWithout) Always(spot facts.BlindSpot) bool {
	return len(uncovered([]facts.BlindSpot{spot}, s.Any)) == 0
}

// Sometimes reports whether there is an answer that stands without what a blind spot hides.
func (s StandsWithout) Sometimes(spot facts.BlindSpot) bool {
	return len(uncovered([]facts.BlindSpot{spot}, s.All())) == 0
}

// Missing returns those of the blind spots that keep a status from standing.
func (s StandsWithout) Missing(status Status, blind []facts.BlindSpot) []facts.BlindSpot {
	return uncovered(blind, slices.Concat(s.Any, s.Asked, s.portions(status)))
}

// All returns the portions of all statuses.
func (s StandsWithout) All() []facts.Portion {
	return slices.Concat(s.Any, s.Asked, s.Pass, s.Gap, s.Skip)
}

func uncovered(blind []facts.BlindSpot, portions []facts.Portion) []facts.BlindSpot {
	return slices.DeleteFunc(slices.Clone(blind), func(b facts.BlindSpot) bool {
		return slices.ContainsFunc(portions, func(p facts.Portion) bool { return p.Covers(b) })
	})
}
