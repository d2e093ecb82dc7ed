// Package report holds the outcome of a run: one value, one JSON document, and
// whatever is rendered from it, one file a format.
package report

import (
	"strings"
	"time"
)

// Version and kind of the report's JSON document.
const (
	APIVersion = "kready.dev/v1"
	Kind       = "Report"
)

// Report is the judgement on one target.
type Report struct {
	APIVersion string `json:"apiVersion"`
	Kind       string `json:"kind"`
	// Tool is the kready version that judged.
	Tool   string `json:"tool"`
	Target Target `json:"target"`
	// Service is what is to land on the target, where the report is about that and not about the target.
	Service *Service `json:"service,omitempty"`
	// Profile is the kind of cluster that it was judged for.
	Profile string  `json:"profile"`
	Verdict Verdict `json:"verdict"`
	// Batteries are in the order in which they build on each other.
	Batteries []Battery `json:"batteries"`
	// Results hold one entry a check, by battery and level.
	Results []Result `json:"results"`
	// Causes are why what gaps rest on is not well, each once.
	Causes []Cause `json:"causes"`
	// BlindSpots are the things that could not be read and that a check needed.
	BlindSpots []BlindSpot `json:"blindSpots"`
	// Unlocks are the few reads with which most further checks can be judged, in that order: rights
	// of a live cluster, kinds of a file. They are there when something is unknown for want of them.
	Unlocks []Unlock `json:"unlocks,omitempty"`
	// Waivers are all that the configuration holds, with what became of them.
	Waivers []Waiver `json:"waivers"`
	// Baseline is an earlier report that this one was held against, and what changed.
	Baseline *Baseline `json:"baseline,omitempty"`
}

// Unlock is a step towards a report with fewer unknowns.
type Unlock struct {
	// Reads are what is missing: "list nodes" of a cluster, "nodes" of a file.
	Reads []string `json:"reads"`
	// Checks counts the checks that can be judged with these reads and those of the steps before, and
	// not without them.
	Checks int `json:"checks"`
}

// Cause is why something in the cluster is not well, as far as the cluster says.
type Cause struct {
	// Object is what is not well, or what keeps it from being so.
	Object Object `json:"object"`
	// Kind is one word of a closed list: scaled-to-zero, crash-loop, image-pull, ….
	Kind string `json:"kind"`
	// Message says it in one sentence, with the object's name and what the cluster says of it.
	Message string `json:"message"`
	// Remedy is Markdown; "" when not enough is known.
	Remedy string `json:"remedy"`
	// Source is a page that says so.
	Source string `json:"source,omitempty"`
	// Checks are the gaps that it explains, those that follow from another included.
	Checks []string `json:"checks"`
}

// Waiver is an accepted gap.
type Waiver struct {
	Check   string `json:"check,omitempty"`
	Battery string `json:"battery,omitempty"`
	Object  string `json:"object,omitempty"`
	Owner   string `json:"owner"`
	Reason  string `json:"reason"`
	// Expires is the last day on which it counts: "2026-12-31".
	Expires string `json:"expires"`
	// State is active, expired, unused (it matches no gap), or unjudged (its checks were
	// not judged, so that it is not known).
	State string `json:"state"`
}

// Target is what was looked at, and when.
type Target struct {
	// Kind is "cluster" or "manifests".
	Kind   string `json:"kind"`
	Name   string `json:"name"`
	Server string `json:"server,omitempty"`
	// About says what files were recognised as: a support bundle, of which day.
	About string `json:"about,omitempty"`
	// Version is the API server's, "" when it could not be read. VersionFrom says where it was read
	// when the API server did not say it, and VersionGuess that it may be a newer one.
	Version      string `json:"version"`
	VersionFrom  string `json:"versionFrom,omitempty"`
	VersionGuess bool   `json:"versionGuess,omitempty"`
	// ForVersion is the Kubernetes version to come that it was judged for, such as "1.38".
	ForVersion string `json:"forVersion,omitempty"`
	// Distribution is its name, such as "eks"; DistributionTitle as its maker writes it.
	Distribution      string `json:"distribution"`
	DistributionTitle string `json:"distributionTitle"`
	Nodes             int    `json:"nodes"`
	// CollectedAt is when the facts were read, AsOf the day they are judged at.
	CollectedAt time.Time `json:"collectedAt"`
	AsOf        time.Time `json:"asOf"`
}

// Service is a set of manifests that is to land.
type Service struct {
	Name string `json:"name"`
	// Namespace is that of the objects which name none.
	Namespace string   `json:"namespace"`
	Objects   int      `json:"objects"`
	Files     []string `json:"files"`
}

// Verdict is the outcome in one glance.
type Verdict struct {
	// Ready is true when no gap counts by FailOn and every must-have was judged, or when
	// FailOn is about what is new and nothing that counts got worse. It is never true for a
	// run of some checks.
	Ready bool `json:"ready"`
	// Complete is true when every must-have that was asked for was judged.
	Complete bool `json:"complete"`
	// Subject is "service" where a service was judged, by which Ready means that it can land.
	Subject string `json:"subject,omitempty"`
	// Asked is there for a run that was narrowed to some checks: what became of these.
	Asked *Asked `json:"asked,omitempty"`
	// ExitCode is what the command exits with: 0, 1 or 3.
	ExitCode int `json:"exitCode"`
	// FailOn is the tier from which on a gap fails the run; "never" for none; "new",
	// "new-should" or "new-could" for gaps of these tiers that are new since the baseline.
	FailOn string `json:"failOn"`
	Counts Counts `json:"counts"`
	// MustGaps and MustUnknown count must-haves that are missing or were not judged.
	MustGaps    int `json:"mustGaps"`
	MustUnknown int `json:"mustUnknown"`
	// NewGaps counts gaps that FailOn is about and that are new or grew since the
	// baseline, NewUnknown must-haves that can no longer be judged. Both are zero when
	// FailOn is not about what is new.
	NewGaps    int `json:"newGaps,omitempty"`
	NewUnknown int `json:"newUnknown,omitempty"`
}

// Counts count results by status.
type Counts struct {
	Pass    int `json:"pass"`
	Gap     int `json:"gap"`
	Unknown int `json:"unknown"`
	Skip    int `json:"skip"`
	Error   int `json:"error"`
	// Waived counts gaps and unknowns that a waiver covers; they are not in the others.
	Waived int `json:"waived"`
}

// Battery is one line of the ladder.
type Battery struct {
	Name  string `json:"name"`
	Title string `json:"title"`
	// Required says whether the profile needs it.
	Required bool `json:"required"`
	// Levels hold the worst status of each level, nice-to-haves left out: "skip" where
	// nothing was judged, "waived" where a waiver stands against a pass.
	Levels          Levels           `json:"levels"`
	Implementations []Implementation `json:"implementations"`
}

// Levels are the four steps of the ladder.
type Levels struct {
	Present    string `json:"present"`
	Healthy    string `json:"healthy"`
	Configured string `json:"configured"`
	Proven     string `json:"proven"`
}

// Implementation is a product that provides a battery.
type Implementation struct {
	Name    string `json:"name"`
	Title   string `json:"title"`
	Version string `json:"version"`
	// State is running, declared, remnant or hidden.
	State     string `json:"state"`
	Namespace string `json:"namespace"`
}

// Result is one check's outcome with what a reader needs to act on it.
type Result struct {
	ID      string `json:"id"`
	Title   string `json:"title"`
	Battery string `json:"battery"`
	Level   string `json:"level"`
	Tier    string `json:"tier"`
	Status  string `json:"status"`
	// Reason says in one sentence why the status is what it is.
	Reason string `json:"reason"`
	// Waiver is the accepted gap that covers this result; it then counts for nothing.
	Waiver *Waiver `json:"waiver,omitempty"`
	// Waived are findings that waivers cover while others are left.
	Waived []Finding `json:"waived,omitempty"`
	// Without names what could not be read and could add to the evidence, where the status stands all
	// the same: "cronjobs.batch".
	Without []string `json:"without,omitempty"`
	// Because names the check whose outcome decided this one.
	Because string `json:"because,omitempty"`
	// RestsOn are the checks of the cluster whose gaps the gap of a requirement quotes.
	RestsOn []string `json:"restsOn,omitempty"`
	// Folded marks a gap that follows from that of Because, which reports its cause. It is
	// skipped, so that one cause is one gap, and counts as a gap of its battery's level.
	Folded   bool      `json:"folded,omitempty"`
	Findings []Finding `json:"findings"`
	// Omitted are further findings that are counted and not listed, OmittedWaived those that waivers cover.
	Omitted       []Omitted `json:"omitted,omitempty"`
	OmittedWaived []Omitted `json:"omittedWaived,omitempty"`
	Why           string    `json:"why"`
	// Remediation is Markdown: the way to close the gap in this cluster, with the findings' own
	// names in its commands; "" where nothing can be done on this distribution.
	Remediation string   `json:"remediation"`
	Links       []string `json:"links"`
}

// Finding is what was seen on one object; the object may be empty.
type Finding struct {
	Object  Object `json:"object"`
	Message string `json:"message"`
	// File and Line are where the object of a service is written, and By says who can close the gap:
	// "service" in the manifest, "platform" in the cluster.
	File string `json:"file,omitempty"`
	Line int    `json:"line,omitempty"`
	By   string `json:"by,omitempty"`
	// Cause says why what it rests on is not well; "" when nothing tells.
	Cause string `json:"cause,omitempty"`
	// Stands is how many findings this one stands for that are not listed; 0 for one of its own.
	Stands int `json:"stands,omitempty"`
}

// Object names a Kubernetes object.
type Object struct {
	Kind      string `json:"kind"`
	Namespace string `json:"namespace,omitempty"`
	Name      string `json:"name"`
}

// String writes the object as "Kind namespace/name"; "" when there is none.
func (o Object) String() string {
	if o.Name == "" {
		return ""
	}
	name := o.Name
	if o.Namespace != "" {
		name = o.Namespace + "/" + name
	}
	return strings.TrimSpace(o.Kind + " " + name)
}

// BlindSpot is something that could not be read, and why.
type BlindSpot struct {
	Facts     string `json:"facts"`
	Verb      string `json:"verb"`
	Resource  string `json:"resource"`
	Namespace string `json:"namespace,omitempty"`
	// Only narrows Resource to what one request of several asked for; empty for all of it.
	Only    string `json:"only,omitempty"`
	Reason  string `json:"reason"`
	Message string `json:"message,omitempty"`
}

// What names what could not be read: "list pods in kube-system".
func (b BlindSpot) What() string {
	what := b.Resource
	if b.Only != "" {
		what = b.Only + " " + what
	}
	if b.Namespace != "" {
		what += " in " + b.Namespace
	}
	return strings.TrimSpace(b.Verb + " " + what)
}

// OfObjects reports whether a blind spot's resource, perhaps with a verb before it, is one whose objects
// the API server lists, not a path or another thing that only a live API server shows.
func OfObjects(resource string) bool {
	words := strings.Fields(resource)
	return len(words) > 0 && len(words) <= 2 && !strings.Contains(resource, "/")
}
