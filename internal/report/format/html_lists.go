package format

import (
	"slices"
	"strings"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/report"
	"github.com/kready/kready/internal/text"
)

// htmlLadder makes a line of each battery, with a step a level.
func htmlLadder(r report.Report) []htmlRung {
	var rungs []htmlRung
	since := levelTrends(r)
	for _, b := range r.Batteries {
		rung := htmlRung{Name: text.Clean(b.Name), Products: text.Clean(providers(b)), Required: b.Required}
		if rung.Products == "" && !strings.EqualFold(b.Title, b.Name) {
			rung.Products = text.Clean(b.Title)
		}
		statuses := []string{b.Levels.Present, b.Levels.Healthy, b.Levels.Configured, b.Levels.Proven}
		for i, level := range check.Levels() {
			step := htmlStepOf(r, b.Name, string(level), statuses[i])
			step.Was = text.Clean(since[[2]string{b.Name, string(level)}])
			rung.Steps = append(rung.Steps, step)
		}
		rungs = append(rungs, rung)
	}
	return rungs
}

// htmlStepOf finds the check that stands for a level: the one of the highest tier with its status.
func htmlStepOf(r report.Report, battery, level, status string) htmlStep {
	step := htmlStep{Level: level, Word: text.Clean(status), Class: text.Clean(status)}
	if status == string(check.StatusSkip) {
		step.Word = ""
		return step
	}
	for _, tier := range []check.Tier{check.TierMust, check.TierShould} {
		for _, x := range r.Results {
			is := x.StatusOrWaived()
			if x.Folded { // what follows from another gap is one all the same
				is = string(check.StatusGap)
			}
			if x.Battery != battery || x.Level != level || x.Tier != string(tier) || is != status {
				continue
			}
			step.Check, step.Href = text.Clean(x.ID), anchor(x.ID)
			step.Word = htmlWord(x)
			if x.Folded {
				step.Word = "gap"
				if tier == check.TierMust {
					step.Word = "GAP"
				}
			}
			if step.Word == "GAP" {
				step.Class = "gap must"
			}
			return step
		}
	}
	return step
}

// htmlBlindSpots groups what could not be read by the reason.
func htmlBlindSpots(r report.Report) []htmlBlind {
	var groups []htmlBlind
	what := map[string][]string{}
	at := map[string]int{}
	for _, b := range r.BlindSpots {
		line := b.What()
		i, known := at[b.Reason]
		if !known {
			i = len(groups)
			at[b.Reason] = i
			groups = append(groups, htmlBlind{Title: text.Clean(blindTitle(b.Reason))})
		}
		seen := htmlFinding{Object: text.Clean(line), Message: text.Clean(b.Message)}
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
func htmlWaivers(r report.Report) []htmlWaiver {
	var all []htmlWaiver
	for _, w := range r.Waivers {
		out := htmlWaiver{
			What: text.Clean(w.Check), State: text.Clean(w.State), Expires: text.Clean(w.Expires), Owner: text.Clean(w.Owner), Reason: text.Clean(text.Sentence(w.Reason)),
		}
		if slices.ContainsFunc(r.Results, func(x report.Result) bool { return x.ID == w.Check }) {
			out.Href = anchor(w.Check)
		}
		if w.Check == "" {
			out.What = "battery " + text.Clean(w.Battery)
		}
		if w.Object != "" {
			out.What += " on " + text.Clean(w.Object)
		}
		if w.State != string(check.WaiverActive) {
			out.Complaint = text.Clean(waiverProblem(w))
		}
		all = append(all, out)
	}
	return all
}
