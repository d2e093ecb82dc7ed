package report

import (
	"fmt"
	"slices"
	"strings"

	"github.com/kready/kready/internal/text"
)

// unjudged gathers what could not be judged by the reason, in their order. What builds on
// a check that could not be judged stands under that one's reason.
func (r Report) unjudged() (reasons []string, byReason map[string][]Result) {
	byReason = map[string][]Result{}
	own := map[string]string{}
	for _, x := range r.Results {
		own[x.ID] = x.Reason
	}
	for _, x := range r.Results {
		if x.Status != "unknown" && x.Status != "error" || x.Waiver != nil {
			continue
		}
		reason := x.Reason
		if root, ok := own[x.Because]; ok {
			reason = root
		}
		if _, ok := byReason[reason]; !ok {
			reasons = append(reasons, reason)
		}
		byReason[reason] = append(byReason[reason], x)
	}
	return reasons, byReason
}

// unjudged prints what could not be judged.
func (p *page) unjudged(r Report) {
	reasons, byReason := r.unjudged()
	if len(reasons) == 0 {
		return
	}
	p.line(p.paint.bold("NOT JUDGED"))
	p.line()
	for _, reason := range reasons {
		var ids []string
		for _, x := range byReason[reason] {
			ids = append(ids, clean(x.ID))
		}
		p.lines(wrap(clean(sentence(reason)), "     ", width))
		for _, l := range wrap(strings.Join(ids, ", "), "       ", width) {
			p.line(p.paint.dim(l))
		}
		for _, x := range byReason[reason] {
			p.findings(x)
		}
	}
	p.line()
}

// everything lists each check with its status and reason.
func (p *page) everything(r Report) {
	p.line(p.paint.bold("ALL CHECKS"))
	p.line()
	for _, x := range r.Results {
		p.line(p.paint.status(x.Status, fmt.Sprintf("%-8s", x.Status)), " ", clean(x.ID))
		reason := x.Reason
		if reason == "" {
			reason = x.Title
		}
		p.lines(wrap(clean(sentence(reason)), "         ", width))
	}
	p.line()
}

// blind gathers what could not be read by the reason, in their order.
func (r Report) blind() (reasons []string, byReason map[string][]string) {
	byReason = map[string][]string{}
	for _, b := range r.BlindSpots {
		what := strings.TrimSpace(b.Verb + " " + b.Resource)
		if b.Namespace != "" {
			what += " in " + b.Namespace
		}
		if _, ok := byReason[b.Reason]; !ok {
			reasons = append(reasons, b.Reason)
		}
		if !slices.Contains(byReason[b.Reason], what) {
			byReason[b.Reason] = append(byReason[b.Reason], what)
		}
	}
	return reasons, byReason
}

// blindSpots says what could not be read, and what would help.
func (p *page) blindSpots(r Report) {
	if len(r.BlindSpots) == 0 {
		return
	}
	reasons, byReason := r.blind()
	p.line(p.paint.bold("BLIND SPOTS"))
	p.line()
	for _, reason := range reasons {
		what := byReason[reason]
		const few = 8
		if !p.Verbose && len(what) > few+1 {
			what = append(slices.Clone(what[:few]), fmt.Sprintf("and %d more (-v shows all)", len(what)-few))
		}
		line := fmt.Sprintf("%s: %s.", blindTitle(reason), strings.Join(what, ", "))
		p.lines(wrap(clean(line), "     ", width))
		if help := blindHelp(reason, byReason[reason]); help != "" {
			p.lines(wrap(help, "     ", width))
		}
		if p.Verbose {
			p.blindMessages(r, reason)
		}
	}
	p.line()
}

func (p *page) blindMessages(r Report, reason string) {
	for _, b := range r.BlindSpots {
		if b.Reason == reason && b.Message != "" {
			p.lines(wrap("- "+clean(fmt.Sprintf("%s %s: %s", b.Verb, b.Resource, b.Message)), "       ", width))
		}
	}
}

func blindTitle(reason string) string {
	switch reason {
	case "forbidden":
		return "Forbidden for this identity"
	case "not-in-dump":
		return "Not in the dump"
	case "not-served":
		return "Not served"
	case "timeout":
		return "No complete answer in time"
	case "unavailable":
		return "The API did not answer as it should"
	case "expired":
		return "The list changed faster than it could be read"
	case "malformed":
		return "Does not decode"
	case "hidden":
		return "Out of sight, at the provider"
	case "not-collected":
		return "Not collected when the snapshot was taken"
	case "too-large":
		return "More than kready keeps"
	}
	return reason
}

// blindHelp says what would open a reader's eyes, given what could not be read.
func blindHelp(reason string, what []string) string {
	switch reason {
	case "forbidden":
		return "To judge these checks, run kready as an identity that may get and list them. No Secret is ever needed."
	case "not-in-dump":
		if !slices.ContainsFunc(what, func(w string) bool { return !strings.Contains(w, "/") }) {
			return "Only the API server itself tells these."
		}
		return "If the dump is the whole cluster, say so with --complete: what it does not contain then counts as absent."
	case "timeout":
		return "A longer --timeout may help."
	case "not-collected":
		return "Take a new snapshot with all checks."
	case "too-large":
		return "Narrow the entry of collect: in kready.yaml to one namespace, or to shorter fields."
	}
	return ""
}

// summary is the last line, and what the exit code means.
func (p *page) summary(r Report) {
	v := r.Verdict
	p.line(v.counts())
	word, status, meaning := v.words()
	p.line(p.paint.status(status, word), ": ", meaning)
	if v.Counts.Gap+v.Counts.Unknown > 0 {
		p.line(p.paint.dim("`kready explain ID` says more about a check; -v lists them all."))
	}
}

// counts says how many checks came out how.
func (v Verdict) counts() string {
	others := v.Counts.Gap - v.MustGaps
	parts := []string{text.Counted(v.MustGaps, "must-have gap", "must-have gaps")}
	if others > 0 {
		parts = append(parts, text.Counted(others, "lesser gap", "lesser gaps"))
	}
	if n := v.Counts.Unknown; n > 0 {
		parts = append(parts, fmt.Sprintf("%d not judged", n))
	}
	if n := v.Counts.Error; n > 0 {
		parts = append(parts, text.Counted(n, "check broke", "checks broke"))
	}
	if n := v.Counts.Waived; n > 0 {
		parts = append(parts, fmt.Sprintf("%d waived", n))
	}
	parts = append(parts, fmt.Sprintf("%d passed", v.Counts.Pass), fmt.Sprintf("%d skipped", v.Counts.Skip))
	return strings.Join(parts, ", ") + "."
}

// words are the verdict in capitals, the status that stands for it, and what it means,
// with its exit code.
func (v Verdict) words() (word, status, meaning string) {
	word, status, meaning = "READY", "pass", "no gap that counts, and every must-have was judged"
	switch v.ExitCode {
	case 1:
		word, status, meaning = "NOT READY", "gap", failMeaning(v)
	case 3:
		word, status = "NOT JUDGED", "unknown"
		meaning = text.Counted(v.MustUnknown, "must-have", "must-haves") + " could not be judged"
	default:
		if !v.Complete {
			meaning = fmt.Sprintf("no gap that counts; %s not judged, and accepted so",
				text.Counted(v.MustUnknown, "must-have was", "must-haves were"))
		}
	}
	if w, s, m, ok := newWords(v); ok {
		word, status, meaning = w, s, m
	}
	return word, status, fmt.Sprintf("%s (exit %d).", meaning, v.ExitCode)
}

func failMeaning(v Verdict) string {
	if v.FailOn != "must" {
		return fmt.Sprintf("at least one gap of tier %s or above", v.FailOn)
	}
	return text.Counted(v.MustGaps, "must-have gap", "must-have gaps")
}
