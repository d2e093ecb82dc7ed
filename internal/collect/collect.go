// Package collect turns what a target answers into facts. Each kind of fact has one
// collector, a value that declares what it reads; whatever cannot be read ends as a
// blind spot, never as an absence.
package collect

import (
	"context"
	"time"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/target"
)

// Options say what is collected besides what the kinds of fact are by themselves.
type Options struct {
	// Version is kready's own; it is written into the snapshot.
	Version string
	// Now is the moment of collection.
	Now time.Time
	// Platform returns the workloads whose pods are read, given a snapshot that holds
	// everything which the collector of pods comes after. Nil means none but static pods.
	Platform func(*facts.Snapshot) []facts.ObjectRef
	// Flags and Env are names of further command line flags (without dashes) and
	// environment switches whose values are kept.
	Flags []string
	Env   []string
	// Declared are the custom resources that ask operators for products.
	Declared []DeclaredKind
	// Parallel bounds how many requests are under way at once; zero means 16.
	Parallel int
	// Progress, when set, is called with the kind of fact that was just finished. It
	// must not block and can be called from several goroutines at once.
	Progress func(kind string)
}

// DeclaredKind is a kind of custom resource whose objects become facts.Declared.
type DeclaredKind struct {
	Group, Kind, Resource string
	// Fields are the paths whose values are kept: "spec.cni.type".
	Fields []string
	// VersionField is the path of the product's version; may be empty.
	VersionField string
}

// Read is one thing that a collector asks for.
type Read struct {
	// Group and Resource name a resource; NonResourceURL a path that is none.
	Group, Resource string
	NonResourceURL  string
	// Verbs are of get and list.
	Verbs []string
	// Namespace and Names narrow the reads when they are known beforehand.
	Namespace string
	Names     []string
}

// Collector fills one kind of fact.
type Collector struct {
	// Facts is the kind of fact: its JSON name in facts.Snapshot.
	Facts string
	// Reads is all that it may ask for.
	Reads []Read
	// After are the kinds of fact that it needs to be there first.
	After []string
	// Collect reads and writes its part of the snapshot.
	Collect func(ctx context.Context, run *Run)
}

// Run is what a collector works with.
type Run struct{}

// All returns every collector, in the snapshot's order.
func All() []Collector { return nil }

// Snapshot collects the kinds of fact that needs names, and what those come after.
// It never fails: what could not be read in ctx's time is a blind spot. Kinds that
// were not asked for are blind spots too, so that a snapshot on file is not taken to
// say that they are empty.
func Snapshot(ctx context.Context, src target.Source, needs []string, opts Options) *facts.Snapshot {
	return &facts.Snapshot{}
}
