package collect

import (
	"context"
	"reflect"
	"slices"
	"sync"
	"testing"

	"k8s.io/apimachinery/pkg/runtime"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/target"
)

// paged is a file that passes as a live cluster, which answers with the first objects of a list where they are counted.
type paged struct {
	target.Source
	// more is how many objects each list has besides those of the file.
	more    int
	refused bool

	mu    *sync.Mutex
	asked *[]target.Query
}

func (paged) Describe() facts.Target { return facts.Target{Kind: "cluster"} }

func (p paged) Each(ctx context.Context, q target.Query, fn func(runtime.Object) error) error {
	if q.Resource == "pods" || q.Resource == "leases" {
		p.mu.Lock()
		*p.asked = append(*p.asked, q)
		p.mu.Unlock()
	}
	if q.Count == nil {
		return p.Source.Each(ctx, q, fn)
	}
	if p.refused {
		return &target.ReadError{Reason: facts.ReasonForbidden, Message: "no"}
	}
	n, tell := 0, q.Count
	q.Count = nil
	err := p.Source.Each(ctx, q, func(o runtime.Object) error {
		if n++; n > max(int(q.PageSize), 1) {
			return nil
		}
		return fn(o)
	})
	tell(n + p.more)
	return err
}

// TestSmallCluster: the facts of a small cluster, whose pods and leases are listed once, are those of the same
// cluster whose pods and leases are asked for in parts.
func TestSmallCluster(t *testing.T) {
	file := dump(t, cluster(t)+`
---
apiVersion: coordination.k8s.io/v1
kind: Lease
metadata: {name: kube-scheduler, namespace: kube-system}
spec: {holderIdentity: cp_1, renewTime: "2026-11-01T00:00:00.000000Z"}
---
apiVersion: coordination.k8s.io/v1
kind: Lease
metadata: {name: web, namespace: apps}
spec: {holderIdentity: web_1, renewTime: "2026-11-20T00:00:00.000000Z"}
---
apiVersion: coordination.k8s.io/v1
kind: Lease
metadata: {name: worker, namespace: kube-node-lease}
spec: {renewTime: "2026-11-20T00:00:00.000000Z"}
`, true)
	collect := func(more int, refused bool) (*facts.Snapshot, []target.Query) {
		src := paged{Source: file, more: more, refused: refused, mu: &sync.Mutex{}, asked: &[]target.Query{}}
		s := Snapshot(t.Context(), src, facts.Kinds(), Options{Now: moment, Platform: everything})
		return s, *src.asked
	}
	small, asked := collect(0, false)
	if len(small.Pods) == 0 || len(small.Leases) == 0 || len(small.Leaders) == 0 || len(small.PlatformLeaders) == 0 || len(small.PendingPods) == 0 || small.Totals.Pods <= 0 {
		t.Fatalf("the cluster has none of these: %+v %+v %+v %+v %+v", small.Pods, small.Leases, small.Leaders, small.PendingPods, small.Totals)
	}
	if len(asked) != 2 || asked[0].Namespace+asked[1].Namespace+asked[0].LabelSelector+asked[1].LabelSelector != "" {
		t.Errorf("it was asked for %+v", asked)
	}
	large, asked := collect(1000, false)
	if n := slices.IndexFunc(asked, func(q target.Query) bool { return q.Resource == "leases" && q.Namespace == "" }); n >= 0 || len(asked) < 6 {
		t.Errorf("a large one was asked for %+v", asked)
	}
	large.Totals.Pods -= 1000
	refused, _ := collect(0, true)
	for name, parts := range map[string]*facts.Snapshot{"large": large, "refused": refused} {
		for _, kind := range facts.Kinds() {
			if kind == facts.KindTotals && parts == refused {
				continue
			}
			was, _ := listOfKind(small, kind)
			is, _ := listOfKind(parts, kind)
			if !reflect.DeepEqual(was, is) {
				t.Errorf("%s: %s is\n%+v\nin parts, and\n%+v\nwhere it is small", name, kind, is, was)
			}
		}
	}
	if len(refused.Blind([]facts.Kind{facts.KindTotals})) == 0 || len(refused.Blind([]facts.Kind{facts.KindPods})) > 0 {
		t.Errorf("blind spots are %+v", refused.BlindSpots)
	}
}

// listOfKind returns the facts of a kind.
func listOfKind(s *facts.Snapshot, kind facts.Kind) (any, bool) {
	v := reflect.ValueOf(s).Elem()
	for i := range v.NumField() {
		if v.Type().Field(i).Tag.Get("json") == string(kind) {
			return v.Field(i).Interface(), true
		}
	}
	return nil, false
}

// TestSelectorOfFields: what is not known of an object is asked of the API server.
func TestSelectorOfFields(t *testing.T) {
	for selector, known := range map[string]bool{
		"": true, "status.phase=Running": true, "metadata.name=a,status.phase!=Failed": true, "spec.nodeName=a": false, "a": false,
	} {
		if _, got := selectorOf(target.Query{FieldSelector: selector}); got != known {
			t.Errorf("%q: known %t", selector, got)
		}
	}
	if _, known := selectorOf(target.Query{LabelSelector: "a in b"}); known {
		t.Error("a label selector that is none is known")
	}
}
