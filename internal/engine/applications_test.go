package engine

import (
	"context"
	"fmt"
	"hash/fnv"
	"os"
	"reflect"
	"slices"
	"sync/atomic"
	"testing"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/fixture"
	"github.com/kready/kready/internal/inventory"
	"github.com/kready/kready/internal/kube"
)

// TestSummedApplications: every check answers the same on every fixture, be the applications summed
// up or one by one, and so does recognition.
func TestSummedApplications(t *testing.T) {
	known, set := shippedRecogniser(t), fixtures(t)
	var tried, summed atomic.Int64
	t.Run("checks", func(t *testing.T) {
		for _, c := range builtinChecks(t) {
			t.Run(c.ID, func(t *testing.T) {
				t.Parallel()
				all, err := set.Of(c.ID)
				if err != nil {
					t.Fatal(err)
				}
				for _, f := range all {
					for i, with := range []func(*facts.Snapshot){withApplications, withDisguised} {
						if !picks(c.ID+f.Name, i) {
							continue
						}
						snapshot, err := set.Snapshot(f)
						if err != nil {
							t.Fatal(err)
						}
						with(snapshot)
						summed.Add(int64(sameAnswers(t, c, f, known, snapshot)))
						tried.Add(1)
					}
				}
			})
		}
	})
	t.Logf("%d clusters, with %d applications that are summed up", tried.Load(), summed.Load())
	if summed.Load() < tried.Load() {
		t.Error("too few fixtures have applications: nothing is tried")
	}
}

// picks takes one in six clusters; KREADY_CHAOS=all takes all.
func picks(name string, variant int) bool {
	h := fnv.New32a()
	_, _ = h.Write([]byte(name))
	return os.Getenv("KREADY_CHAOS") == "all" || h.Sum32()%6 == uint32(variant)
}

// sameAnswers judges a cluster with its workloads one by one and summed up. It returns how many are.
func sameAnswers(t *testing.T, c check.Check, f fixture.Fixture, known *inventory.Recogniser, snapshot *facts.Snapshot) int {
	t.Helper()
	alone, sums := known.Input(snapshot, f.AsOf), known.Input(known.Summed(snapshot), f.AsOf)
	if n := len(sums.Workloads) + sums.Applications.Workloads; n != len(alone.Workloads) {
		t.Errorf("%s: %d workloads of %d", f.Name, n, len(alone.Workloads))
	}
	if n := len(sums.PDBs) + sums.Applications.Budgets; n != len(alone.PDBs) {
		t.Errorf("%s: %d budgets of %d", f.Name, n, len(alone.PDBs))
	}
	sameRecognition(t, f, alone, sums)
	want, got := outcomeOn(t, c, f, alone), outcomeOn(t, c, f, sums)
	if c.ID == "scaling/headroom" { // of applications of one size, it names one
		want.Findings, got.Findings = nil, nil
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%s: with sums it is\n%+v\nand with the workloads\n%+v", f.Name, got, want)
	}
	return sums.Applications.Workloads
}

// withApplications adds services to all namespaces of a cluster.
func withApplications(s *facts.Snapshot) {
	for _, n := range s.Namespaces {
		app := facts.Workload{
			Kind: facts.Deployment, Namespace: n.Name, Name: "api", Status: true, Current: true, Desired: 1, Ready: 1,
			PodLabels:  map[string]string{"team": n.Name, "app": "api"},
			Containers: []facts.Container{{Name: "api", Image: facts.Image{Registry: "registry.acme.org", Repository: "shop/api", Tag: "v1"}}},
		}
		job, store := app, app
		job.Kind, job.Name, job.Desired, job.Ready = facts.CronJob, "report", 0, 0
		job.PodLabels, store.PodLabels = map[string]string{"team": n.Name}, map[string]string{"team": n.Name}
		store.Kind, store.Name, store.RequestedCPU, store.RequestedMemory = facts.StatefulSet, "store", 10, 1<<20
		s.Workloads = append(s.Workloads, app, job, store)
		s.PDBs = append(s.PDBs, facts.PodDisruptionBudget{
			Namespace: n.Name, Name: "kready-api", Observed: true, ExpectedPods: 1, CurrentHealthy: 1, DisruptionsAllowed: 1, MaxUnavailable: "1",
			Selector: facts.Selector{Set: true, Requirements: []facts.Requirement{{Key: "app", Operator: "In", Values: []string{"api"}}}},
		})
	}
	facts.FillEmpty(s)
}

// withDisguised adds to a cluster what looks like a service and is not: each of its workloads again,
// under another name, in a namespace of applications, and well.
func withDisguised(s *facts.Snapshot) {
	for _, w := range slices.Clone(s.Workloads) {
		if w.Kind != facts.StatefulSet {
			w.Kind = facts.Deployment
		}
		w.Namespace, w.Name, w.OwnerKind, w.OwnerName, w.Hook = "shop", "my-"+w.Name, "", "", false
		w.Status, w.Current, w.Ready, w.HostNetwork, w.HostPaths = true, true, w.Desired, false, nil
		s.Workloads = append(s.Workloads, w)
	}
	withApplications(s)
}

func sameRecognition(t *testing.T, f fixture.Fixture, alone, sums *facts.Input) {
	t.Helper()
	for what, pair := range map[string][2]any{
		"inventory":    {alone.Inventory, sums.Inventory},
		"unrecognised": {alone.Unrecognised, sums.Unrecognised},
		"candidates":   {alone.Candidates, sums.Candidates},
		"coverage":     {alone.Coverage, sums.Coverage},
		"budgeted":     {budgetedOf(alone, sums.Workloads), sums.Budgeted},
		"distribution": {alone.Distribution, sums.Distribution},
	} {
		if !reflect.DeepEqual(pair[0], pair[1]) {
			t.Errorf("%s: %s differs:\n%+v\n%+v", f.Name, what, pair[1], pair[0])
		}
	}
}

// budgetedOf are the workloads under budgets, of those that are left.
func budgetedOf(in *facts.Input, left []facts.Workload) []facts.Budgeted {
	refs := map[facts.ObjectRef]bool{}
	for i := range left {
		refs[kube.Ref(&left[i])] = true
	}
	return slices.DeleteFunc(slices.Clone(in.Budgeted), func(b facts.Budgeted) bool {
		return !refs[facts.ObjectRef{Kind: b.Kind, Namespace: b.Namespace, Name: b.Name}]
	})
}

func outcomeOn(t *testing.T, c check.Check, f fixture.Fixture, in *facts.Input) check.Outcome {
	t.Helper()
	in.Intent = f.Intent
	facts.FillEmpty(&in.Intent)
	out, err := c.Run(context.Background(), in)
	if err != nil {
		t.Fatal(fmt.Errorf("%s: %w", f.Name, err))
	}
	return out
}
