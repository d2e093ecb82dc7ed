package fleet

import (
	"slices"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/report"
)

// Check is one that clusters were judged by.
type Check struct {
	ID      string `json:"id"`
	Title   string `json:"title"`
	Battery string `json:"battery"`
	Tier    string `json:"tier"`
	Level   string `json:"level"`
}

// Outcome names the checks of one cluster by what came out. Each is in one list.
type Outcome struct {
	Pass []string `json:"pass"`
	Gap  []string `json:"gap"`
	// Following are gaps that follow from another one, and are not counted besides it.
	Following []string `json:"following"`
	Unknown   []string `json:"unknown"`
	Error     []string `json:"error"`
	Skip      []string `json:"skip"`
	// WaivedGaps are gaps that a waiver covers, Waived what could not be judged and is covered.
	WaivedGaps []string `json:"waivedGaps"`
	Waived     []string `json:"waived"`
	// Findings count the objects that a gap was found on, those of nobody left out.
	Findings map[string]int `json:"findings"`
}

// newOutcome sorts the results of a report.
func newOutcome(r report.Report) *Outcome {
	o := &Outcome{
		Pass: []string{}, Gap: []string{}, Following: []string{}, Unknown: []string{}, Error: []string{}, Skip: []string{},
		WaivedGaps: []string{}, Waived: []string{}, Findings: map[string]int{},
	}
	for _, x := range r.Results {
		list := o.list(x)
		*list = append(*list, x.ID)
		if x.StatusOrWaived() == string(check.StatusGap) || x.Folded {
			o.Findings[x.ID] = x.Total()
		}
	}
	return o
}

// list is where a result belongs.
func (o *Outcome) list(x report.Result) *[]string {
	gap := x.Status == string(check.StatusGap)
	switch {
	case x.Waiver != nil && gap:
		return &o.WaivedGaps
	case x.Waiver != nil:
		return &o.Waived
	case gap:
		return &o.Gap
	case x.Folded:
		return &o.Following
	}
	switch check.Status(x.Status) {
	case check.StatusPass:
		return &o.Pass
	case check.StatusSkip:
		return &o.Skip
	case check.StatusUnknown:
		return &o.Unknown
	}
	return &o.Error
}

// results are those of the outcome again, as far as it holds them, by their ids.
func (o Outcome) results() map[string]report.Result {
	all := map[string]report.Result{}
	covered := &report.Waiver{}
	for _, list := range []struct {
		ids    []string
		result report.Result
	}{
		{o.Pass, report.Result{Status: string(check.StatusPass)}},
		{o.Gap, report.Result{Status: string(check.StatusGap)}},
		{o.Following, report.Result{Status: string(check.StatusSkip), Folded: true}},
		{o.Unknown, report.Result{Status: string(check.StatusUnknown)}},
		{o.Error, report.Result{Status: string(check.StatusError)}},
		{o.Skip, report.Result{Status: string(check.StatusSkip)}},
		{o.WaivedGaps, report.Result{Status: string(check.StatusGap), Waiver: covered}},
		{o.Waived, report.Result{Status: string(check.StatusUnknown), Waiver: covered}},
	} {
		for _, id := range list.ids {
			all[id] = list.result
		}
	}
	return all
}

// checks are those of all reports, by battery and level.
func checks(members []Member) []Check {
	all := []Check{}
	known := map[string]bool{}
	for _, m := range members {
		if m.Report == nil {
			continue
		}
		for _, x := range m.Report.Results {
			if !known[x.ID] {
				known[x.ID] = true
				all = append(all, Check{ID: x.ID, Title: x.Title, Battery: x.Battery, Tier: x.Tier, Level: x.Level})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b Check) int { return check.BatteryOrder(a.Battery) - check.BatteryOrder(b.Battery) })
	return all
}

// Report returns what the document holds of one cluster's report: the checks without their
// reasons and objects. False when it has none.
func (f Fleet) Report(i int) (report.Report, bool) {
	c := f.Clusters[i]
	if c.Verdict == nil || c.Outcome == nil {
		return report.Report{}, false
	}
	r := report.Report{
		APIVersion: report.APIVersion, Kind: report.Kind, Tool: f.Tool, Profile: c.Profile, Target: *c.Target, Verdict: *c.Verdict,
		BlindSpots: make([]report.BlindSpot, c.BlindSpots), Waivers: c.Waivers,
	}
	r.Target.Name = c.Name
	results := c.Outcome.results()
	for _, known := range f.Checks {
		x, judged := results[known.ID]
		if !judged {
			continue
		}
		x.ID, x.Title, x.Battery, x.Tier, x.Level = known.ID, known.Title, known.Battery, known.Tier, known.Level
		x.Findings = make([]report.Finding, max(0, c.Outcome.Findings[known.ID]))
		r.Results = append(r.Results, x)
	}
	for _, b := range f.Batteries {
		cell := b.Cells[i]
		if cell.Levels == (report.Levels{}) {
			continue // a battery of other clusters' policies
		}
		line := report.Battery{Name: b.Name, Title: b.Title, Required: cell.Required, Levels: cell.Levels}
		for _, p := range cell.Products {
			line.Implementations = append(line.Implementations, report.Implementation{Name: p.Name, Title: p.Title, Version: p.Version, State: p.State})
		}
		r.Batteries = append(r.Batteries, line)
	}
	return r, true
}
