package report

import (
	"fmt"

	"github.com/kready/kready/internal/check"
)

// aboutTarget says in a few words each what was looked at, clean of control characters.
func aboutTarget(t Target) []string {
	var about []string
	if t.Version != "" {
		about = append(about, "Kubernetes "+clean(t.Version))
	}
	if t.DistributionTitle != "" {
		about = append(about, clean(t.DistributionTitle))
	}
	if t.Nodes > 0 {
		about = append(about, check.Counted(t.Nodes, "node", "nodes"))
	}
	if t.Server != "" {
		about = append(about, clean(t.Server))
	}
	return about
}

// aboutRun says by which measure it was judged, and how old the facts are.
func aboutRun(r Report) []string {
	about := []string{"profile " + clean(r.Profile)}
	if !r.Target.AsOf.Equal(r.Target.CollectedAt) {
		about = append(about, "judged as of "+r.Target.AsOf.Format("2006-01-02"))
	}
	if !r.Target.CollectedAt.IsZero() {
		about = append(about, "read "+r.Target.CollectedAt.UTC().Format("2006-01-02 15:04 UTC"))
	}
	return about
}

// countWords are the results by what became of them, with their nouns.
func countWords(v Verdict) []string {
	words := []string{check.Counted(v.MustGaps, "must-have gap", "must-have gaps")}
	if others := v.Counts.Gap - v.MustGaps; others > 0 {
		words = append(words, check.Counted(others, "lesser gap", "lesser gaps"))
	}
	if n := v.Counts.Unknown; n > 0 {
		words = append(words, fmt.Sprintf("%d not judged", n))
	}
	if n := v.Counts.Error; n > 0 {
		words = append(words, check.Counted(n, "check broke", "checks broke"))
	}
	if n := v.Counts.Waived; n > 0 {
		words = append(words, fmt.Sprintf("%d waived", n))
	}
	return append(words, fmt.Sprintf("%d passed", v.Counts.Pass), fmt.Sprintf("%d skipped", v.Counts.Skip))
}

// verdictWords are the verdict in capitals, the status that stands for it, and why.
func verdictWords(v Verdict) (word, status, meaning string) {
	switch v.ExitCode {
	case 1:
		return "NOT READY", "gap", failMeaning(v)
	case 3:
		return "NOT JUDGED", "unknown", check.Counted(v.MustUnknown, "must-have", "must-haves") + " could not be judged"
	}
	if !v.Complete {
		return "READY", "pass", fmt.Sprintf("no gap that counts; %s not judged, and accepted so",
			check.Counted(v.MustUnknown, "must-have was", "must-haves were"))
	}
	return "READY", "pass", "no gap that counts, and every must-have was judged"
}

func failMeaning(v Verdict) string {
	if v.FailOn != "must" {
		return fmt.Sprintf("at least one gap of tier %s or above", v.FailOn)
	}
	return check.Counted(v.MustGaps, "must-have gap", "must-have gaps")
}
