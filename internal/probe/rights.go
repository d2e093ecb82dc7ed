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

// Right is what a probe does to one resource.
type Right struct {
	Group, Resource string
	Verbs           []string
}

// name is the resource as people write it.
func (r Right) name() string {
	if r.Group == "" {
		return r.Resource
	}
	return r.Resource + "." + r.Group
}

// NamespaceRights are what it takes to have namespaces of one's own.
func NamespaceRights() []Right {
	return []Right{{"", "namespaces", []string{"create", "get", "list", "delete"}}}
}

// BaseRights are what every probe does inside of its namespace.
func BaseRights() []Right {
	return []Right{
		{"apps", "deployments", []string{"create", "get", "list", "delete"}},
		{"batch", "jobs", []string{"create", "get", "list", "delete"}},
		{"", "pods", []string{"list"}},
		{"", "services", []string{"create", "get", "list", "delete"}},
	}
}

// OptionalRights are of use to every probe, and none needs them: by events, a controller
// says why it makes no pods.
func OptionalRights() []Right { return []Right{{"", "events", []string{"list"}}} }

// Rights returns all that the probes do, a resource once, sorted. With namespaces they
// include having namespaces of one's own.
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

// deniedRights are the rights that the caller does not have, in words, by resource and verb.
type deniedRights map[string]string

// firstOf returns the first of the rights that is refused, in words.
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

// missingRights finds out beforehand which of the rights the caller lacks, so that nothing is
// created which could not be removed. The reviews themselves change nothing.
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
