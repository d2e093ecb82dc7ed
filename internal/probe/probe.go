// Package probe tries things in a live cluster, with its owner's consent: it creates
// namespaces of its own with a few small pods, lets them talk, writes down what came
// back as facts, and removes everything again. It judges nothing; checks do.
package probe

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/kready/kready/internal/facts"
)

//go:generate go run ./generate

// Probe is one thing to try.
type Probe struct {
	// Name is the id of the check that judges what it saw.
	Name string
	// Creates says in words what it puts into its namespace: "2 Deployments, a Job".
	Creates string
	// ExpectedSeconds is how long it takes on a cluster in order, in seconds.
	ExpectedSeconds int
	// Reads are the fields of the input that Skip and Run look at.
	Reads facts.Fields
	// Skip, when set, says why there is nothing to prove in this cluster, "" when there may
	// be. It is asked before the rights: who has no mesh needs no rights to try one. It
	// creates nothing; an error is an obstacle.
	Skip func(s *Session) (string, error)
	// Limit bounds it on a cluster in order; zero means perProbe.
	Limit time.Duration
	// Rights are what it does beside what every probe does.
	Rights []Right
	// Consent names the flag without which it is not run, because it costs more than a
	// few pods; "" for none.
	Consent string
	// Run tries. What stands in the way of an answer is an error: the probe's obstacle.
	Run func(ctx context.Context, s *Session, out *Result) error
}

// All returns every probe, in the order of their names.
func All() []Probe {
	return slices.SortedFunc(slices.Values(probes()), func(a, b Probe) int { return cmp.Compare(a.Name, b.Name) })
}

// Names returns the names of all probes.
func Names() []string {
	var names []string
	for _, p := range All() {
		names = append(names, p.Name)
	}
	return names
}

// Reads returns the fields of the input that the probes look at. Nodes are among them when
// there is any probe: pods have to be put somewhere.
func Reads(probes []Probe) facts.Fields {
	if len(probes) == 0 {
		return nil
	}
	fields := facts.Fields{facts.KindNodes}
	for _, p := range probes {
		fields = append(fields, p.Reads...)
	}
	return fields
}
