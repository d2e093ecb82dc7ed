package fleet

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/report"
	"github.com/kready/kready/internal/text"
)

// Side is one of two fleets that are compared.
type Side struct {
	// Name is the file that it came from.
	Name     string `json:"name"`
	Tool     string `json:"tool"`
	Profile  string `json:"profile"`
	Clusters int    `json:"clusters"`
}

// Baseline is an earlier report of the fleet, and what changed since.
type Baseline struct {
	Side
	Changes
}

// Side describes a fleet that came from a file.
func (f Fleet) Side(name string) Side {
	return Side{Name: name, Tool: f.Tool, Profile: f.Profile, Clusters: len(f.Clusters)}
}

// Describe says in a line what a side is.
func (s Side) Describe() string {
	words := []string{s.Name, text.Counted(s.Clusters, "cluster", "clusters")}
	if s.Profile != "" {
		words = append(words, "profile "+s.Profile)
	}
	return strings.Join(append(words, "kready "+s.Tool), " · ")
}

// sort orders what changed: what got worse first, must-haves first, then what most clusters have.
func (c *Changes) sort() {
	words := []string{NewGap, LargerGap, NewlyUnknown, NewlyWaived, SkippedGap, SmallerGap, ClosedGap, NewlyJudged}
	slices.SortStableFunc(c.Checks, func(a, b CheckChange) int {
		return cmp.Or(
			cmp.Compare(slices.Index(words, a.Change), slices.Index(words, b.Change)), cmp.Compare(tierRank(a.Tier), tierRank(b.Tier)),
			cmp.Compare(len(b.Clusters), len(a.Clusters)), cmp.Compare(check.BatteryOrder(a.Battery), check.BatteryOrder(b.Battery)), cmp.Compare(a.Check, b.Check))
	})
	for _, list := range [][]ValueChange{c.Verdicts, c.Versions, c.Products} {
		slices.SortStableFunc(list, func(a, b ValueChange) int { return cmp.Compare(len(b.Clusters), len(a.Clusters)) })
	}
}

// Judge decides on the exit code: a new gap comes before what is no longer judged, which a cluster
// that cannot be reached any more is as a whole.
func (c Changes) Judge(failOn string, allowUnknown bool) ChangeVerdict {
	floor, isNew := report.NewGapsTier(failOn)
	if !isNew {
		floor = check.TierMust
	}
	v := ChangeVerdict{ChangeVerdict: report.ChangeVerdict{FailOn: failOn}, NewLost: len(c.Lost)}
	for _, x := range c.Checks {
		switch {
		case !x.Worse:
		case x.Change == NewlyUnknown:
			v.NewUnknown += len(x.Clusters)
		case check.Tier(x.Tier).AtLeast(floor):
			v.NewGaps += len(x.Clusters)
		}
	}
	v.Worse = v.NewGaps+v.NewUnknown+v.NewLost > 0
	switch {
	case isNew && v.NewGaps > 0:
		v.ExitCode = 1
	case v.NewUnknown+v.NewLost > 0 && !allowUnknown:
		v.ExitCode = 3
	}
	return v
}

// ChangeVerdict is the verdict on what changed, over all clusters.
type ChangeVerdict struct {
	report.ChangeVerdict
	// NewLost counts clusters that cannot be reached any more.
	NewLost int `json:"newLost"`
}

// Headline is the verdict in capitals, the status that stands for it, and why.
func (v ChangeVerdict) Headline() (word, status, meaning string) {
	word, status, meaning = v.ChangeVerdict.Headline()
	if v.NewLost == 0 {
		return word, status, meaning
	}
	lost := text.Counted(v.NewLost, "cluster", "clusters") + " can no longer be reached"
	if v.NewUnknown == 0 && v.ExitCode == 3 {
		return word, status, lost
	}
	return word, status, meaning + "; " + lost
}

// WithBaseline returns the members with their reports held against the clusters of an earlier fleet, and what
// changed as a whole. Where FailOn is about what is new, that decides the verdicts.
func (f Fleet) WithBaseline(members []Member, old Fleet, name string, expiringDays int, allowUnknown bool) ([]Member, *Baseline) {
	changes, each := Compare(old, f, expiringDays)
	places := old.places()
	members = slices.Clone(members)
	for i, m := range members {
		if m.Report == nil {
			continue
		}
		side := report.Side{Name: name, Form: "fleet", Tool: old.Tool, Profile: m.Report.Profile, Target: report.Target{Name: "this cluster has no report in it"}}
		own := each[m.Name]
		if at, known := places[m.Name]; known && old.Clusters[at].Target != nil {
			side.Target, side.Profile = *old.Clusters[at].Target, old.Clusters[at].Profile
		} else {
			own.Notes = append(own.Notes, "the baseline holds no report of this cluster: each gap counts as new")
		}
		rep := m.Report.WithBaseline(report.Baseline{Side: side, Changes: own}, allowUnknown)
		members[i].Report = &rep
	}
	return members, &Baseline{Side: old.Side(name), Changes: changes}
}

// counts say in a line what changed.
func (c Changes) counts() string {
	count := map[string]int{}
	for _, x := range c.Checks {
		count[x.Change] += len(x.Clusters)
	}
	parts := []string{text.Counted(count[NewGap], "new gap", "new gaps")}
	for _, x := range []struct {
		n    int
		word string
	}{
		{count[LargerGap], "larger"},
		{count[SmallerGap], "smaller"},
		{count[ClosedGap], "closed"},
		{count[SkippedGap], "not asked any more"},
		{count[NewlyWaived], "newly waived"},
		{count[NewlyUnknown], "no longer judged"},
		{count[NewlyJudged], "judged again"},
	} {
		if x.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", x.n, x.word))
		}
	}
	for _, x := range []struct {
		names []string
		word  string
	}{{c.Came, "came"}, {c.Gone, "gone"}, {c.Lost, "no longer reached"}, {c.Found, "reached again"}} {
		if len(x.names) > 0 {
			parts = append(parts, text.Counted(len(x.names), "cluster", "clusters")+" "+x.word)
		}
	}
	return strings.Join(parts, ", ")
}
