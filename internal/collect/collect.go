// Package collect turns what a target answers into facts. Each kind of fact has one
// collector, a value that declares what it reads; whatever cannot be read ends as a
// blind spot, never as an absence.
package collect

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/kready/kready/internal/facts"
)

//go:generate go run ./generate

// Options say what is collected besides what the kinds of fact are by themselves.
type Options struct {
	// Version is kready's own; it is written into the snapshot.
	Version string
	// Now is the moment of collection.
	Now time.Time
	// Platform returns the workloads whose pods are read, given a snapshot that holds
	// everything which the collector of pods comes after. Nil means static pods only.
	Platform func(*facts.Snapshot) []facts.ObjectRef
	// Flags and Env are names of further command line flags (without dashes) and
	// environment switches whose values are kept. A flag that ends in "*" stands for
	// all that begin so.
	Flags []string
	Env   []string
	// Operators are the kinds of custom resource that ask operators for products.
	Operators []OperatorKind
	// Custom are the resources that the user declares for policies of their own.
	Custom []facts.CustomSource
	// Parallel bounds how many requests are under way at once; zero means 16.
	Parallel int
	// Progress, when set, is called with each kind of fact that is collected.
	Progress func(kind facts.Kind)
}

// OperatorKind is a kind of custom resource whose objects become facts.OperatorResource.
type OperatorKind struct {
	Group, Kind, Resource string
	// Fields are the paths whose values are kept: "spec.cni.type".
	Fields []string
	// VersionField is the path of the product's version; may be empty.
	VersionField string
}

// Read is one request of a collector.
type Read struct {
	// Group and Resource name a resource; NonResourceURL a path that is none.
	Group, Resource string
	NonResourceURL  string
	// Verbs are of get and list.
	Verbs []string
	// Namespace and Names narrow the reads when they are known beforehand.
	Namespace string
	Names     []string
	// IfServed marks a resource that not every cluster serves, such as that of a CRD. It is
	// read only where discovery lists it.
	IfServed bool
	// When says in which clusters it is read; "" when in every one.
	When string
	// MoreNames says which further Names are read that only a cluster can tell.
	MoreNames string
}

// Collector fills one kind of fact.
type Collector struct {
	// Facts is the kind of fact: its JSON name in facts.Snapshot.
	Facts facts.Kind
	// Reads is all that it may ask for.
	Reads []Read
	// After are the kinds of fact that it needs to be there first. Those of Rests it is
	// built on: what could not be read of them is missing from this one as well.
	After   []facts.Kind
	BasedOn []facts.Kind
	// Collect reads, and returns what writes the facts into a snapshot. It is called in
	// a goroutine of its own; what it returns is not.
	Collect func(ctx context.Context, run *Run) Fill
}

// All returns every collector, in the snapshot's order.
func All() []Collector {
	kinds := facts.Kinds()
	return slices.SortedFunc(slices.Values(collectors()), func(a, b Collector) int {
		return cmp.Compare(slices.Index(kinds, a.Facts), slices.Index(kinds, b.Facts))
	})
}

// Fill writes one kind of fact into a snapshot.
type Fill func(*facts.Snapshot)

// OperatorReads returns what the collection of operators' resources reads.
func OperatorReads(kinds []OperatorKind) []Read {
	var reads []Read
	for _, k := range kinds {
		reads = append(reads, ifServed(k.Group, k.Resource))
	}
	return reads
}

// DiscoveryReads returns what is read before any resource that is read IfServed. API servers
// before 1.27 are read group by group: those are the second two.
func DiscoveryReads() []Read {
	older := func(url string) Read {
		r := nonResource(url)
		r.When = "the API server is older than 1.27"
		return r
	}
	return []Read{nonResource("/api"), nonResource("/apis"), older("/api/*"), older("/apis/*")}
}

// list is the reading of all objects of a resource.
func list(group, resource string) Read {
	return Read{Group: group, Resource: resource, Verbs: []string{"list"}}
}

// ifServed is the reading of all objects of a resource, where the cluster serves it.
func ifServed(group, resource string) Read {
	r := list(group, resource)
	r.IfServed = true
	return r
}

// nonResource is the reading of a path that is not a resource.
func nonResource(url string) Read { return Read{NonResourceURL: url, Verbs: []string{"get"}} }

// name is the name of the reading in a blind spot.
func (r Read) name() string {
	switch {
	case r.NonResourceURL != "":
		return r.NonResourceURL
	case r.Group == "":
		return r.Resource
	}
	return r.Resource + "." + r.Group
}
