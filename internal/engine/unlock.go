package engine

import (
	"cmp"
	"slices"
	"strings"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/report"
)

// unlocksMax is how many steps are named.
const unlocksMax = 3

// unlocks returns what would let most of the checks be judged that are unknown for want of facts,
// the most checks for each read first: rights of a live cluster, kinds of a file.
func unlocks(in *facts.Input, results []check.Result) []report.Unlock {
	return unlockSteps(missingReads(in, results))
}

// unlockSteps returns the few reads with which most checks lack nothing any more, given what each
// lacks.
func unlockSteps(missing map[string][]string) []report.Unlock {
	var granted []string
	var steps []report.Unlock
	for len(steps) < unlocksMax {
		best, gain := []string(nil), 0
		for _, set := range missing {
			more := slices.DeleteFunc(slices.Clone(set), func(read string) bool { return slices.Contains(granted, read) })
			if len(more) == 0 {
				continue
			}
			n := judgedWith(missing, slices.Concat(granted, more)) - judgedWith(missing, granted)
			// n for each of more is compared without a division
			if d := cmp.Or(cmp.Compare(n*len(best), gain*len(more)), cmp.Compare(n, gain), slices.Compare(best, more)); best == nil || d > 0 {
				best, gain = more, n
			}
		}
		if best == nil {
			break
		}
		granted = append(granted, best...)
		steps = append(steps, report.Unlock{Reads: best, Checks: gain})
	}
	return steps
}

// judgedWith counts the checks that lack nothing but some reads.
func judgedWith(missing map[string][]string, reads []string) int {
	n := 0
	for _, set := range missing {
		if !slices.ContainsFunc(set, func(read string) bool { return !slices.Contains(reads, read) }) {
			n++
		}
	}
	return n
}

// missingReads returns, by check, the reads that it and what it requires lack, sorted. Checks that
// are unknown for another reason too are left out, as are those for which no right and no kind helps.
func missingReads(in *facts.Input, results []check.Result) map[string][]string {
	byID := map[string]check.Result{}
	for _, r := range results {
		byID[r.Check.ID] = r
	}
	var of func(id string) ([]string, bool)
	of = func(id string) ([]string, bool) {
		r, there := byID[id]
		if !there || r.Outcome.Status != check.StatusUnknown {
			return nil, there && r.Outcome.Status != check.StatusError
		}
		blind := r.Check.StandsWithout.Matter(in.BlindTo(r.Check.Reads...))
		if len(blind) == 0 && r.Because == "" {
			return nil, false
		}
		reads, can := readsOf(in, blind)
		for _, required := range r.Check.Requires {
			more, known := of(required)
			reads, can = append(reads, more...), can && known
		}
		return reads, can
	}
	missing := map[string][]string{}
	for _, r := range results {
		if reads, can := of(r.Check.ID); can && len(reads) > 0 && r.Waiver == nil {
			slices.Sort(reads)
			missing[r.Check.ID] = slices.Compact(reads)
		}
	}
	return missing
}

// readsOf names the reads that blind spots are of. It reports false when one is there for a reason
// that no right, and no kind of a file, would change.
func readsOf(in *facts.Input, blind []facts.BlindSpot) ([]string, bool) {
	var reads []string
	for _, b := range blind {
		switch {
		case in.Target.Kind == "cluster" && b.Reason == facts.ReasonForbidden:
			reads = append(reads, strings.TrimSpace(b.Verb+" "+b.Resource))
		case in.Target.Kind != "cluster" && (b.Reason == facts.ReasonNotContained || b.Reason == facts.ReasonPartial) && report.OfObjects(b.Resource) && isBuiltIn(b.Resource):
			reads = append(reads, b.Resource)
		default:
			return nil, false
		}
	}
	return reads, true
}

// isBuiltIn reports whether every cluster serves a resource, so that kubectl can be told to get it.
// Not all ConfigMaps are to be gathered for the few that are read: they can hold secrets.
func isBuiltIn(resource string) bool {
	_, group, _ := strings.Cut(resource, ".")
	switch {
	case resource == "configmaps", resource == "serviceaccounts", group == "gateway.networking.k8s.io", group == "snapshot.storage.k8s.io":
		return false
	}
	return slices.Contains([]string{"", "apps", "autoscaling", "batch", "policy"}, group) || strings.HasSuffix(group, ".k8s.io")
}
