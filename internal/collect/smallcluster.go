package collect

import (
	"context"
	"slices"
	"sync"
	"time"

	coordinationv1 "k8s.io/api/coordination/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/fields"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/target"
)

const (
	// smallPods is how many pods the first page has that is asked for, and so a cluster at most that is small.
	smallPods = 250
	// smallLeases is the same for the leases of a small cluster.
	smallLeases = 500
)

// smallCluster is a Source that lists the pods of a small cluster once, and its leases, in place of each part of them
// that collectors ask for: a dozen requests less, and none that waits until the platform is recognised. The first page of all pods,
// which tells how many there are as well, shows whether a cluster is small.
type smallCluster struct {
	*limited
	pods, leases func() firstPage
}

// firstPage are the objects of one page.
type firstPage struct {
	objects []runtime.Object
	at      time.Time
	// total is how many objects there are, -1 where that is not known.
	total int
	err   error
}

// whole reports whether there are no other objects.
func (p firstPage) whole() bool { return p.err == nil && p.total == len(p.objects) }

// ofSmallCluster returns src with lists that are asked for once, where that saves requests: of a live cluster, of which all
// pods are counted in any case.
func ofSmallCluster(ctx context.Context, src *limited, chosen []Collector) target.Source {
	collects := func(kinds ...facts.Kind) bool {
		return !slices.ContainsFunc(kinds, func(kind facts.Kind) bool {
			return !slices.ContainsFunc(chosen, func(c Collector) bool { return c.Facts == kind })
		})
	}
	if src.Describe().Kind == manifests || !collects(facts.KindTotals, facts.KindPods) {
		return src
	}
	ctx = target.Awaited(ctx, deepest)
	once := func(q target.Query, size int) func() firstPage {
		return sync.OnceValue(func() firstPage { return readFirst(ctx, src, q, size) })
	}
	out := &smallCluster{limited: src, pods: once(target.Query{Version: "v1", Resource: "pods"}, smallPods)}
	if collects(facts.KindLeases, facts.KindPlatformLeaders) {
		out.leases = once(leaseQuery(""), smallLeases)
	}
	return out
}

// readFirst reads the first page of a list.
func readFirst(ctx context.Context, src target.Source, q target.Query, size int) firstPage {
	page := firstPage{total: -1}
	q.PageSize = int64(size)
	q.Count, q.Clock = func(n int) { page.total = n }, func(now time.Time) { page.at = now }
	page.err = src.Each(ctx, q, func(o runtime.Object) error {
		page.objects = append(page.objects, o)
		return nil
	})
	return page
}

// Each implements target.Source.
func (s *smallCluster) Each(ctx context.Context, q target.Query, fn func(runtime.Object) error) error {
	page, found := s.pageOf(q)
	if !found {
		return s.limited.Each(ctx, q, fn)
	}
	if q.Count != nil && page.total >= 0 {
		q.Count(page.total)
		return nil
	}
	selects, known := selectorOf(q)
	if !page.whole() || !known {
		return s.limited.Each(ctx, q, fn)
	}
	if q.Clock != nil {
		q.Clock(page.at)
	}
	for _, object := range page.objects {
		if !selects(object) {
			continue
		}
		if err := fn(asAsked(q, object)); err != nil {
			return err
		}
	}
	return nil
}

// pageOf returns the page that may hold what q selects.
func (s *smallCluster) pageOf(q target.Query) (page firstPage, found bool) {
	counted := q.Count != nil && (q.Namespace != "" || q.LabelSelector != "" || q.FieldSelector != "")
	switch of := q.String(); {
	case q.Dynamic, counted:
	case of == "pods":
		return s.pods(), true
	case of == "leases."+coordinationGroup && s.leases != nil && s.pods().whole():
		return s.leases(), true
	}
	return firstPage{}, false
}

// selectorOf returns a function that reports whether q selects an object. It is not known for fields of which nothing is
// known here.
func selectorOf(q target.Query) (selects func(runtime.Object) bool, known bool) {
	byLabel, err := labels.Parse(q.LabelSelector)
	if err != nil {
		return nil, false
	}
	byField, err := fields.ParseSelector(q.FieldSelector)
	if err != nil {
		return nil, false
	}
	for _, r := range byField.Requirements() {
		if !slices.Contains([]string{"metadata.name", "status.phase"}, r.Field) {
			return nil, false
		}
	}
	return func(object runtime.Object) bool {
		var meta metav1.ObjectMeta
		of := fields.Set{}
		switch o := object.(type) {
		case *corev1.Pod:
			meta, of["status.phase"] = o.ObjectMeta, string(o.Status.Phase)
		case *coordinationv1.Lease:
			meta = o.ObjectMeta
		case *target.Malformed:
			return q.Namespace == "" || o.Namespace == "" || q.Namespace == o.Namespace
		}
		of["metadata.name"] = meta.Name
		return (q.Namespace == "" || q.Namespace == meta.Namespace) && byLabel.Matches(labels.Set(meta.Labels)) && byField.Matches(of)
	}, true
}

// asAsked returns an object in the form that q asks for. Pods are only read; what a collector leaves out of a lease
// is not left out for another.
func asAsked(q target.Query, object runtime.Object) runtime.Object {
	switch o := object.(type) {
	case *corev1.Pod:
		if q.Metadata {
			return &metav1.PartialObjectMetadata{TypeMeta: metav1.TypeMeta{APIVersion: "v1", Kind: "Pod"}, ObjectMeta: o.ObjectMeta}
		}
	case *coordinationv1.Lease:
		own := *o
		return &own
	}
	return object
}
