package report

import (
	"fmt"
	"slices"
	"strings"

	"github.com/kready/kready/internal/check"
)

// news is one entry of what changed, in words that every format shares.
type news struct {
	// label is the kind of change, status what it stands for; subject is what changed.
	label, status, subject string
	// about says how, in a few words.
	about string
	// reason is a sentence of the cluster's, found what was seen.
	reason string
	found  []sign
}

// sign is a finding that appeared (+), went (-) or is waived now (~).
type sign struct {
	mark string
	Finding
}

// news returns all that changed, what got worse first.
func (c Changes) news() []news {
	return slices.Concat(
		changeNews("new gap", "gap", c.NewGaps), changeNews("changed", "gap", c.ChangedGaps),
		changeNews("not judged", "unknown", c.NewlyUnknown), changeNews("not asked", "skip", c.UnaskedGaps),
		changeNews("waived", "skip", c.NewlyWaived), changeNews("closed", "pass", c.ClosedGaps),
		changeNews("judged", "pass", c.NewlyJudged),
		levelNews(c.Levels), productNews(c.Products), clusterNews(c.Cluster), waiverNews(c.Waivers),
	)
}

func changeNews(label, status string, changes []Change) []news {
	var out []news
	for _, x := range changes {
		n := news{label: label, status: status, subject: x.ID, about: tierNoun(x.Tier) + ", " + wasWords(x), reason: sentence(x.Reason)}
		if x.Is == Waived && x.Waiver != nil {
			n.about = fmt.Sprintf("%s, was %s, waived until %s by %s", tierNoun(x.Tier), x.Was, x.Waiver.Expires, x.Waiver.Owner)
			n.reason = sentence(x.Reason) + " " + sentence(x.Waiver.Reason)
		}
		for _, list := range []struct {
			mark     string
			findings []Finding
		}{{"+", x.Appeared}, {"-", x.Went}, {"~", x.Accepted}} {
			for _, f := range list.findings {
				n.found = append(n.found, sign{list.mark, f})
			}
		}
		out = append(out, n)
	}
	return out
}

// wasWords say what a result was, and what it is where the label does not say that.
func wasWords(x Change) string {
	switch {
	case x.Was == Waived && x.Waiver != nil:
		return "was waived until " + x.Waiver.Expires
	case x.Was == "gap" && x.Is == "gap":
		return growth(x)
	case x.Is == "pass":
		return "was " + x.Was + ", passes now"
	case x.Is == "skip" && x.Because == "":
		return "was " + x.Was + ", does not apply now"
	case x.Is == "skip":
		return "was " + x.Was + ", not asked while " + x.Because + " is a gap"
	}
	return "was " + x.Was
}

// growth counts what came and went in a gap that was there before.
func growth(x Change) string {
	var parts []string
	for _, p := range []struct {
		n    int
		word string
	}{{len(x.Appeared), "new"}, {len(x.Went), "gone"}, {len(x.Accepted), "waived"}} {
		if p.n > 0 {
			parts = append(parts, check.Counted(p.n, "finding", "findings")+" "+p.word)
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

func levelNews(levels []LevelChange) []news {
	var out []news
	for _, l := range levels {
		status := "pass"
		if l.Change == "regressed" {
			status = "gap"
		}
		out = append(out, news{label: l.Change, status: status, subject: l.Battery, about: l.Level + ", " + l.Was + " → " + l.Is})
	}
	return out
}

func productNews(products []ProductChange) []news {
	var out []news
	for _, p := range products {
		subject, about := p.Title, ""
		was, is := strings.TrimPrefix(p.Was.Version, "v"), strings.TrimPrefix(p.Is.Version, "v")
		switch {
		case p.Change == "appeared":
			about = strings.TrimSpace("appeared " + is)
		case p.Change == "gone":
			about = strings.TrimSpace(was + " is gone")
			if p.Is.State == "remnant" {
				about += ", left-overs remain"
			}
		case p.Was.Version != p.Is.Version:
			about = orNotKnown(was) + " → " + orNotKnown(is)
		}
		if words := stateWords(p.Is.State); words != "" && p.Is.State != p.Was.State && p.Is.State != "remnant" {
			about = strings.TrimPrefix(about+", "+words, ", ")
		}
		out = append(out, news{label: "product", status: "skip", subject: subject, about: about + " (" + strings.Join(p.Batteries, ", ") + ")"})
	}
	return out
}

func stateWords(state string) string {
	switch state {
	case "declared":
		return "asked for and not seen running"
	case "hidden":
		return "run by the provider"
	case "running":
		return "running"
	}
	return ""
}

func clusterNews(changes []ClusterChange) []news {
	var out []news
	for _, x := range changes {
		out = append(out, news{label: "cluster", status: "skip", subject: x.What, about: x.Was + " → " + x.Is})
	}
	return out
}

func orNotKnown(version string) string {
	if version == "" {
		return "not known"
	}
	return version
}

func waiverNews(waivers []WaiverLeft) []news {
	var out []news
	for _, w := range waivers {
		n := news{label: "waiver", status: "unknown", subject: w.Covers()}
		switch {
		case w.DaysLeft < 0:
			n.about = "expired on " + w.Expires
		case w.DaysLeft == 0:
			n.about = "has its last day, " + w.Expires
		default:
			n.about = "lapses in " + check.Counted(w.DaysLeft, "day", "days") + ", after " + w.Expires
		}
		n.about += " (" + w.Owner + ")"
		out = append(out, n)
	}
	return out
}

// loneWords say of checks that only one report has what became of them.
func loneWords(all []Lone) string {
	var gaps, unknown []string
	for _, x := range all {
		switch x.Status {
		case "gap":
			gaps = append(gaps, x.ID+" ("+tierNoun(x.Tier)+")")
		case "unknown", "error":
			unknown = append(unknown, x.ID+" ("+tierNoun(x.Tier)+")")
		}
	}
	text := check.Counted(len(all), "check", "checks")
	if len(gaps) > 0 {
		text += "; gaps: " + strings.Join(gaps, ", ")
	}
	if len(unknown) > 0 {
		text += "; not judged: " + strings.Join(unknown, ", ")
	}
	return text
}
