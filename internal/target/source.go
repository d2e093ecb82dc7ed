// Package target opens what is looked at: a live cluster behind a kubeconfig, or a
// pile of manifests. Both answer the same questions, so that collection does not
// know which of them it asks.
package target

import (
	"context"
	"time"

	"k8s.io/apimachinery/pkg/runtime"

	"github.com/kready/kready/internal/facts"
)

// Source answers questions about the objects of one target. Every error of its
// methods is a *ReadError: it says why the answer is missing or not complete.
type Source interface {
	// Describe says what the target is.
	Describe() facts.Target
	// Each calls fn for every object that q selects. Objects that fn saw before an
	// error are right, but they are not all. Objects that could not be decoded come
	// as *Malformed. An error of fn ends the walk and is returned as it is.
	Each(ctx context.Context, q Query, fn func(runtime.Object) error) error
	// Get returns the one object that q names. The error's Reason is ReasonNotFound
	// when there is none.
	Get(ctx context.Context, q Query) (runtime.Object, error)
	// Raw returns what the API server says at a path that is no resource, such as
	// /version. An answer with a failing status comes with its body and an error.
	Raw(ctx context.Context, path string) ([]byte, error)
	// Discover says which APIs the target serves.
	Discover(ctx context.Context) (Discovery, error)
}

// Query selects objects of one resource.
type Query struct {
	Group, Version, Resource string
	// Namespace narrows to one namespace; empty means all of them, or a resource
	// that has none.
	Namespace string
	// Name selects one object; for Get.
	Name          string
	LabelSelector string
	FieldSelector string
	// Metadata asks for names, labels and annotations only: the objects come as
	// *metav1.PartialObjectMetadata.
	Metadata bool
	// Dynamic asks for the objects as they are written, as *unstructured.Unstructured,
	// also where their kind is compiled in.
	Dynamic bool
	// Restart, when set, is called when a list has to be read again from its beginning:
	// what was seen of it before counts no more. Without it such a list is an error.
	Restart func()
	// PageSize is how many objects one request asks for at most; zero means as many as
	// the source does by itself. For kinds whose objects are large.
	PageSize int64
	// Clock, when set, is called before the objects of each answer with what the API
	// server's own clock says: the Date of the answer. A pile of manifests has none.
	Clock func(time.Time)
}

// String is the resource as people write it: "daemonsets.apps", "nodes".
func (q Query) String() string {
	if q.Group == "" {
		return q.Resource
	}
	return q.Resource + "." + q.Group
}

// Discovery is what a target says of its APIs.
type Discovery struct {
	// Groups are sorted by name; the core group "" is the first.
	Groups []Group
	// Failed are the group versions whose resources could not be learnt, because the
	// server behind them does not answer.
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
