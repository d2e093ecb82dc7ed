package facts

import (
	"fmt"
	"slices"
	"strings"
)

// Portion names a kind of fact, or that portion of it that comes from one resource:
// "workloads", or "workloads/cronjobs".
type Portion string

// Kind is the kind of fact.
func (p Portion) Kind() Kind {
	kind, _, _ := strings.Cut(string(p), "/")
	return Kind(kind)
}

// Resource is the plural name of the resource, without its group; "" for the whole kind.
func (p Portion) Resource() string {
	_, resource, _ := strings.Cut(string(p), "/")
	return resource
}

// controllers are the resources that workloads come from, as blind spots name them.
func controllers() []string {
	return []string{"cronjobs.batch", "daemonsets.apps", "deployments.apps", "statefulsets.apps"}
}

// Covers reports whether all that a blind spot hides is of the portion. What is not known of
// workloads is not known of their pods either, which other kinds of fact say by the workloads'
// resource, or as pods that are workloads themselves.
func (p Portion) Covers(spot BlindSpot) bool {
	ofWorkloads := p.Kind() == KindWorkloads && (slices.Contains(controllers(), spot.Resource) || spot.Only == LoosePods)
	if !ofWorkloads && !spot.Facts.partOf(p.Kind()) {
		return false
	}
	resource, _, _ := strings.Cut(spot.Resource, ".")
	return p.Resource() == "" || p.Resource() == resource
}

// Validate returns an error for a portion of a kind of fact that does not exist.
func (p Portion) Validate() error {
	if !isKind(p.Kind().Whole()) {
		return fmt.Errorf("%q is no kind of fact", p.Kind())
	}
	return nil
}
