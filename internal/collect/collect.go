// Package collect reads facts from a target. Each kind of fact has one collector, a value that
// declares what it reads. What cannot be read becomes a blind spot: it never looks absent.
package collect

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/progress"
)

//go:generate go run ./generate

// Options are options of a collection.
type Options struct {
	// Version is kready's own; it is written into the snapshot.
	Version string
	// Now is the moment of collection.
	Now time.Time
	// Platform returns the workloads whose pods are read, given a snapshot with all kinds
	// that the collector of pods comes after. Nil means static pods only.
	Platform func(*facts.Snapshot) []facts.ObjectRef
	// Application reports whether a workload looks like an application by itself, and Summing sums these up
	// when all else is read, so that they are never all in memory. Nil where every workload is to stand by
	// itself. Application is called at the same time.
	Application func(*facts.Workload) bool
	Summing     facts.Summing
	// Flags and Env are names of further command line flags (without dashes) and
	// environment variables whose values are kept. A flag that ends in "*" is a prefix.
	Flags []string
	Env   []string
	// Operators are the kinds of custom resource by which operators install products.
	Operators []OperatorKind
	// Products are the kinds of custom resource by which products are configured or report
	// their state.
	Products []ProductKind
	// Custom are the resources that the user configured for their own policies.
	Custom []facts.CustomSource
	// Lookups are the objects that are looked up because a service names them.
	Lookups facts.Lookups
	// Consents are the flags that were given.
	Consents []Consent
	// Parallel limits the concurrent requests; zero means 16.
	Parallel int
	// FactsMax limits the memory of the facts that are kept, in bytes; zero means 128 MiB.
	FactsMax int64
	// Progress is told what is being read; nil where nobody watches.
	Progress Progress
}

// Progress is told how far a collection is. A nil *progress.Reading is one that listens to nothing.
type Progress interface {
	// Expect is called with how many kinds of fact will be collected, Done with each that is.
	Expect(kinds int)
	Done(kind string)
	// Request is called before each request, with what it asks for.
	Request(what string) *progress.Request
}

// progress is Progress, also where nobody watches.
func (o Options) progress() Progress {
	if o.Progress == nil {
		return (*progress.Reading)(nil)
	}
	return o.Progress
}

// OperatorKind is a kind of custom resource whose objects become facts.OperatorResource.
type OperatorKind struct {
	Group, Kind, Resource string
	// Fields are the paths whose values are kept: "spec.cni.type".
	Fields []string
	// VersionField is the path of the product's version; may be empty.
	VersionField string
}

// ProductKind is a kind of custom resource whose objects become facts.ProductObject.
type ProductKind struct {
	// Resource is a plural name, or AllResources.
	Group, Resource string
	// Fields are the paths whose values are kept: "spec.rules[].validate.failureAction".
	Fields []string
	// Conditions keeps status.conditions.
	Conditions bool
}

// Read is one request of a collector.
type Read struct {
	// Group and Resource name a resource; NonResourceURL is a path that is not one.
	Group, Resource string
	NonResourceURL  string
	// Verbs are get, list or both.
	Verbs []string
	// Namespace and Names limit the request, where they are known in advance.
	Namespace string
	Names     []string
	// IfServed marks a resource that not every cluster serves, such as that of a CRD. It is
	// only read when discovery lists it.
	IfServed bool
	// When describes in which clusters it is read; "" means in all.
	When string
	// MoreNames describes further names that depend on the cluster.
	MoreNames string
}

// Collector collects one kind of fact.
type Collector struct {
	// Facts is the kind of fact: its JSON name in facts.Snapshot.
	Facts facts.Kind
	// Reads are all requests that it may make.
	Reads []Read
	// Consent is the flag without which it is not run: its kind of fact is empty then, and no blind spot.
	Consent Consent
	// After are the kinds of fact that must be collected before. BasedOn are those of After
	// whose blind spots are blind spots of this kind as well.
	After   []facts.Kind
	BasedOn []facts.Kind
	// Collect reads, and returns a function that writes the facts into a snapshot. It runs
	// in its own goroutine; the function does not.
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

// OperatorReads returns the requests for operators' resources.
func OperatorReads(kinds []OperatorKind) []Read {
	var reads []Read
	for _, k := range kinds {
		reads = append(reads, ifServed(k.Group, k.Resource))
	}
	return reads
}

// ProductReads returns the requests for products' resources.
func ProductReads(kinds []ProductKind) []Read {
	var reads []Read
	for _, k := range kinds {
		read := ifServed(k.Group, k.Resource)
		read.When = "the product that it is of is there"
		reads = append(reads, read)
	}
	return reads
}

// DiscoveryReads returns the requests of discovery, which comes before any resource that is
// read IfServed. The second two are for API servers before 1.27.
func DiscoveryReads() []Read {
	older := func(url string) Read {
		r := nonResource(url)
		r.When = "the API server is older than 1.27"
		return r
	}
	return []Read{nonResource("/api"), nonResource("/apis"), older("/api/*"), older("/apis/*")}
}

// list returns the request for all objects of a resource.
func list(group, resource string) Read {
	return Read{Group: group, Resource: resource, Verbs: []string{"list"}}
}

// ifServed returns the request for all objects of a resource that the cluster may not serve.
func ifServed(group, resource string) Read {
	r := list(group, resource)
	r.IfServed = true
	return r
}

// nonResource returns the request for a path that is not a resource.
func nonResource(url string) Read { return Read{NonResourceURL: url, Verbs: []string{"get"}} }

// name is how blind spots name the resource or path.
func (r Read) name() string {
	switch {
	case r.NonResourceURL != "":
		return r.NonResourceURL
	case r.Group == "":
		return r.Resource
	}
	return r.Resource + "." + r.Group
}
