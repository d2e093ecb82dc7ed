package diff

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/report"
	"github.com/kready/kready/internal/text"
)

// notes say what the comparison cannot be taken for.
func (p pair) notes() []string {
	notes := []string{}
	old, now := p.old, p.now
	sameServer := old.Target.Server != "" && old.Target.Server == now.Target.Server
	switch {
	case old.Target.Kind != now.Target.Kind:
		notes = append(notes, fmt.Sprintf("the old report is of a target of kind %s, the new one of kind %s", old.Target.Kind, now.Target.Kind))
	case old.Target.Name != now.Target.Name && !sameServer:
		notes = append(notes, fmt.Sprintf("the reports are of different targets: %s and %s", old.Target.Name, now.Target.Name))
	}
	if old.Profile != now.Profile {
		notes = append(notes, fmt.Sprintf("the reports are by different profiles: %s and %s", old.Profile, now.Profile))
	}
	if now.Target.CollectedAt.Before(old.Target.CollectedAt) {
		notes = append(notes, "the new report's cluster was read before that of the old one: they may be the wrong way round")
	}
	if old.Tool == now.Tool && len(p.oldByID) != len(p.nowByID) {
		notes = append(notes, "the reports are of different sets of checks: only those in both are compared")
	}
	if !p.comparesProducts() {
		notes = append(notes, "products are not compared: one report did not ask who provides a battery")
	}
	if probed(old) && !probed(now) {
		notes = append(notes, "the old report was made with --probe, the new one was not: what was proven is not tried again")
	}
	if n := p.newlyBlind(); n > 0 {
		notes = append(notes, fmt.Sprintf("the new report could not read %s that the old one read: what is gone may only be out of sight", text.Counted(n, "thing", "things")))
	}
	return notes
}

// probed reports whether anything was tried.
func probed(r report.Report) bool {
	return slices.ContainsFunc(r.Results, func(x report.Result) bool {
		return x.Level == string(check.LevelProven) && x.Status != string(check.StatusSkip)
	})
}

// newlyBlind counts the blind spots that only the new report has.
func (p pair) newlyBlind() int {
	type spot struct{ verb, resource, namespace, only string }
	known := map[spot]bool{}
	for _, b := range p.old.BlindSpots {
		known[spot{b.Verb, b.Resource, b.Namespace, b.Only}] = true
	}
	n := 0
	for _, b := range p.now.BlindSpots {
		s := spot{b.Verb, b.Resource, b.Namespace, b.Only}
		if !known[s] {
			n++
		}
		known[s] = true
	}
	return n
}

// cluster compares the targets themselves; what one could not read is no change.
func (p pair) cluster() []report.ClusterChange {
	out := []report.ClusterChange{}
	old, now := p.old.Target, p.now.Target
	for _, x := range []report.ClusterChange{
		{What: "Kubernetes", Was: old.Version, Is: now.Version},
		{What: "distribution", Was: cmp.Or(old.DistributionTitle, old.Distribution), Is: cmp.Or(now.DistributionTitle, now.Distribution)},
		{What: "nodes", Was: count(old.Nodes), Is: count(now.Nodes)},
	} {
		if x.Was != "" && x.Is != "" && x.Was != x.Is {
			out = append(out, x)
		}
	}
	return out
}

// count writes a number that is known; none were read when it is zero.
func count(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// waivers are those of the new report that have expired since the old one, and those
// that cover something and expire within so many days, those that expire first before others.
func (p pair) waivers(within int) []report.WaiverLeft {
	out := []report.WaiverLeft{}
	for _, w := range p.now.Waivers {
		expires, err := time.Parse(time.DateOnly, w.Expires)
		if err != nil {
			continue // not written by kready
		}
		waiver := check.Waiver{Expires: expires}
		left := waiver.DaysLeft(p.now.Target.AsOf)
		expiring := w.State == string(check.WaiverActive) && left <= within
		expired := w.State == string(check.WaiverExpired) && !waiver.Expired(p.old.Target.AsOf)
		if expiring || expired {
			out = append(out, report.WaiverLeft{Waiver: w, DaysLeft: left})
		}
	}
	slices.SortStableFunc(out, func(a, b report.WaiverLeft) int { return cmp.Compare(a.DaysLeft, b.DaysLeft) })
	return out
}
