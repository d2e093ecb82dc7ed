package report

import (
	"slices"

	"github.com/kready/kready/internal/check"
)

// Never is the FailOn value with which no gap fails a run.
const Never = "never"

// Options say how a verdict is reached.
type Options struct {
	Tool    string
	Profile string
	// Requirement says whether the profile needs a battery.
	Requirement func(battery string) check.Requirement
	// FailOn is a tier, Never, or one of those about what is new: with these no gap
	// fails the run until Against says what is new.
	FailOn string
	// AllowUnknown accepts must-haves that could not be judged.
	AllowUnknown bool
	Waivers      []Waiver
	// Asked are the ids of the checks that the run was narrowed to; nil for all.
	Asked []string
	// Unlocks are the reads with which most further checks can be judged.
	Unlocks []Unlock
	// Service is what is to land, where requirements were judged.
	Service *Service
	// Place is the kind of cluster that remedies are chosen for.
	Place check.Place
}

// New makes the report of a run. Implementations are by battery.
func New(target Target, results []check.Result, found map[string][]Implementation, blind []BlindSpot, opts Options) Report {
	r := Report{
		APIVersion: APIVersion,
		Kind:       Kind,
		Tool:       opts.Tool,
		Target:     target,
		Service:    opts.Service,
		Profile:    opts.Profile,
		Results:    make([]Result, 0, len(results)),
		BlindSpots: append([]BlindSpot{}, blind...),
		Unlocks:    opts.Unlocks,
		Waivers:    append([]Waiver{}, opts.Waivers...),
	}
	for _, res := range results {
		r.Results = append(r.Results, newResult(res, opts.Place))
	}
	r.Causes = causes(results)
	r.Batteries = ladder(results, found, opts.Requirement)
	r.Verdict = verdict(results, opts)
	return r
}

func newResult(res check.Result, at check.Place) Result {
	c := res.Check
	out := Result{
		ID: c.ID, Title: c.Title, Battery: c.Battery(),
		Level: string(c.Level), Tier: string(c.Tier),
		Status: string(res.Outcome.Status), Reason: res.Outcome.Reason, Because: res.Because, Folded: res.Folded,
		Findings: newFindings(res.Outcome.Findings),
		Why:      c.Doc, Remediation: res.RemedyFor(at), Links: append([]string{}, c.Links...),
	}
	if res.Outcome.Status != check.StatusUnknown {
		for _, b := range res.Outcome.Without {
			if !slices.Contains(out.Without, b.Resource) {
				out.Without = append(out.Without, b.Resource)
			}
		}
	}
	for _, lacking := range res.Lacks {
		out.RestsOn = append(out.RestsOn, lacking.Check.ID)
	}
	if len(res.Waived) > 0 {
		out.Waived = newFindings(res.Waived)
	}
	if w := res.Waiver; w != nil {
		waiver := NewWaiver(*w, check.WaiverActive)
		out.Waiver = &waiver
	}
	return out
}

func newFindings(findings []check.Finding) []Finding {
	out := make([]Finding, 0, len(findings))
	for _, f := range findings {
		out = append(out, Finding{Object: Object(f.Object), Message: f.Message, File: f.At.File, Line: f.At.Line, By: string(f.By), Cause: f.Cause})
	}
	return out
}

// causes gathers the causes of gaps with the checks that they explain, in the order of the results.
func causes(results []check.Result) []Cause {
	out := []Cause{}
	for _, r := range results {
		for _, c := range r.Causes {
			i := slices.IndexFunc(out, func(o Cause) bool { return o.Object == Object(c.Object) && o.Kind == c.Kind && o.Message == c.Message })
			if i < 0 {
				i = len(out)
				out = append(out, Cause{Object: Object(c.Object), Kind: c.Kind, Message: c.Message, Remedy: c.Remedy, Source: c.Source})
			}
			out[i].Checks = append(out[i].Checks, r.Check.ID)
		}
	}
	return out
}

// NewWaiver is a waiver as the report shows it.
func NewWaiver(w check.Waiver, state check.WaiverState) Waiver {
	return Waiver{
		Check: w.Check, Battery: w.Battery, Object: w.Object, Owner: w.Owner, Reason: w.Reason,
		Expires: w.Expires.Format("2006-01-02"), State: string(state),
	}
}

// ladder makes one line for each battery that has a check or an implementation.
func ladder(results []check.Result, found map[string][]Implementation, want func(string) check.Requirement) []Battery {
	var lines []Battery
	add := func(name, title string) {
		var mine []check.Result
		for _, r := range results {
			if r.Check.Battery() == name {
				mine = append(mine, r)
			}
		}
		if len(mine) == 0 && len(found[name]) == 0 {
			return
		}
		lines = append(lines, Battery{
			Name: name, Title: title, Required: want(name) == check.Required,
			Levels: Levels{
				Present:    worst(mine, check.LevelPresent),
				Healthy:    worst(mine, check.LevelHealthy),
				Configured: worst(mine, check.LevelConfigured),
				Proven:     worst(mine, check.LevelProven),
			},
			Implementations: append([]Implementation{}, found[name]...),
		})
	}
	for _, b := range check.Batteries() {
		add(b.Name, b.Title)
	}
	for _, r := range results { // batteries of the user's own policies
		name := r.Check.Battery()
		if !check.KnownBattery(name) && !slices.ContainsFunc(lines, func(b Battery) bool { return b.Name == name }) {
			add(name, name)
		}
	}
	return lines
}

// worst is the status of one level. Nice-to-haves do not count: a battery is present
// without every comfort.
func worst(results []check.Result, level check.Level) string {
	at := slices.DeleteFunc(slices.Clone(results), func(r check.Result) bool {
		return r.Check.Level != level || r.Check.Tier == check.TierCould
	})
	for i := range at { // what follows from another gap is one all the same
		if at[i].Folded {
			at[i].Outcome.Status = check.StatusGap
		}
	}
	status := check.Worst(at)
	if (status == check.StatusSkip || status == check.StatusPass) && slices.ContainsFunc(at, func(r check.Result) bool { return r.Waiver != nil }) {
		return Waived
	}
	return string(status)
}

// verdict counts the results and decides on the exit code: a gap at or above FailOn
// comes before a must-have that was not judged.
func verdict(results []check.Result, opts Options) Verdict {
	v := Verdict{FailOn: opts.FailOn, Complete: true, Asked: newAsked(results, opts.Asked)}
	if opts.Service != nil {
		v.Subject = string(check.SubjectService)
	}
	failing := false
	for _, r := range results {
		if r.Waiver != nil {
			v.Counts.Waived++
			continue
		}
		must := r.Check.Tier == check.TierMust
		switch r.Outcome.Status {
		case check.StatusPass:
			v.Counts.Pass++
		case check.StatusSkip:
			v.Counts.Skip++
		case check.StatusGap:
			v.Counts.Gap++
			if must {
				v.MustGaps++
			}
			if slices.Contains(check.Tiers(), check.Tier(opts.FailOn)) && r.Check.Tier.AtLeast(check.Tier(opts.FailOn)) {
				failing = true
			}
		case check.StatusUnknown, check.StatusError:
			if r.Outcome.Status == check.StatusError {
				v.Counts.Error++
			} else {
				v.Counts.Unknown++
			}
			if must && (opts.Requirement(r.Check.Battery()) == check.Required || slices.Contains(opts.Asked, r.Check.ID)) {
				v.MustUnknown++
				v.Complete = false
			}
		}
	}
	switch {
	case failing:
		v.ExitCode = 1
	case !v.Complete && !opts.AllowUnknown:
		v.ExitCode = 3
	}
	v.Ready = v.ExitCode == 0 && v.Asked == nil
	return v
}
