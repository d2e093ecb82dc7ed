package probe

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"

	authorizationv1 "k8s.io/api/authorization/v1"
	"k8s.io/client-go/dynamic"

	"github.com/kready/kready/internal/kube"
)

// NamespaceRights are the rights to create and delete namespaces.
func NamespaceRights() []kube.Right {
	return kube.Rights("", "namespaces", "create", "get", "list", "delete")
}

// BaseRights are the rights that every probe needs in its namespace.
func BaseRights() []kube.Right {
	return slices.Concat(
		kube.Rights("apps", "deployments", "create", "get", "list", "delete"),
		kube.Rights("batch", "jobs", "create", "get", "list", "delete"),
		kube.Rights("", "pods", "list"),
		kube.Rights("", "services", "create", "get", "list", "delete"),
	)
}

// OptionalRights are rights that no probe requires: events say why a controller creates no
// pods.
func OptionalRights() []kube.Right { return kube.Rights("", "events", "list") }

// Rights returns the rights that the probes need, each once, sorted by resource. With namespaces
// set they include NamespaceRights.
func Rights(probes []Probe, namespaces bool) []kube.Right {
	all := BaseRights()
	if namespaces {
		all = append(all, NamespaceRights()...)
	}
	for _, p := range probes {
		all = append(all, p.Rights...)
	}
	var distinct []kube.Right
	for _, r := range all {
		if !slices.ContainsFunc(distinct, r.Equal) {
			distinct = append(distinct, r)
		}
	}
	slices.SortStableFunc(distinct, func(a, b kube.Right) int {
		return strings.Compare(a.Group+"/"+a.Resource, b.Group+"/"+b.Resource)
	})
	return distinct
}

// deniedRights are rights that this identity does not have.
type deniedRights []kube.Right

// firstOf returns a message for the first of the rights that is denied; "" when none is.
func (d deniedRights) firstOf(rights []kube.Right) string {
	for _, right := range rights {
		if slices.ContainsFunc(d, right.Equal) {
			return fmt.Sprintf("this identity may not %s", right)
		}
	}
	return ""
}

// missingRights reviews which of the rights this identity lacks, so that nothing is created that
// could not be deleted. Reviews change nothing.
func missingRights(ctx context.Context, client dynamic.Interface, namespace string, rights []kube.Right) (deniedRights, error) {
	const atOnce = 16
	var mu sync.Mutex
	var wg sync.WaitGroup
	var denied deniedRights
	slots := make(chan struct{}, atOnce)
	var failed error
	for _, right := range rights {
		wg.Go(func() {
			slots <- struct{}{}
			defer func() { <-slots }()
			allowed, err := allowed(ctx, client, namespace, right)
			mu.Lock()
			defer mu.Unlock()
			if err != nil {
				failed = fmt.Errorf("asking whether this identity may %s: %w", right, err)
			} else if !allowed {
				denied = append(denied, right)
			}
		})
	}
	wg.Wait()
	return denied, failed
}

// allowed reviews a right in the namespace of the probes.
func allowed(ctx context.Context, client dynamic.Interface, namespace string, right kube.Right) (bool, error) {
	if !right.ClusterScoped() {
		right.Namespace = namespace
	}
	review, err := accessReviews(client).create(ctx, &authorizationv1.SelfSubjectAccessReview{Spec: right.AccessReview("")})
	if err != nil {
		return false, err
	}
	return review.Status.Allowed, nil
}
