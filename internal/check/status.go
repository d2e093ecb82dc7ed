package check

import "slices"

// Status is what became of a check.
type Status string

// The five statuses. Unknown is neither a gap nor a pass.
const (
	StatusPass    Status = "pass"
	StatusGap     Status = "gap"
	StatusUnknown Status = "unknown" // could not be judged
	StatusSkip    Status = "skip"    // does not apply here
	StatusError   Status = "error"   // the check itself broke
)

// Statuses returns all statuses, worst first.
func Statuses() []Status {
	return []Status{StatusGap, StatusError, StatusUnknown, StatusPass, StatusSkip}
}

// Level is what a check establishes.
type Level string

// The ladder of levels.
const (
	LevelPresent    Level = "present"
	LevelHealthy    Level = "healthy"
	LevelConfigured Level = "configured"
	LevelProven     Level = "proven"
)

// Levels returns the ladder from the ground up.
func Levels() []Level {
	return []Level{LevelPresent, LevelHealthy, LevelConfigured, LevelProven}
}

// Meaning says what it means that a battery has reached the level.
func (l Level) Meaning() string {
	switch l {
	case LevelPresent:
		return "Something provides the battery, and kready says which product and version."
	case LevelHealthy:
		return "It runs, on every node where it must."
	case LevelConfigured:
		return "It is set up so that it does something."
	case LevelProven:
		return "A probe showed that it works: kready check --probe runs it."
	}
	return ""
}

// Tier is how much a check matters.
type Tier string

// The tiers.
const (
	TierMust   Tier = "must"   // nothing lands without it
	TierShould Tier = "should" // an outage waiting for its day
	TierCould  Tier = "could"  // nice to have
)

// Tiers returns all tiers, the most important first.
func Tiers() []Tier { return []Tier{TierMust, TierShould, TierCould} }

// AtLeast reports whether t matters as much as floor or more.
func (t Tier) AtLeast(floor Tier) bool {
	return slices.Index(Tiers(), t) <= slices.Index(Tiers(), floor)
}
