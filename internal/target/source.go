// Package target opens what is checked: a live cluster of a kubeconfig, or manifests in
// files. Both implement Source, so that collection does not depend on which it reads.
package target

import (
	"context"
	"slices"
	"time"

	"k8s.io/apimachinery/pkg/runtime"

	"github.com/kready/kready/internal/facts"
)

// Source reads the objects of one target. Every error of its methods is a *ReadError,
// which says why the result is missing or incomplete.
type Source interface {
	// Describe returns what the target is.
	Describe() facts.Target
	// Each calls fn for every object that q selects. After an error, the objects
	// that fn was called for are valid but incomplete. Objects that could not be decoded
	// come as *Malformed. An error of fn ends the iteration and is returned unchanged.
	Each(ctx context.Context, q Query, fn func(runtime.Object) error) error
	// Get returns the one object that q names. The error's Reason is ReasonNotFound
	// when there is none.
	Get(ctx context.Context, q Query) (runtime.Object, error)
	// Raw returns the response of the API server for a path that is not a resource, such
	// as /version. A response with an error status returns its body and an error.
	Raw(ctx context.Context, path string) ([]byte, error)
	// Discover returns which APIs the target serves.
	Discover(ctx context.Context) (Discovery, error)
}

// Query selects objects of one resource.
type Query struct {
	Group, Version, Resource string
	// Namespace selects one namespace; empty means all of them, or a cluster-scoped
	// resource.
	Namespace string
	// Name selects one object; for Get.
	Name          string
	LabelSelector string
	FieldSelector string
	// Metadata requests names, labels and annotations only: the objects come as
	// *metav1.PartialObjectMetadata.
	Metadata bool
	// OwnersSpec says that of pods that a controller made, where they are and how they do is all that is asked, with
	// the names of their containers and the hash of their template: the controller has the rest.
	OwnersSpec bool
	// Reused says that an object is used again for the next one: the caller keeps none of them and none of their
	// lists of structs, but may keep what else their fields point to.
	Reused bool
	// Distilled says that no more is read of an object than the facts of its kind are made of, as distilled lists it.
	Distilled bool
	// Dynamic requests *unstructured.Unstructured also for kinds that are registered as
	// structs.
	Dynamic bool
	// Restart, when set, is called when a list has to be read again from the start: the
	// objects so far are to be discarded. Without it such a list is an error.
	Restart func()
	// PageSize limits the objects of one request, for kinds whose objects are large; zero
	// means the source's own limit.
	PageSize int64
	// Count, when set, is called with how many objects there are, or -1 where the server does not say. No
	// more than PageSize of them are read, or than one where that is not set.
	Count func(int)
	// Clock, when set, is called before the objects of each response with the time of the
	// API server: the response's Date. Manifests have none.
	Clock func(time.Time)
}

// String returns the resource with its group: "daemonsets.apps", "nodes".
func (q Query) String() string {
	if q.Group == "" {
		return q.Resource
	}
	return q.Resource + "." + q.Group
}

// Discovery is which APIs a target serves.
type Discovery struct {
	// Groups are sorted by name; the core group "" is the first.
	Groups []Group
	// GroupsKnown says that there are no other groups, and CRDsKnown that no other CRD defines a
	// resource, where Discover returns an error because not all resources are known.
	GroupsKnown, CRDsKnown bool
	// Failed are the group versions whose resources are unknown, because their server
	// does not answer.
	Failed []FailedGroup
}

// Group is one API group.
type Group struct {
	Name string
	// Versions are the served ones, preferred first.
	Versions  []string
	Resources []Resource
}

// Resource is one resource in one version of its group.
type Resource struct {
	Version    string
	Name       string
	Kind       string
	Namespaced bool
}

// FailedGroup is a group version that discovery could not read.
type FailedGroup struct {
	Group, Version, Message string
}

// Excludes reports whether a resource that is not among those of an incomplete discovery is surely
// not served.
func (d Discovery) Excludes(group string) bool {
	if d.CRDsKnown && !slices.Contains(builtInGroups(), group) {
		return true
	}
	return d.GroupsKnown && group != "" && !slices.ContainsFunc(d.Groups, func(g Group) bool { return g.Name == group })
}

// Version returns the version to read a resource in: the preferred one that serves
// it. The second result is false when the group does not serve the resource.
func (d Discovery) Version(group, resource string) (string, bool) {
	for _, g := range d.Groups {
		if g.Name != group {
			continue
		}
		for _, version := range g.Versions {
			for _, r := range g.Resources {
				if r.Version == version && r.Name == resource {
					return version, true
				}
			}
		}
	}
	return "", false
}
