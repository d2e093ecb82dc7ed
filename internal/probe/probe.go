// Package probe tests a live cluster by creating objects in it, with its owner's consent: it
// creates its own namespaces with a few small pods that send requests, records the outcomes
// as facts, and deletes everything. It judges nothing; checks do.
package probe

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
)

//go:generate go run ./generate

// Probe is one test.
type Probe struct {
	// Name is the id of the check that judges it.
	Name string
	// Creates describes what it creates: "2 Deployments, a Job".
	Creates string
	// ExpectedSeconds is how long it takes on a healthy cluster.
	ExpectedSeconds int
	// Reads are the fields of the input that Skip and Run look at.
	Reads facts.Fields
	// Consults are the ids of checks of the facts whose gaps Skip and Run ask for, with Session.Gap.
	Consults []string
	// Skip, when set, returns why the probe does not apply to the cluster; "" when it does. It
	// is called before rights are checked: without a mesh nobody needs rights to test one. It
	// creates nothing; an error is an obstacle.
	Skip func(s *Session) (string, error)
	// RuledOut, when set, returns why the facts leave no doubt that it would fail; "" when they
	// do. It is called after Skip.
	RuledOut func(s *Session) string
	// Limit is its timeout on a healthy cluster; zero means perProbe.
	Limit time.Duration
	// Rights are those that it needs besides BaseRights.
	Rights []kube.Right
	// Consent is the flag that enables it, because it costs more than a few pods; "" for none.
	Consent string
	// Run makes the trials. An error is an obstacle: the reason why there is no result.
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

// Reads returns the fields of the input that the probes read. Nodes are always among them: pods
// run on nodes.
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
