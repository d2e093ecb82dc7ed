package format

import (
	"fmt"
	"slices"
	"strings"

	"github.com/kready/kready/internal/report"
	"github.com/kready/kready/internal/text"
)

// unjudged says in a few lines what could not be judged: for want of what, and what would help. All
// of it, by reason, is for -v.
func (p *page) unjudged(r report.Report) {
	all := slices.DeleteFunc(slices.Clone(r.Results), func(x report.Result) bool {
		return x.Status != "unknown" && x.Status != "error" || x.Waiver != nil
	})
	if len(all) == 0 {
		p.unreadBesides(r)
		return
	}
	p.line(p.paint.bold(fmt.Sprintf("%d NOT JUDGED", len(all))))
	p.line()
	if p.Verbose {
		p.unjudgedByReason(r)
		p.line()
		p.unlocks(r)
		return
	}
	unread, own := apart(r, all)
	if len(unread) > 0 {
		p.unread(r, unread)
	}
	if !p.Brief {
		p.ownReasons(own, r.Verdict.Subject != "")
	}
	p.line()
	p.unlocks(r)
}

// apart separates what is unknown for want of something that could not be read from what is for a
// reason of its own, must-haves first.
func apart(r report.Report, all []report.Result) (unread, own []report.Result) {
	lacking := map[string]bool{}
	for _, x := range r.Results {
		lacking[x.ID] = len(x.Lacks()) > 0
	}
	for _, x := range all {
		if lacking[x.ID] || lacking[x.Because] {
			unread = append(unread, x)
			continue
		}
		own = append(own, x)
	}
	slices.SortStableFunc(own, func(a, b report.Result) int { return mustFirst(a) - mustFirst(b) })
	return unread, own
}

func mustFirst(x report.Result) int {
	if x.Tier == "must" {
		return 0
	}
	return 1
}

// unread names what could not be read, with how many checks hang on each, and the must-haves among
// these.
func (p *page) unread(r report.Report, checks []report.Result) {
	head := text.Counted(len(checks), "check needs", "checks need") + " what could not be read"
	var musts []string
	for _, x := range checks {
		if x.Tier == "must" {
			musts = append(musts, text.Clean(x.ID))
		}
	}
	switch {
	case len(checks) == 1:
		head += ": " + text.Clean(checks[0].ID)
	case len(musts) > 0:
		head += ", must-haves among them: " + text.List(musts, 4, ", ")
	}
	p.lines(text.Hang(gapIndent, gapIndent, head+".", p.width))
	if p.Brief {
		return
	}
	for _, group := range lacks(r, checks) {
		p.lines(text.Hang(gapIndent+"- ", gapIndent+"  ", text.Clean(blindTitle(group.reason)+": "+group.list()+"."), p.width))
		if help := blindHelp(group.reason, group.what()); help != "" {
			p.lines(text.Hang(gapIndent+"  ", gapIndent+"  ", help, p.width))
		}
	}
}

// ownReasons prints what is unknown for a reason of its own, each in a line or two. What broke says
// where. Of a service, the first of what was seen is added: it names the object that it hangs on.
func (p *page) ownReasons(own []report.Result, ofService bool) {
	const few, most, mostOfError = 6, 2, 6
	with := map[string][]string{} // what builds on another one, by that one's id
	for _, x := range own {
		with[x.Because] = append(with[x.Because], text.Clean(x.ID))
	}
	own = slices.DeleteFunc(own, func(x report.Result) bool {
		return slices.ContainsFunc(own, func(root report.Result) bool { return root.ID == x.Because })
	})
	for i, x := range own {
		if i == few && len(own) > few+1 && x.Tier != "must" {
			p.line(p.paint.dim(fmt.Sprintf("%s- and %d more (-v shows all)", gapIndent, len(own)-few)))
			return
		}
		rest := ""
		if len(with[x.ID]) > 0 {
			rest = "(with it " + strings.Join(with[x.ID], ", ") + ")"
		}
		head := gapIndent + text.Clean(x.ID) + "  "
		lines := most
		if x.Status == "error" {
			lines = mostOfError
		}
		said := text.HangCut(head, gapIndent+"  ", text.Clean(text.Sentence(x.Reason)), lines, rest, p.width)
		said[0] = strings.Replace(said[0], text.Clean(x.ID), p.paint.bold(text.Clean(x.ID)), 1)
		p.lines(said)
		if seen := x.Seen(); ofService && len(seen) > 0 && describeFinding(seen[0]) != "" {
			p.lines(text.HangCut(gapIndent+"- ", gapIndent+"  ", text.Clean(describeFinding(seen[0])), evidenceMost, others(len(seen)-1, 0), p.width))
		}
	}
}

// unreadBesides says that there is more to see where all was judged all the same.
func (p *page) unreadBesides(r report.Report) {
	if n := len(r.BlindSpots); n > 0 && !p.Verbose && !p.Brief {
		said := fmt.Sprintf("%s not be read, and no verdict depends on it: -v lists what.", text.Counted(n, "thing could", "things could"))
		p.lines(text.Hang("", "", said, p.width))
		p.line()
	}
}

// unjudgedByReason prints all that could not be judged, by the reason.
func (p *page) unjudgedByReason(r report.Report) {
	reasons, byReason := unjudged(r)
	for _, reason := range reasons {
		var ids []string
		for _, x := range byBattery(byReason[reason]) {
			ids = append(ids, text.Clean(x.ID))
		}
		p.lines(text.Wrap(text.Clean(text.Sentence(reason)), gapIndent, p.width))
		for _, l := range text.Wrap(strings.Join(ids, ", "), gapIndent+"  ", p.width) {
			p.line(p.paint.dim(l))
		}
		for _, x := range byReason[reason] {
			p.findings(x.Seen(), x.Reason)
		}
	}
}
