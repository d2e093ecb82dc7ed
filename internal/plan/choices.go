package plan

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/kready/kready/internal/catalog"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/report"
)

// choicesMax is how many products a step names; the others are a command away.
const choicesMax = 3

// candidate is a product that could be a choice, with what ranks it.
type candidate struct {
	Choice
	// parts is true when something of it is in the cluster, such as a StorageClass or CRDs, and it
	// does not run. Named is its place among the products that the remedy names, from 1; 0 for none.
	parts bool
	named int
	// meant is true when a finding names what it registers, does when it runs here and is made for
	// this: then the step is about it.
	meant, does bool
	// ours is true for a project of Kubernetes itself.
	ours             bool
	steward, licence string
}

// choices are the products that have one of the roles, are maintained, and that there is a point in
// installing on this distribution; the one that suits best first.
func (b builder) choices(roles []string, gap report.Result) []candidate {
	var out []candidate
	at := b.rep.Target.Distribution
	for _, e := range b.entries {
		own := slices.Contains(e.Distributions, at)
		if len(e.Distributions) > 0 && !own || !active(e.Lifecycle) || !provides(e, roles) {
			continue
		}
		c := candidate{
			Choice: Choice{Name: e.Name, Title: e.Title, Home: e.Homepage, MadeFor: own, ShippedBy: slices.Contains(e.ShippedBy, at), Here: b.seen(e.Name, facts.StateRunning, facts.StateHidden)},
			parts:  b.seen(e.Name, facts.StateDeclared, facts.StateRemnant), named: placeIn(gap.Remediation, e), meant: means(gap, e.Marks), ours: ofKubernetes(e.Homepage), steward: e.Steward, licence: e.Licence,
		}
		c.does = c.Here && slices.ContainsFunc(e.Provides, func(role string) bool { return slices.Contains(roles, role) })
		c.Reasons = b.reasons(c)
		out = append(out, c)
	}
	if does := func(c candidate) bool { return c.does }; slices.ContainsFunc(out, does) {
		out = slices.DeleteFunc(out, func(c candidate) bool { return !does(c) })
	}
	slices.SortStableFunc(out, func(x, y candidate) int {
		return cmp.Or(
			cmp.Compare(x.rank(), y.rank()),
			cmp.Compare(x.named, y.named),
			strings.Compare(strings.ToLower(x.Title), strings.ToLower(y.Title)),
		)
	})
	return out
}

// rank orders candidates: what is there, what the distribution has its own product for, what the
// remedy names, what a foundation looks after, what is free software.
func (c candidate) rank() int {
	const last = 100
	theirs := c.MadeFor || c.ShippedBy
	for i, holds := range []bool{c.Here, theirs && c.parts, c.ShippedBy, c.MadeFor, c.parts, c.named > 0, c.ours || c.steward != "", free(c.licence), c.licence != commercial} {
		if holds {
			return i
		}
	}
	return last
}

// commercial stands for a licence that is bought.
const commercial = "commercial"

// free reports whether a licence is one of free software.
func free(licence string) bool {
	return slices.Contains([]string{"Apache-2.0", "BSD-3-Clause", "MIT", "MPL-2.0"}, licence)
}

// reasons say in words why a product is a choice.
func (b builder) reasons(c candidate) []string {
	title := b.rep.Target.DistributionTitle
	reasons := []string{}
	add := func(holds bool, reason string) {
		if holds {
			reasons = append(reasons, reason)
		}
	}
	add(c.Here, "runs here already")
	add(c.parts, "parts of it are here")
	add(c.ShippedBy, title+" ships it")
	add(c.MadeFor && !c.ShippedBy, "made for "+title)
	add(c.ours, "a project of Kubernetes")
	add(c.steward == catalog.StewardCNCF, "a CNCF project")
	add(c.licence != "", c.licence)
	return reasons
}

// choose names the best candidates and counts the others.
func (s *Step) choose(all []candidate, roles []string) {
	for i, c := range all {
		if i == choicesMax {
			s.MoreChoices = len(all) - choicesMax
			s.List = "kready list implementations " + strings.Join(roles, " ")
			return
		}
		s.Choices = append(s.Choices, c.Choice)
	}
}

// placeIn returns where a text names a product, from 1; 0 when it does not. A product goes by its
// title, the first word of that, or its name in the catalogue.
func placeIn(how string, e catalog.Entry) int {
	const shortest = 5 // "New" and "Step" begin titles, and are words
	first, _, _ := strings.Cut(e.Title, " ")
	for _, name := range []string{e.Title, first, e.Name} {
		if len(name) < shortest {
			continue
		}
		if at := wordAt(strings.ToLower(how), strings.ToLower(name)); at >= 0 {
			return at + 1
		}
	}
	return 0
}

// wordAt returns where some words are in a text, whole; -1 when they are not.
func wordAt(s, words string) int {
	inside := func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || r == '-' }
	for from := 0; ; {
		at := strings.Index(s[from:], words)
		if at < 0 {
			return -1
		}
		at += from
		before, _ := utf8.DecodeLastRuneInString(s[:at])
		after, _ := utf8.DecodeRuneInString(s[at+len(words):])
		if !inside(before) && !inside(after) {
			return at
		}
		from = at + 1
	}
}

// means reports whether the findings of a gap name a provisioner or CSI driver of a product.
func means(gap report.Result, marks catalog.Marks) bool {
	for _, f := range gap.Findings {
		for _, name := range slices.Concat(marks.Provisioners, marks.CSIDrivers) {
			if slices.Contains(strings.Fields(strings.ReplaceAll(f.Message, ",", " ")), name) {
				return true
			}
		}
	}
	return false
}

// ofKubernetes reports whether a product is a project of Kubernetes itself.
func ofKubernetes(home string) bool {
	for _, place := range []string{"https://github.com/kubernetes/", "https://github.com/kubernetes-", "https://kubernetes.io/"} {
		if strings.HasPrefix(home, place) {
			return true
		}
	}
	host, _, _ := strings.Cut(strings.TrimPrefix(home, "https://"), "/")
	return strings.HasSuffix(host, ".sigs.k8s.io")
}

// active reports whether upstream still looks after a product.
func active(l facts.Lifecycle) bool { return l.State == "" || l.State == "active" }

// provides reports whether a product that somebody installs can have one of the roles.
func provides(e catalog.Entry, roles []string) bool {
	has := func(mine []string) bool {
		return slices.ContainsFunc(mine, func(role string) bool { return slices.Contains(roles, role) })
	}
	return has(e.Provides) || slices.ContainsFunc(e.WorkloadRules, func(r catalog.Rule) bool { return has(r.Provides) })
}

// seen reports whether the product is in the cluster in one of some states.
func (b builder) seen(name string, states ...string) bool {
	for _, battery := range b.rep.Batteries {
		for _, i := range battery.Implementations {
			if i.Name == name && slices.Contains(states, i.State) {
				return true
			}
		}
	}
	return false
}
