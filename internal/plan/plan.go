// Package plan turns the gaps of a report into an ordered plan, as one would brief a
// migration. It is pure: the same report and catalogue give the same plan.
package plan

import (
	"slices"

	"github.com/kready/kready/internal/catalog"
	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/report"
)

// Version and kind of the plan's JSON document.
const (
	APIVersion = "kready.dev/v1"
	Kind       = "Plan"
)

// Plan is what to do about the gaps of one report.
type Plan struct {
	APIVersion string        `json:"apiVersion"`
	Kind       string        `json:"kind"`
	Tool       string        `json:"tool"`
	Target     report.Target `json:"target"`
	Profile    string        `json:"profile"`
	// EffortNote says what the ranges of days are worth.
	EffortNote string `json:"effortNote"`
	// FindOut are the checks that could not be judged: what they hide can change the plan.
	FindOut []Question `json:"findOut"`
	// Steps are in the order in which to take them.
	Steps []Step `json:"steps"`
	// Accepted are the gaps and unknowns that a waiver covers.
	Accepted []Accepted `json:"accepted"`
	// Services are those that the plan is made for: key customers first, then by how much they require.
	// Where there are none, steps are ordered by what the cluster itself needs.
	Services []Service `json:"services,omitempty"`
	// Narrowed is true when the report is of some checks: there may be other gaps.
	Narrowed bool `json:"narrowed,omitempty"`
}

// Question is a check that could not be judged.
type Question struct {
	Check  string `json:"check"`
	Tier   string `json:"tier"`
	Reason string `json:"reason"`
	// Rights are what was refused: "list nodes". They are the way to find out.
	Rights []string `json:"rights"`
	// Hides are checks that were not judged because of this one.
	Hides []string `json:"hides"`
	// Services are those that need to know.
	Services []string `json:"services,omitempty"`
}

// Step is one act, and the gaps that it closes.
type Step struct {
	// Number is its place, from 1.
	Number int    `json:"number"`
	Title  string `json:"title"`
	// Tier is the highest of its gaps, of the requirements of services that rest on them, and of the steps
	// that wait for it.
	Tier    string `json:"tier"`
	Battery string `json:"battery"`
	Closes  []Gap  `json:"closes"`
	// How is Markdown, the shortest way first: the remediation of its first gap.
	How string `json:"how"`
	// Choices are a few products of the catalogue that do it, the one that suits this cluster best
	// first. Products that are no longer maintained are not among them.
	Choices []Choice `json:"choices"`
	// MoreChoices counts the others; List is the command line that names them, "" for none.
	MoreChoices int    `json:"moreChoices"`
	List        string `json:"list"`
	// Unblocks are checks that are not judged before it is done.
	Unblocks []string `json:"unblocks"`
	// After are the numbers of the steps to take before.
	After  []int  `json:"after"`
	Effort Effort `json:"effort"`
	// Services are those that need it, or a step that waits for it. Later marks a step that none of the
	// plan's services needs, as far as their manifests say.
	Services []string `json:"services,omitempty"`
	Later    bool     `json:"later,omitempty"`
}

// Gap is one check that is a gap.
type Gap struct {
	Check  string `json:"check"`
	Tier   string `json:"tier"`
	Reason string `json:"reason"`
	// Findings counts the objects that it is about.
	Findings int `json:"findings"`
}

// Choice is one product.
type Choice struct {
	Name  string `json:"name"`
	Title string `json:"title"`
	Home  string `json:"home"`
	// MadeFor is true for a product that is for this distribution or few, ShippedBy for one that the
	// distribution brings; Here when it runs in the cluster already.
	MadeFor   bool `json:"madeForDistribution"`
	ShippedBy bool `json:"shippedByDistribution"`
	Here      bool `json:"here"`
	// Reasons say why it is a choice, in words.
	Reasons []string `json:"reasons"`
}

// Accepted is what a waiver covers.
type Accepted struct {
	Check   string `json:"check"`
	Status  string `json:"status"`
	Owner   string `json:"owner"`
	Reason  string `json:"reason"`
	Expires string `json:"expires"`
}

// New makes the plan of a report. Checks are those that it was judged by, as far as this
// kready knows them: their requirements order the steps. Entries are the catalogue.
func New(rep report.Report, checks []check.Check, entries []catalog.Entry) Plan {
	return NewFor(rep, Demand{}, checks, entries)
}

// NewFor makes the plan of a report for services: what they need comes first.
func NewFor(rep report.Report, d Demand, checks []check.Check, entries []catalog.Entry) Plan {
	p := Plan{
		APIVersion: APIVersion, Kind: Kind, Tool: rep.Tool, Target: rep.Target, Profile: rep.Profile,
		EffortNote: EffortNote, FindOut: questions(rep, checks), Steps: []Step{}, Accepted: accepted(rep), Narrowed: rep.Verdict.Asked != nil,
	}
	b := builder{rep: rep, demand: d, requires: map[string][]string{}, entries: entries}
	for _, c := range checks {
		b.requires[c.ID] = c.Requires
	}
	p.Steps = append(p.Steps, b.ordered(b.steps())...)
	for i := range p.FindOut {
		p.FindOut[i].Services = d.names(d.needing([]string{p.FindOut[i].Check}))
	}
	p.Services = d.services(p.Steps, p.FindOut)
	return p
}

// questions are the results that say unknown or error, those that others hide behind
// once.
func questions(rep report.Report, checks []check.Check) []Question {
	out := []Question{}
	needs := map[string][]facts.Kind{}
	for _, c := range checks {
		needs[c.ID] = c.Needs
	}
	for _, tier := range check.Tiers() {
		for _, r := range rep.Results {
			open := r.Status == string(check.StatusUnknown) || r.Status == string(check.StatusError)
			if !open || r.Waiver != nil || r.Because != "" || r.Tier != string(tier) {
				continue
			}
			out = append(out, Question{Check: r.ID, Tier: r.Tier, Reason: r.Reason, Rights: missingRights(rep, needs[r.ID]), Hides: blockedBy(rep, []string{r.ID})})
		}
	}
	return out
}

// missingRights are the rights whose lack hides kinds of fact, in words.
func missingRights(rep report.Report, needs []facts.Kind) []string {
	out := []string{}
	for _, spot := range rep.BlindSpots {
		if spot.Reason != facts.ReasonForbidden || !slices.Contains(needs, facts.Kind(spot.Facts)) {
			continue
		}
		right := spot.Verb + " " + spot.Resource
		if spot.Namespace != "" {
			right += " in " + spot.Namespace
		}
		if !slices.Contains(out, right) {
			out = append(out, right)
		}
	}
	return out
}

// blockedBy are the checks that were not judged because of others.
func blockedBy(rep report.Report, ids []string) []string {
	out := []string{}
	for _, r := range rep.Results {
		for _, id := range ids {
			if r.Because == id && r.Waiver == nil {
				out = append(out, r.ID)
			}
		}
	}
	return out
}

// accepted are the results that a waiver covers.
func accepted(rep report.Report) []Accepted {
	out := []Accepted{}
	for _, r := range rep.Results {
		if w := r.Waiver; w != nil {
			out = append(out, Accepted{Check: r.ID, Status: r.Status, Owner: w.Owner, Reason: w.Reason, Expires: w.Expires})
		}
	}
	return out
}
