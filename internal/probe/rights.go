package probe

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"

	authorizationv1 "k8s.io/api/authorization/v1"
	"k8s.io/client-go/dynamic"
)

// Right is the right to use verbs on one resource.
type Right struct {
	Group, Resource string
	Verbs           []string
}

// name is the resource with its group: "jobs.batch".
func (r Right) name() string {
	if r.Group == "" {
		return r.Resource
	}
	return r.Resource + "." + r.Group
}

// NamespaceRights are the rights to create and delete namespaces.
func NamespaceRights() []Right {
	return []Right{{"", "namespaces", []string{"create", "get", "list", "delete"}}}
}

// BaseRights are the rights that every probe needs in its namespace.
func BaseRights() []Right {
	return []Right{
		{"apps", "deployments", []string{"create", "get", "list", "delete"}},
		{"batch", "jobs", []string{"create", "get", "list", "delete"}},
		{"", "pods", []string{"list"}},
		{"", "services", []string{"create", "get", "list", "delete"}},
	}
}

// OptionalRights are rights that no probe requires: events say why a controller creates no
// pods.
func OptionalRights() []Right { return []Right{{"", "events", []string{"list"}}} }

// Rights returns the rights that the probes need, each resource once, sorted. With namespaces
// set they include NamespaceRights.
func Rights(probes []Probe, namespaces bool) []Right {
	all := BaseRights()
	if namespaces {
		all = append(all, NamespaceRights()...)
	}
	for _, p := range probes {
		all = append(all, p.Rights...)
	}
	var merged []Right
	for _, r := range all {
		i := slices.IndexFunc(merged, func(m Right) bool { return m.name() == r.name() })
		if i < 0 {
			merged = append(merged, Right{r.Group, r.Resource, slices.Clone(r.Verbs)})
			continue
		}
		for _, verb := range r.Verbs {
			if !slices.Contains(merged[i].Verbs, verb) {
				merged[i].Verbs = append(merged[i].Verbs, verb)
			}
		}
	}
	slices.SortFunc(merged, func(a, b Right) int {
		return strings.Compare(a.Group+"/"+a.Resource, b.Group+"/"+b.Resource)
	})
	return merged
}

// deniedRights are the messages for rights that this identity does not have, by verb and
// resource.
type deniedRights map[string]string

// firstOf returns the message for the first of the rights that is denied; "" when none is.
func (r deniedRights) firstOf(rights []Right) string {
	for _, right := range rights {
		for _, verb := range right.Verbs {
			if why, refused := r[verb+" "+right.name()]; refused {
				return why
			}
		}
	}
	return ""
}

// missingRights reviews which of the rights this identity lacks, so that nothing is created that
// could not be deleted. Reviews change nothing.
func missingRights(ctx context.Context, client dynamic.Interface, namespace string, rights []Right) (deniedRights, error) {
	type question struct {
		right Right
		verb  string
	}
	var questions []question
	for _, right := range rights {
		for _, verb := range right.Verbs {
			questions = append(questions, question{right, verb})
		}
	}
	const atOnce = 16
	var mu sync.Mutex
	var wg sync.WaitGroup
	refused, slots := deniedRights{}, make(chan struct{}, atOnce)
	var failed error
	for _, q := range questions {
		wg.Go(func() {
			slots <- struct{}{}
			defer func() { <-slots }()
			allowed, err := allowed(ctx, client, namespace, q.right, q.verb)
			mu.Lock()
			defer mu.Unlock()
			if err != nil {
				failed = fmt.Errorf("asking whether this identity may %s %s: %w", q.verb, q.right.name(), err)
			} else if !allowed {
				refused[q.verb+" "+q.right.name()] = fmt.Sprintf("this identity may not %s %s", q.verb, q.right.name())
			}
		})
	}
	wg.Wait()
	return refused, failed
}

func allowed(ctx context.Context, client dynamic.Interface, namespace string, right Right, verb string) (bool, error) {
	resource, sub, _ := strings.Cut(right.Resource, "/")
	if resource == "namespaces" {
		namespace = ""
	}
	review, err := accessReviews(client).create(ctx, &authorizationv1.SelfSubjectAccessReview{
		Spec: authorizationv1.SelfSubjectAccessReviewSpec{ResourceAttributes: &authorizationv1.ResourceAttributes{
			Namespace: namespace, Verb: verb, Group: right.Group, Resource: resource, Subresource: sub,
		}},
	})
	if err != nil {
		return false, err
	}
	return review.Status.Allowed, nil
}
