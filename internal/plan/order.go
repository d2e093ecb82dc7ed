package plan

import (
	"slices"

	"github.com/kready/kready/internal/check"
)

// ordered puts the steps in order and numbers them: must-haves first, and no step
// before one that it waits for. Where nothing else decides, batteries come in the order
// in which they build on each other. In a plan for services, what they need comes before what
// they do not; of one tier, what key customers need, then what holds back most, then what most need.
func (b builder) ordered(drafts []draft) []Step {
	waits := make([][]int, len(drafts))
	for i := range drafts {
		for j := range drafts {
			if i != j && b.waits(drafts[i], drafts[j]) {
				waits[i] = append(waits[i], j)
			}
		}
	}
	raiseTiers(drafts, waits)
	b.demand.raise(drafts, waits)
	var done []int
	steps := make([]Step, 0, len(drafts))
	for len(done) < len(drafts) {
		next := b.next(drafts, waits, done)
		done = append(done, next)
		step := drafts[next].Step
		step.Number = len(done)
		for _, j := range waits[next] {
			if at := slices.Index(done, j); at >= 0 {
				step.After = append(step.After, at+1)
			}
		}
		slices.Sort(step.After)
		steps = append(steps, step)
	}
	return steps
}

// waits reports whether d is to be taken after e: a check of d requires one that e
// closes, its act says so, or e lays a foundation.
func (b builder) waits(d, e draft) bool {
	for _, closed := range e.Closes {
		if slices.Contains(d.after, closed.Check) {
			return true
		}
		// Only the control plane does without pods that talk and names that resolve.
		if slices.Contains(foundations(), closed.Check) && check.BatteryOrder(d.Battery) > check.BatteryOrder(e.Battery) && d.Effort.Kind != kindControl {
			return true
		}
		for _, gap := range d.Closes {
			if b.needs(gap.Check, closed.Check, map[string]bool{}) {
				return true
			}
		}
	}
	return false
}

// needs reports whether a check requires another, whatever is between them.
func (b builder) needs(id, other string, seen map[string]bool) bool {
	for _, before := range b.requires[id] {
		if before == other {
			return true
		}
		if !seen[before] {
			seen[before] = true
			if b.needs(before, other, seen) {
				return true
			}
		}
	}
	return false
}

// raiseTiers gives a step at least the tier of those that wait for it.
func raiseTiers(drafts []draft, waits [][]int) {
	for again := true; again; {
		again = false
		for i := range drafts {
			for _, j := range waits[i] {
				if tier := higherTier(drafts[i].Tier, drafts[j].Tier); tier != drafts[j].Tier {
					drafts[j].Tier, again = tier, true
				}
			}
		}
	}
}

// next returns the step to take now: of those that wait for nothing, the one that comes before the others.
// In a cycle, no step waits.
func (b builder) next(drafts []draft, waits [][]int, done []int) int {
	best := -1
	for _, free := range []bool{true, false} {
		for i := range drafts {
			open := slices.ContainsFunc(waits[i], func(j int) bool { return !slices.Contains(done, j) })
			if slices.Contains(done, i) || free && open {
				continue
			}
			if best < 0 || before(drafts[i], drafts[best]) {
				best = i
			}
		}
		if best >= 0 {
			break
		}
	}
	return best
}

// before reports whether d comes before e where neither waits for the other.
func before(d, e draft) bool {
	switch {
	case d.Later != e.Later:
		return e.Later
	case d.Tier != e.Tier:
		return check.Tier(d.Tier).AtLeast(check.Tier(e.Tier))
	case d.key != e.key:
		return d.key
	case len(d.heldBack) != len(e.heldBack):
		return len(d.heldBack) > len(e.heldBack)
	case len(d.needing) != len(e.needing):
		return len(d.needing) > len(e.needing)
	}
	if d.Battery != e.Battery {
		return check.BatteryOrder(d.Battery) < check.BatteryOrder(e.Battery)
	}
	return false
}
