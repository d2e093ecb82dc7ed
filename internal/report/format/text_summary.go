package format

import (
	"math"
	"slices"
	"strings"

	"github.com/kready/kready/internal/report"
	"github.com/kready/kready/internal/text"
)

// summary is the end: the numbers, the verdict with what the exit code means, and what to do next.
func (p *page) summary(r report.Report) {
	v := r.Verdict
	tally := v.Tally()
	if v.Asked != nil {
		tally = v.Asked.Tally()
	}
	width := p.width
	if p.Width <= 0 {
		width = math.MaxInt // no terminal: a line each, for whoever looks for them
	}
	word, status, meaning := v.Headline()
	if v.Asked == nil || v.ExitCode != 0 {
		p.lines(text.Hang("", "", text.Clean(tally), width))
	}
	lines := text.Hang(word+": ", "", text.Clean(meaning), width)
	p.line(p.paint.status(status, word), strings.TrimPrefix(lines[0], word))
	p.lines(lines[1:])
	said, commands := p.next(r)
	if said == "" {
		return
	}
	p.lines(text.Hang("Next: ", "", said+".", p.width))
	for _, command := range commands {
		p.line("  " + command)
	}
}

// next says what to do now, with the commands for it, which are never wrapped.
func (p *page) next(r report.Report) (said string, commands []string) {
	first, counts := worst(r), r.Verdict.Counts
	more := ""
	if !p.Verbose {
		more = "; -v shows everything here"
	}
	switch {
	case r.Verdict.ExitCode == 3:
		return "what NOT JUDGED above says is missing" + more, nil
	case first != "" && !p.CanAsk:
		return "more about the first gap" + more, []string{"kready explain " + first}
	case first != "" && (r.Verdict.Asked != nil || counts.Gap == 1):
		return "all about the first gap" + more, []string{p.command("explain " + first)}
	case first != "":
		return "all about the first gap, and the order in which to close them" + more, []string{p.command("explain " + first), p.command("plan")}
	case counts.Unknown+counts.Error > 0:
		return "why checks could not be judged is above" + more, nil
	case p.Live && p.CanAsk && r.Verdict.Asked == nil && !proven(r):
		return "what probes can prove that nothing here shows", []string{p.command("probe --plan")}
	}
	return "", nil
}

// worst is the id of the first gap, of what was asked for before what that requires, and must-haves
// first; "" where there is none.
func worst(r report.Report) string {
	for _, asked := range []bool{true, false} {
		for _, tier := range []string{"must", "should", "could"} {
			for _, x := range r.Results {
				if x.Status == "gap" && x.Waiver == nil && x.Tier == tier && r.WasAsked(x) == asked {
					return text.Clean(x.ID)
				}
			}
		}
	}
	return ""
}

// command is a command line of kready that looks at the same target.
func (p *page) command(words string) string {
	return strings.TrimSpace("kready " + words + " " + p.Again)
}

// proven reports whether a probe has shown anything.
func proven(r report.Report) bool {
	return slices.ContainsFunc(r.Results, func(x report.Result) bool { return x.Level == "proven" && x.Status != "skip" })
}
