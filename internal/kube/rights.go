package kube

import (
	"slices"
	"strings"

	authorizationv1 "k8s.io/api/authorization/v1"
)

// Right is the permission to use one verb on one resource or non-resource URL.
type Right struct {
	Verb string
	// URL is a non-resource URL; Group and Resource are empty then.
	URL string
	// Resource is the plural, with a subresource if any: "pods", "pods/log".
	Group, Resource string
	// Namespace and Names narrow it; empty means all.
	Namespace string
	Names     []string
}

// Rights returns the rights to use verbs on all objects of a resource.
func Rights(group, resource string, verbs ...string) []Right {
	rights := make([]Right, 0, len(verbs))
	for _, verb := range verbs {
		rights = append(rights, Right{Verb: verb, Group: group, Resource: resource})
	}
	return rights
}

// ClusterScoped reports whether the resource is one of those that probes use and that lie in no namespace: a
// Role grants nothing on them.
func (r Right) ClusterScoped() bool {
	switch r.GroupResource() {
	case "namespaces", "nodes", "nodes.metrics.k8s.io", "persistentvolumes", "volumesnapshotclasses.snapshot.storage.k8s.io":
		return true
	}
	return false
}

// GroupResource returns the resource as kubectl writes it, "daemonsets.apps", or the URL.
func (r Right) GroupResource() string {
	switch {
	case r.URL != "":
		return r.URL
	case r.Group == "":
		return r.Resource
	}
	return r.Resource + "." + r.Group
}

// String returns the right in the form "get configmaps in kube-system (coredns)".
func (r Right) String() string {
	text := r.Verb + " " + r.GroupResource()
	if r.Namespace != "" {
		text += " in " + r.Namespace
	}
	if len(r.Names) > 0 {
		text += " (" + strings.Join(r.Names, ", ") + ")"
	}
	return text
}

// Equal reports whether two rights are the same.
func (r Right) Equal(o Right) bool {
	return r.Verb == o.Verb && r.URL == o.URL && r.Group == o.Group && r.Resource == o.Resource &&
		r.Namespace == o.Namespace && slices.Equal(r.Names, o.Names)
}

// AccessReview returns the review that says whether an identity has the right. A review is for
// one object or for all: name is one of Names, or "".
func (r Right) AccessReview(name string) authorizationv1.SelfSubjectAccessReviewSpec {
	if r.URL != "" {
		return authorizationv1.SelfSubjectAccessReviewSpec{
			NonResourceAttributes: &authorizationv1.NonResourceAttributes{Path: r.URL, Verb: r.Verb},
		}
	}
	resource, subresource, _ := strings.Cut(r.Resource, "/")
	return authorizationv1.SelfSubjectAccessReviewSpec{ResourceAttributes: &authorizationv1.ResourceAttributes{
		Verb: r.Verb, Group: r.Group, Resource: resource, Subresource: subresource, Namespace: r.Namespace, Name: name,
	}}
}
