package format

import (
	"fmt"

	"github.com/kready/kready/internal/report"
)

// trends say by check what became of it since the baseline, in a few words.
func trends(r report.Report) map[string]string {
	all := map[string]string{}
	if r.Baseline == nil {
		return all
	}
	c := r.Baseline.Changes
	for _, list := range []struct {
		word    string
		changes []report.Change
	}{
		{"new", c.NewGaps},
		{"closed", c.ClosedGaps},
		{"no longer asked", c.SkippedGaps},
		{"newly waived", c.NewlyWaived},
		{"no longer judged", c.NewlyUnknown},
		{"judged again", c.NewlyJudged},
	} {
		for _, x := range list.changes {
			all[x.ID] = list.word
		}
	}
	for _, x := range c.ChangedGaps {
		all[x.ID] = "changed"
		if x.Worse {
			all[x.ID] = "larger"
		}
	}
	return all
}

// levelTrends say by battery and level what the status was in the baseline, where that was another one.
func levelTrends(r report.Report) map[[2]string]string {
	all := map[[2]string]string{}
	if r.Baseline == nil {
		return all
	}
	for _, x := range r.Baseline.Levels {
		if x.Was != x.Is {
			all[[2]string{x.Battery, x.Level}] = x.Was
		}
	}
	return all
}

// countTrend says how many checks of a section are in it since the baseline only.
func countTrend(checks []htmlCheck) string {
	n := map[string]int{}
	for _, c := range checks {
		n[c.Trend]++
	}
	for _, word := range []string{"new", "closed", "no longer judged", "newly waived"} {
		if n[word] > 0 {
			return fmt.Sprintf("%d %s", n[word], word)
		}
	}
	return ""
}
