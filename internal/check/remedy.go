package check

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/kready/kready/internal/facts"
)

// Remedy is a way to close a gap that holds in some clusters, or for some causes.
type Remedy struct {
	// Distributions are those that it is for, facts.Managed for every managed one; empty for all.
	Distributions []string `json:"distributions,omitempty"`
	// Providers are those of the nodes that it is for: "aws"; empty for all.
	Providers []string `json:"providers,omitempty"`
	// Before is the first minor version of Kubernetes, "1.30", from which on it is not the way any more;
	// "" for all versions. Where the version is not known, it is not the way.
	Before string `json:"before,omitempty"`
	// State is one of the check's states, in which it is the way; "" for any.
	State string `json:"state,omitempty"`
	// Text is Markdown. It may be empty for some distributions: nothing can be done there.
	Text string `json:"text"`
}

// Place is the kind of cluster that a remedy is chosen for.
type Place struct {
	Distribution facts.Distribution
	// Providers are those of its nodes.
	Providers []string
	// Version is its API server's; the zero one when it is not known.
	Version facts.Version
}

// PlaceOf is the place that an input describes.
func PlaceOf(in *facts.Input) Place {
	p := Place{Distribution: in.Distribution, Version: in.Version}
	for _, n := range in.Nodes {
		if n.Provider != "" && !n.Virtual && !slices.Contains(p.Providers, n.Provider) {
			p.Providers = append(p.Providers, n.Provider)
		}
	}
	return p
}

// RemedyFor returns the remedy of an outcome in a place, with the placeholders of its commands filled
// from the findings. For each state that holds it is the remedy of that state which fits the place
// best, filled from the findings in that state; where there is none, the best of those for any state;
// else the default. No text stands twice.
func (c Check) RemedyFor(at Place, out Outcome) string {
	var texts []string
	add := func(more []string, findings []Finding) {
		for _, t := range more {
			t = Fill(strings.Trim(t, "\n"), findings)
			if strings.TrimSpace(t) != "" && !slices.Contains(texts, t) {
				texts = append(texts, t)
			}
		}
	}
	// In the order in which they are written.
	held := slices.DeleteFunc(c.RemedyStates(), func(state string) bool { return !slices.Contains(out.States, state) })
	open := len(held) == 0 // whether the way for any state is needed
	for _, state := range held {
		own := c.best(at, state)
		add(own, out.in(state))
		open = open || own == nil
	}
	if open {
		general := c.best(at, "")
		if general == nil {
			general = []string{c.Remediation}
		}
		add(general, out.Findings)
	}
	return strings.Join(texts, "\n\n")
}

// in are the findings that say that they are in a state; where none does, all.
func (o Outcome) in(state string) []Finding {
	var own []Finding
	for _, f := range o.Findings {
		if f.State == state {
			own = append(own, f)
		}
	}
	if own == nil {
		return o.Findings
	}
	return own
}

// best are the texts of a state that fit a place best; nil when none does.
func (c Check) best(at Place, state string) []string {
	var texts []string
	most := -1
	for _, r := range c.Remedies {
		rank := r.rank(at)
		if r.State != state || rank < 0 || rank < most {
			continue
		}
		if rank > most {
			most, texts = rank, nil
		}
		texts = append(texts, r.Text)
	}
	return texts
}

// rank says how closely a remedy fits a place; it is negative when it does not. Whoever names the
// distribution is closer than who names all managed ones, and these are than who names a provider; of
// those that are equally close, one for old versions is closer, the older the more.
func (r Remedy) rank(at Place) int {
	const weight = 1000
	rank := 0
	if r.Before != "" {
		_, minor, ok := minorOf(r.Before)
		if !ok || at.Version.Major != 1 || at.Version.Minor >= minor {
			return -1
		}
		rank = weight - 1 - minor
	}
	switch {
	case len(r.Distributions) == 0:
	case slices.Contains(r.Distributions, at.Distribution.Name):
		rank += 4 * weight
	case at.Distribution.Managed && slices.Contains(r.Distributions, facts.Managed):
		rank += 2 * weight
	default:
		return -1
	}
	if len(r.Providers) == 0 {
		return rank
	}
	if !slices.ContainsFunc(r.Providers, func(p string) bool { return slices.Contains(at.Providers, p) }) {
		return -1
	}
	return rank + weight
}

// RemedyStates are the states that have a remedy of their own, in the order in which they are written.
func (c Check) RemedyStates() []string {
	var states []string
	for _, r := range c.Remedies {
		if r.State != "" && !slices.Contains(states, r.State) {
			states = append(states, r.State)
		}
	}
	return states
}

// When says in words where a remedy is the way: "on K3s", "where the state is x".
func (r Remedy) When() string {
	var parts []string
	if r.State != "" {
		parts = append(parts, "state "+r.State)
	}
	if len(r.Distributions) > 0 {
		parts = append(parts, "on "+strings.Join(r.Distributions, ", "))
	}
	if len(r.Providers) > 0 {
		parts = append(parts, "nodes of "+strings.Join(r.Providers, ", "))
	}
	if r.Before != "" {
		parts = append(parts, "before Kubernetes "+r.Before)
	}
	return strings.Join(parts, "; ")
}

// minorOf reads a version such as 1.30.
func minorOf(version string) (major, minor int, ok bool) {
	n, err := fmt.Sscanf(version, "%d.%d", &major, &minor)
	return major, minor, n == 2 && err == nil && version == fmt.Sprintf("%d.%d", major, minor)
}

// validState matches the states of checks.
var validState = regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)*$`)

// remedyProblems lists what is wrong with the remedies of a check.
func (c Check) remedyProblems() []string {
	var problems []string
	report := func(format string, args ...any) { problems = append(problems, fmt.Sprintf(format, args...)) }
	for i, r := range c.Remedies {
		if r.When() == "" {
			report("a remedy for every cluster and state is the remediation: name distributions, providers, a version or a state")
		}
		if major, minor, ok := minorOf(r.Before); r.Before != "" && (!ok || major != 1 || minor < 1 || minor > 500) {
			report("a remedy is for what is before %q: write a minor version of Kubernetes, as in 1.30", r.Before)
		}
		if r.State != "" && !validState.MatchString(r.State) {
			report("the state %q of a remedy is not in kebab-case", r.State)
		}
		for _, d := range r.Distributions {
			if d != facts.Managed && !slices.Contains(facts.DistributionNames(), d) {
				report("a remedy is for the distribution %q: there is %s, and %s for all that a provider runs", d, strings.Join(facts.DistributionNames(), ", "), facts.Managed)
			}
		}
		for _, p := range r.Providers {
			if !slices.Contains(facts.ProviderNames(), p) {
				report("a remedy is for nodes of %q: there is %s", p, strings.Join(facts.ProviderNames(), ", "))
			}
		}
		if strings.TrimSpace(r.Text) == "" && len(r.Distributions) == 0 {
			report("the remedy for %s has no text: only for distributions there may be nothing to do", r.When())
		}
		for _, other := range c.Remedies[:i] {
			if r.conflicts(other) {
				report("two remedies are for %s: one would never be chosen, or both", cmp.Or(r.When(), "everything"))
			}
		}
	}
	return problems
}

// conflicts reports whether two remedies fit some place equally.
func (r Remedy) conflicts(other Remedy) bool {
	return r.State == other.State && r.Before == other.Before && overlap(r.Distributions, other.Distributions) && overlap(r.Providers, other.Providers)
}

func overlap(a, b []string) bool {
	if len(a) == 0 || len(b) == 0 {
		return len(a) == len(b)
	}
	return slices.ContainsFunc(a, func(s string) bool { return slices.Contains(b, s) })
}
