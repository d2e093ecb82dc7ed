package diff

import (
	"slices"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/report"
)

// levels compares what each battery has reached, by the checks that both reports have.
// Nice-to-haves do not count, as in the ladder. What somebody waived is no progress.
func (p pair) levels() []report.LevelChange {
	out := []report.LevelChange{}
	for _, b := range p.now.Batteries {
		for _, level := range check.Levels() {
			var ids []string
			for _, x := range p.now.Results {
				_, both := p.oldByID[x.ID]
				if both && x.Battery == b.Name && x.Level == string(level) && x.Tier != string(check.TierCould) {
					ids = append(ids, x.ID)
				}
			}
			was, is := worst(ids, p.oldByID), worst(ids, p.nowByID)
			if word := p.direction(was, is, ids); word != "" && (level != check.LevelProven || is != "skip") { // or it was not probed
				out = append(out, report.LevelChange{Battery: b.Name, Level: string(level), Was: was, Is: is, Change: word})
			}
		}
	}
	return out
}

// direction is regressed for a level that was lost, improved for one that was reached, and ""
// for neither. A level is lost, too, when nothing is left to judge it by, and it is not reached by
// what is not judged any more.
func (p pair) direction(was, is string, ids []string) string {
	const regressed, improved = "regressed", "improved"
	switch {
	case was == is:
		return ""
	case is == "gap", was == "pass":
		return regressed
	case is == "pass" && !slices.ContainsFunc(ids, p.fell):
		return improved
	}
	return ""
}

// fell reports whether a check that did not pass is left out now.
func (p pair) fell(id string) bool {
	was := p.oldByID[id].StatusOrWaived()
	return was != "pass" && was != "skip" && p.nowByID[id].StatusOrWaived() == "skip"
}

// worst is the status that stands for several checks; waived is worse than a pass.
func worst(ids []string, results map[string]report.Result) string {
	for _, s := range []string{"gap", "error", "unknown", report.Waived, "pass"} {
		if slices.ContainsFunc(ids, func(id string) bool { return results[id].StatusOrWaived() == s }) {
			return s
		}
	}
	return "skip"
}
