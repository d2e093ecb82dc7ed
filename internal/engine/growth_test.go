package engine

import (
	"context"
	"fmt"
	"hash/fnv"
	"os"
	"reflect"
	"runtime"
	"slices"
	"testing"

	"github.com/kready/kready/internal/cause"
	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/evaluate"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/fixture"
	"github.com/kready/kready/internal/inventory"
	"github.com/kready/kready/internal/policy"
)

// TestGrowth: nothing that judges a cluster takes more than n·log n of the objects of any kind.
// Work is counted in allocations, which the evaluation of policies makes at each step.
func TestGrowth(t *testing.T) {
	g := growth{t: t, known: shippedRecogniser(t), set: fixtures(t), checks: builtinChecks(t)}
	for _, kind := range facts.Kinds() {
		if field, ok := listOf(&facts.Snapshot{}, kind); ok && hasName(field.Type().Elem()) && grows(kind) {
			t.Run(string(kind), func(t *testing.T) {
				g.t, g.kind = t, kind
				g.compare(func(s *facts.Snapshot, n int) { multiply(t, s, kind, n) })
			})
		}
	}
	for what, kinds := range map[string][]facts.Kind{
		"deliveries with their sources": {facts.KindDeliverySources, facts.KindDeliveries},
		"secrets with their stores":     {facts.KindSecretStores, facts.KindSyncedSecrets},
	} {
		t.Run(what, func(t *testing.T) {
			g.t, g.kind = t, kinds[0]
			g.compare(func(s *facts.Snapshot, n int) {
				for _, kind := range kinds {
					multiply(t, s, kind, n)
				}
			})
		})
	}
	t.Run("nodes with their pods", func(t *testing.T) {
		g.t, g.kind = t, ""
		g.compare(func(s *facts.Snapshot, n int) { addNodes(s, n, 1, 1) })
	})
	t.Run("nodes without agents", func(t *testing.T) {
		g.t, g.kind = t, ""
		g.compare(func(s *facts.Snapshot, n int) { addNodes(s, n, 0, 0) })
	})
	t.Run("nodes whose agents are not ready", func(t *testing.T) {
		g.t, g.kind = t, ""
		g.compare(func(s *facts.Snapshot, n int) { addNodes(s, n, 1, 0) })
	})
}

// grows takes the kinds of which large clusters have most, and one in four of the others;
// KREADY_CHAOS=all takes all.
func grows(kind facts.Kind) bool {
	often := []facts.Kind{facts.KindNodes, facts.KindNamespaces, facts.KindWorkloads, facts.KindPods, facts.KindCRDs, facts.KindCSINodes, facts.KindPDBs}
	h := fnv.New32a()
	_, _ = h.Write([]byte(kind))
	return slices.Contains(often, kind) || h.Sum32()%4 == 0 || os.Getenv("KREADY_CHAOS") == "all"
}

// TestGrowthOfApplications: ten times the applications are judged with as much work.
func TestGrowthOfApplications(t *testing.T) {
	g := growth{t: t, known: shippedRecogniser(t), set: fixtures(t), checks: builtinChecks(t)}
	few, many := g.work(func(s *facts.Snapshot, n int) { addApplications(s, n) }, 300), g.work(func(s *facts.Snapshot, n int) { addApplications(s, n) }, 3000)
	total := func(work map[string]spent) (sum uint64) {
		for what, n := range work {
			if what != summing { // it goes over them once
				sum += n.allocations
			}
		}
		return sum
	}
	if a, b := total(few), total(many); float64(b) > 1.1*float64(a) {
		t.Errorf("%d allocations with 300 applications, %d with 3000", a, b)
	}
}

// What is counted besides checks.
const (
	summing  = "summing up"
	deriving = "deriving the input"
	causes   = "causes"
)

// growth judges the healthy cluster with more objects.
type growth struct {
	t      *testing.T
	known  *inventory.Recogniser
	set    *fixture.Set
	checks []check.Check
	// kind is the one that grows: only checks that look at it are judged. "" for all checks.
	kind facts.Kind
	// fixture is the cluster that grows, in place of the healthy one.
	fixture fixture.Fixture
}

// compare demands that no work grows more from the second doubling than from the first, but for
// twice as much.
func (g growth) compare(add func(*facts.Snapshot, int)) {
	g.t.Helper()
	demand(g.t, grownBy, func(n int) map[string]spent { return g.work(add, n) })
}

// work measures all that judges the healthy cluster with so many more objects.
func (g growth) work(add func(*facts.Snapshot, int), n int) map[string]spent {
	g.t.Helper()
	snapshot, err := g.set.Snapshot(g.fixture)
	if err != nil {
		g.t.Fatal(err)
	}
	facts.FillEmpty(snapshot)
	if add != nil {
		add(snapshot, n)
	}
	work := map[string]spent{}
	count := func(what string, do func()) {
		work[what] = measure(do)
	}
	var in *facts.Input
	count(summing, func() { snapshot = g.known.Summed(snapshot) })
	count(deriving, func() { in = g.known.Input(snapshot, g.fixture.AsOf) })
	in.Intent, in.ForVersion = g.fixture.Intent, g.fixture.ForVersion
	facts.FillEmpty(in)
	ctx := policy.WithMemo(context.Background(), in)
	var results []check.Result
	for _, c := range g.checks {
		if g.kind != "" && !slices.Contains(c.Needs, g.kind) && !slices.Contains(c.Optional, g.kind) {
			continue
		}
		count(c.ID, func() {
			if c.Preparer != nil {
				c.Preparer.Wait(ctx, c.ID, in)
			}
			out, err := c.Run(ctx, in)
			if err != nil {
				g.t.Fatal(err)
			}
			results = append(results, check.Result{Check: c, Outcome: out})
		})
	}
	count(causes, func() {
		found := cause.Find(in)
		found.Fold(found.Explain(results))
		evaluate.Waive(results, nil, in.AsOf)
	})
	return work
}

// measure measures what something takes.
func measure(do func()) spent {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	before, started := allocations(), timeOfThread()
	do()
	return spent{allocations() - before, timeOfThread() - started}
}

func allocations() uint64 {
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return stats.Mallocs
}

// listOf returns the list of a snapshot that holds a kind of fact.
func listOf(s *facts.Snapshot, kind facts.Kind) (reflect.Value, bool) {
	v := reflect.ValueOf(s).Elem()
	for i := range v.NumField() {
		if f := v.Type().Field(i); f.Tag.Get("json") == string(kind) && f.Type.Kind() == reflect.Slice {
			return v.Field(i), true
		}
	}
	return reflect.Value{}, false
}

func hasName(of reflect.Type) bool {
	f, ok := of.FieldByName("Name")
	return of.Kind() == reflect.Struct && ok && f.Type.Kind() == reflect.String
}

// multiply adds copies of a kind's objects, under other names.
func multiply(t *testing.T, s *facts.Snapshot, kind facts.Kind, n int) {
	t.Helper()
	list, _ := listOf(s, kind)
	were := list.Len()
	if were == 0 {
		list.Set(reflect.Append(list, reflect.Zero(list.Type().Elem())))
		were = 1
	}
	for i := range n {
		one := reflect.New(list.Type().Elem()).Elem()
		one.Set(list.Index(i % were))
		one.FieldByName("Name").SetString(fmt.Sprintf("%s-%d", one.FieldByName("Name"), i))
		list.Set(reflect.Append(list, one))
	}
	facts.FillEmpty(s)
}

// addNodes adds nodes, each with so many pods of every DaemonSet, and of these so many that are ready.
func addNodes(s *facts.Snapshot, n, pods, ready int) {
	workers := slices.DeleteFunc(slices.Clone(s.Nodes), func(n facts.Node) bool { return n.ControlPlane })
	like := workers[0]
	var daemons []facts.Pods
	for _, p := range s.Pods {
		if p.Kind == facts.DaemonSet && p.Node == like.Name {
			daemons = append(daemons, p)
		}
	}
	for i := range n {
		node := like
		node.Name = fmt.Sprintf("more-%d", i)
		s.Nodes = append(s.Nodes, node)
		for _, p := range daemons {
			if p.Node, p.Count, p.Ready = node.Name, pods, ready; pods > 0 {
				s.Pods = append(s.Pods, p)
			}
		}
	}
}

// addApplications adds services to ten namespaces.
func addApplications(s *facts.Snapshot, n int) {
	for i := range n {
		s.Workloads = append(s.Workloads, facts.Workload{
			Kind: facts.Deployment, Namespace: fmt.Sprintf("team-%d", i%10), Name: fmt.Sprintf("api-%d", i), Status: true, Current: true,
			Desired: 2, Ready: 2, PodLabels: map[string]string{"app": fmt.Sprint(i)}, RequestedCPU: 1, RequestedMemory: int64(1+i%3) << 10,
			Containers: []facts.Container{{Name: "api", Image: facts.Image{Registry: "registry.acme.org", Repository: "shop/api", Tag: "v1"}}},
		})
	}
	facts.FillEmpty(s)
}
