package format

import (
	"fmt"
	"slices"
	"strings"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/report"
	"github.com/kready/kready/internal/text"
)

// changeEntry is one entry of what changed, in words that every format shares.
type changeEntry struct {
	// label is the kind of change, status what it stands for; subject is what changed.
	label, status, subject string
	// detail says how, in a few words.
	detail string
	// reason is a sentence of the cluster's, found what was seen.
	reason string
	found  []markedFinding
	// also are other checks that changed with it, for the same reason.
	also []string
}

// markedFinding is a finding that appeared (+), went (-) or is waived now (~).
type markedFinding struct {
	mark string
	report.Finding
}

// between is what stands between the subject and the words about it.
func (n changeEntry) between() string {
	switch n.label {
	case "product", "cluster", "waiver":
		return " "
	case "regressed", "improved":
		return ": "
	}
	return ", "
}

// changeEntries returns all that changed, what got worse first.
func changeEntries(c report.Changes) []changeEntry {
	return slices.Concat(
		foldedEntries("new gap", "gap", c.NewGaps), outcomeEntries("changed", "gap", c.ChangedGaps),
		foldedEntries("not judged", "unknown", c.NewlyUnknown), outcomeEntries("not asked", "skip", c.SkippedGaps),
		outcomeEntries("waived", "skip", c.NewlyWaived), outcomeEntries("closed", "pass", c.ClosedGaps),
		foldedEntries("judged", "pass", c.NewlyJudged),
		levelEntries(c.Levels), productEntries(c.Products), clusterEntries(c.Cluster), waiverEntries(c.Waivers),
	)
}

func outcomeEntries(label, status string, changes []report.Change) []changeEntry {
	var out []changeEntry
	for _, x := range changes {
		n := changeEntry{label: label, status: status, subject: x.ID, detail: tierNoun(x.Tier) + ", " + describeOutcomes(x), reason: text.Sentence(x.Reason)}
		if x.Is == report.Waived && x.Waiver != nil {
			n.detail = fmt.Sprintf("%s, was %s, waived until %s by %s", tierNoun(x.Tier), x.Was, x.Waiver.Expires, x.Waiver.Owner)
			n.reason = text.Sentence(x.Reason) + " " + text.Sentence(x.Waiver.Reason)
		}
		for _, list := range []struct {
			mark     string
			findings []report.Finding
		}{{"+", x.Appeared}, {"-", x.Gone}, {"~", x.Accepted}} {
			for _, f := range list.findings {
				n.found = append(n.found, markedFinding{list.mark, f})
			}
		}
		out = append(out, n)
	}
	return out
}

// foldedEntries puts what follows from another change of the list under that one.
func foldedEntries(label, status string, changes []report.Change) []changeEntry {
	follows := map[string][]string{}
	roots := slices.DeleteFunc(slices.Clone(changes), func(x report.Change) bool {
		root := slices.ContainsFunc(changes, func(y report.Change) bool { return y.ID == x.Because && y.ID != x.ID })
		if root {
			follows[x.Because] = append(follows[x.Because], x.ID)
		}
		return root
	})
	out := outcomeEntries(label, status, roots)
	for i := range out {
		out[i].also = follows[out[i].subject]
	}
	return out
}

// describeOutcomes say what a result was, and what it is where the label does not say that.
func describeOutcomes(x report.Change) string {
	switch {
	case x.Was == report.Waived && x.Waiver != nil && x.Is == "pass":
		return "was waived until " + x.Waiver.Expires + ", passes now"
	case x.Was == report.Waived && x.Waiver != nil:
		return "was waived until " + x.Waiver.Expires
	case x.Was == "gap" && x.Is == "gap":
		return countFindings(x)
	case x.Is == "pass":
		return "was " + x.Was + ", passes now"
	case x.Is == "skip" && x.Because == "" && x.Level == string(check.LevelProven):
		return "was " + x.Was + ", not tried now"
	case x.Is == "skip" && x.Because == "":
		return "was " + x.Was + ", nothing to judge now"
	case x.Is == "skip":
		return "was " + x.Was + ", not judged because of " + x.Because
	}
	return "was " + x.Was
}

// after counts the findings after the first few.
func (n changeEntry) after(few int) int {
	total := 0
	for _, f := range n.found[few:] {
		total += max(1, f.Stands)
	}
	return total
}

// countFindings counts what came and went in a gap that was there before.
func countFindings(x report.Change) string {
	var parts []string
	for _, p := range []struct {
		n    int
		word string
	}{{report.Number(x.Appeared), "new"}, {report.Number(x.Gone), "gone"}, {report.Number(x.Accepted), "waived"}} {
		if p.n > 0 {
			parts = append(parts, text.Counted(p.n, "finding", "findings")+" "+p.word)
		}
	}
	return strings.Join(parts, ", ")
}

func tierNoun(tier string) string {
	switch tier {
	case "must", "should":
		return tier + "-have"
	case "could":
		return "nice-to-have"
	}
	return tier
}

// levelEntries has a line for each battery and direction.
func levelEntries(levels []report.LevelChange) []changeEntry {
	var out []changeEntry
	for _, direction := range []struct{ word, status string }{{"regressed", "gap"}, {"improved", "pass"}} {
		for _, l := range levels {
			words := l.Level + " " + l.Was + " → " + l.Is
			last := len(out) - 1
			switch {
			case l.Change != direction.word:
			case last >= 0 && out[last].label == l.Change && out[last].subject == l.Battery:
				out[last].detail += ", " + words
			default:
				out = append(out, changeEntry{label: l.Change, status: direction.status, subject: l.Battery, detail: words})
			}
		}
	}
	return out
}

func productEntries(products []report.ProductChange) []changeEntry {
	var out []changeEntry
	for _, p := range products {
		out = append(out, changeEntry{
			label: "product", status: "skip", subject: p.Title,
			detail: strings.Join(describeProduct(p), ", ") + " (" + strings.Join(p.Batteries, ", ") + ")",
		})
	}
	return out
}

// describeProduct say how a product changed: "1.14.6 → 1.15.0".
func describeProduct(p report.ProductChange) []string {
	was, is := strings.TrimPrefix(p.Was.Version, "v"), strings.TrimPrefix(p.Is.Version, "v")
	var words []string
	switch {
	case p.Change == "appeared":
		words = append(words, strings.TrimSpace(is+" appeared"))
	case p.Change == "gone" && p.Was.State == "remnant":
		words = append(words, "left-overs are gone")
	case p.Change == "gone":
		words = append(words, strings.TrimSpace(was+" is gone"))
	case was != is:
		words = append(words, orNotKnown(was)+" → "+orNotKnown(is))
	}
	if p.Is.State == p.Was.State {
		return words
	}
	switch p.Is.State {
	case "declared":
		return append(words, "asked for and not seen running")
	case "hidden":
		return append(words, "run out of sight")
	case "remnant":
		if p.Change == "appeared" {
			return append(words, "as left-overs only")
		}
		return append(words, "left-overs remain")
	case "running":
		if p.Change != "appeared" {
			return append(words, "runs now")
		}
	}
	return words
}

func clusterEntries(changes []report.ClusterChange) []changeEntry {
	var out []changeEntry
	for _, x := range changes {
		out = append(out, changeEntry{label: "cluster", status: "skip", subject: x.What, detail: strings.TrimPrefix(x.Was, "v") + " → " + strings.TrimPrefix(x.Is, "v")})
	}
	return out
}

func orNotKnown(version string) string {
	if version == "" {
		return "not known"
	}
	return version
}

func waiverEntries(waivers []report.WaiverLeft) []changeEntry {
	var out []changeEntry
	for _, w := range waivers {
		n := changeEntry{label: "waiver", status: "unknown", subject: w.Subject()}
		switch {
		case w.DaysLeft < 0:
			n.detail = "expired on " + w.Expires
		case w.DaysLeft == 0:
			n.detail = "has its last day, " + w.Expires
		default:
			n.detail = "lapses in " + text.Counted(w.DaysLeft, "day", "days") + ", after " + w.Expires
		}
		n.detail += " (" + w.Owner + ")"
		out = append(out, n)
	}
	return out
}

// describeUncompared say of checks that only one report has what became of them.
func describeUncompared(all []report.Lone) string {
	var gaps, unknown []string
	for _, x := range all {
		switch x.Status {
		case "gap":
			gaps = append(gaps, x.ID+" ("+tierNoun(x.Tier)+")")
		case "unknown", "error":
			unknown = append(unknown, x.ID+" ("+tierNoun(x.Tier)+")")
		}
	}
	out := text.Counted(len(all), "check", "checks")
	if len(gaps) > 0 {
		out += "; gaps: " + strings.Join(gaps, ", ")
	}
	if len(unknown) > 0 {
		out += "; not judged: " + strings.Join(unknown, ", ")
	}
	return out
}
