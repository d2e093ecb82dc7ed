package report

import (
	"slices"
	"strings"

	"github.com/kready/kready/internal/check"
)

// htmlLadder makes a line of each battery, with a step a level.
func htmlLadder(r Report) []htmlRung {
	var rungs []htmlRung
	for _, b := range r.Batteries {
		rung := htmlRung{Name: clean(b.Name), About: clean(providers(b)), Required: b.Required}
		if rung.About == "" && !strings.EqualFold(b.Title, b.Name) {
			rung.About = clean(b.Title)
		}
		statuses := []string{b.Levels.Present, b.Levels.Healthy, b.Levels.Configured, b.Levels.Proven}
		for i, level := range check.Levels() {
			rung.Steps = append(rung.Steps, htmlStepOf(r, b.Name, string(level), statuses[i]))
		}
		rungs = append(rungs, rung)
	}
	return rungs
}

// htmlStepOf finds the check that stands for a level: the weightiest of its status.
func htmlStepOf(r Report, battery, level, status string) htmlStep {
	step := htmlStep{Level: level, Word: clean(status), Class: clean(status)}
	if status == string(check.StatusSkip) {
		step.Word = ""
		return step
	}
	for _, tier := range []check.Tier{check.TierMust, check.TierShould} {
		for _, x := range r.Results {
			if x.Battery != battery || x.Level != level || x.Tier != string(tier) || standing(x) != status {
				continue
			}
			step.Check, step.Href = clean(x.ID), anchor(x.ID)
			step.Word = htmlWord(x)
			if step.Word == "GAP" {
				step.Class = "gap must"
			}
			return step
		}
	}
	return step
}

// htmlBlindSpots groups what could not be read by the reason.
func htmlBlindSpots(r Report) []htmlBlind {
	var groups []htmlBlind
	what := map[string][]string{}
	at := map[string]int{}
	for _, b := range r.BlindSpots {
		line := strings.TrimSpace(b.Verb + " " + b.Resource)
		if b.Namespace != "" {
			line += " in " + b.Namespace
		}
		i, known := at[b.Reason]
		if !known {
			i = len(groups)
			at[b.Reason] = i
			groups = append(groups, htmlBlind{Title: clean(blindTitle(b.Reason))})
		}
		seen := htmlSeen{Object: clean(line), Message: clean(b.Message)}
		if !slices.Contains(groups[i].What, seen) {
			groups[i].What = append(groups[i].What, seen)
			what[b.Reason] = append(what[b.Reason], line)
		}
	}
	for reason, i := range at {
		groups[i].Help = blindHelp(reason, what[reason])
	}
	return groups
}

// htmlWaivers are all waivers of the configuration, with a complaint about those that
// cover nothing.
func htmlWaivers(r Report) []htmlWaiver {
	var all []htmlWaiver
	for _, w := range r.Waivers {
		out := htmlWaiver{
			What: clean(w.Check), State: clean(w.State), Expires: clean(w.Expires), Owner: clean(w.Owner), Reason: clean(sentence(w.Reason)),
		}
		if slices.ContainsFunc(r.Results, func(x Result) bool { return x.ID == w.Check }) {
			out.Href = anchor(w.Check)
		}
		if w.Check == "" {
			out.What = "battery " + clean(w.Battery)
		}
		if w.Object != "" {
			out.What += " on " + clean(w.Object)
		}
		if w.State != string(check.WaiverActive) {
			out.Complaint = clean(complaint(w))
		}
		all = append(all, out)
	}
	return all
}

// newHTMLFilters offers what the report holds, and nothing that would find no check.
func newHTMLFilters(sections []htmlSection) htmlFilters {
	has := map[string]bool{}
	var f htmlFilters
	for _, s := range sections {
		for _, c := range s.Checks {
			has["tier "+c.Tier], has["status "+c.Status] = true, true
			if !slices.Contains(f.Batteries, c.Battery) {
				f.Batteries = append(f.Batteries, c.Battery)
			}
		}
	}
	slices.Sort(f.Batteries)
	for _, t := range []htmlChoice{{"must", "must-have"}, {"should", "should-have"}, {"could", "nice-to-have"}} {
		if has["tier "+t.Value] {
			f.Tiers = append(f.Tiers, t)
		}
	}
	for _, s := range []htmlChoice{
		{"gap", "gap"}, {"unknown", "unknown"}, {"error", "error"}, {"waived", "waived"}, {"pass", "pass"}, {"skip", "skip"},
	} {
		if has["status "+s.Value] {
			f.Statuses = append(f.Statuses, s)
		}
	}
	return f
}
