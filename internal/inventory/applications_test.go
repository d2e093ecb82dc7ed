package inventory

import (
	"reflect"
	"slices"
	"testing"

	"github.com/kready/kready/internal/facts"
)

// service is a workload like any other.
func service(change func(*facts.Workload)) facts.Workload {
	w := facts.Workload{
		Kind: facts.Deployment, Namespace: "shop", Name: "api", Status: true, Current: true, Desired: 2, Ready: 2,
		PodLabels: map[string]string{"app": "api"}, RequestedCPU: 100, RequestedMemory: 1 << 20,
		Containers: []facts.Container{{Name: "api", Image: facts.Image{Registry: "registry.acme.org", Repository: "shop/api", Tag: "v1"}}},
	}
	if change != nil {
		change(&w)
	}
	return w
}

func imaged(registry, repository string) func(*facts.Workload) {
	return func(w *facts.Workload) {
		w.Containers = append(w.Containers, facts.Container{Image: facts.Image{Registry: registry, Repository: repository}})
	}
}

// sameApart sums up the workloads of a snapshot as they are read from a cluster, those that look like applications
// kept apart, and compares the outcome.
func sameApart(t *testing.T, s, want *facts.Snapshot) {
	t.Helper()
	known, apart, of := shipped(t), &facts.Apart{}, *s
	of.Workloads = nil
	looksLikeOne := known.LikeApplications()
	for _, w := range s.Workloads {
		if looksLikeOne(&w) {
			apart.Add(&w)
		} else {
			of.Workloads = append(of.Workloads, w)
		}
	}
	of.SetApart(apart)
	got := of.SumApart(func(s *facts.Snapshot) facts.Sum { return known.NewSum(s) })
	if a, b := got.Applications(), want.Applications(); a.Workloads != b.Workloads || a.Budgets != b.Budgets || len(a.Sizes) != len(b.Sizes) {
		t.Errorf("kept apart, %+v is summed up, want %+v", a, b)
	}
	if len(got.Workloads) != len(want.Workloads) || len(got.PDBs) != len(want.PDBs) {
		t.Errorf("kept apart, %d workloads and %d budgets are left, want %d and %d", len(got.Workloads), len(got.PDBs), len(want.Workloads), len(want.PDBs))
	}
	for i := range got.Workloads {
		a, b := got.Workloads[i], want.Workloads[i]
		facts.FillEmpty(&a)
		facts.FillEmpty(&b)
		if !reflect.DeepEqual(a, b) {
			t.Errorf("kept apart, it is\n%+v\nwant\n%+v", a, b)
		}
	}
}

// TestSummed: what a check could ask for by name stays, everything else is counted.
func TestSummed(t *testing.T) {
	s := &facts.Snapshot{
		PDBs: []facts.PodDisruptionBudget{
			{Namespace: "shop", Name: "db", Selector: facts.Selector{Set: true, Requirements: []facts.Requirement{{Key: "app", Operator: "In", Values: []string{"db"}}}}},
			{Namespace: "bank", Name: "all", Selector: facts.Selector{Set: true}},
		},
		Backends: []facts.Backend{{Namespace: "shop", Name: "hook", Selector: map[string]string{"app": "hook"}}},
		Webhooks: []facts.WebhookConfig{{Webhooks: []facts.Webhook{{
			Objects: facts.Selector{Set: true, Requirements: []facts.Requirement{{Key: "inject", Operator: "Exists"}}},
		}}}},
	}
	for name, tt := range map[string]struct {
		change func(*facts.Workload)
		stays  bool
	}{
		"a service":             {nil, false},
		"a job":                 {func(w *facts.Workload) { w.Kind, w.Ready, w.Desired = facts.CronJob, 0, 0 }, false},
		"wants no pod":          {func(w *facts.Workload) { w.Ready, w.Desired = 0, 0 }, false},
		"an agent":              {func(w *facts.Workload) { w.Kind = facts.DaemonSet }, true},
		"not ready":             {func(w *facts.Workload) { w.Ready = 1 }, true},
		"being changed":         {func(w *facts.Workload) { w.Current = false }, true},
		"never applied":         {func(w *facts.Workload) { w.Status = false }, true},
		"of an operator":        {func(w *facts.Workload) { w.OwnerKind = "Prometheus" }, true},
		"of the system":         {func(w *facts.Workload) { w.Namespace = "kube-system" }, true},
		"with a budget":         {func(w *facts.Workload) { w.PodLabels = map[string]string{"app": "db"} }, true},
		"in a budget for all":   {func(w *facts.Workload) { w.Namespace = "bank" }, true},
		"behind a Service":      {func(w *facts.Workload) { w.PodLabels = map[string]string{"app": "hook"} }, true},
		"selected by a webhook": {func(w *facts.Workload) { w.PodLabels = map[string]string{"inject": "no"} }, true},
		"asks for a mesh":       {func(w *facts.Workload) { w.PodLabels = map[string]string{"sidecar.istio.io/inject": "true"} }, true},
		"on the host":           {func(w *facts.Workload) { w.HostNetwork = true }, true},
		"a known product":       {imaged("quay.io", "jetstack/cert-manager-controller"), true},
		"an abandoned registry": {imaged("docker.io", "bitnami/redis"), true},
		"an alertmanager":       {imaged("registry.acme.org", "infra/my-alertmanager"), true},
	} {
		t.Run(name, func(t *testing.T) {
			of := *s
			w := service(tt.change)
			of.Workloads = []facts.Workload{w}
			got := shipped(t).Summed(&of)
			sameApart(t, &of, got)
			if stays := len(got.Workloads) == 1; stays != tt.stays {
				t.Errorf("it stays one by one: %t, want %t", stays, tt.stays)
			}
			if n := got.Applications().Workloads + len(got.Workloads); n != 1 {
				t.Errorf("%d workloads", n)
			}
		})
	}
}

// TestSumsInParts: the sums do not depend on how many workloads are added at a time, and summing up
// again changes nothing.
func TestSumsInParts(t *testing.T) {
	s := &facts.Snapshot{}
	for i := range 40 {
		s.Workloads = append(s.Workloads, service(func(w *facts.Workload) {
			w.Namespace, w.Desired = []string{"shop", "bank", "crew"}[i%3], i%4
			w.Ready, w.RequestedCPU = w.Desired, int64(i%2)
			if i%5 == 0 {
				w.NodeSelector = map[string]string{"disk": "ssd"}
			}
		}))
	}
	known := shipped(t)
	whole := known.Summed(s)
	want := whole.Applications()
	if want.Workloads != 40 || len(want.Namespaces) != 3 || len(want.Sizes) != 4 {
		t.Errorf("the sums are %+v", want)
	}
	pods := 0
	for _, size := range want.Sizes {
		pods += size.Pods
	}
	if pods != 60 {
		t.Errorf("%d pods, want 60", pods)
	}
	sum := known.NewSum(&facts.Snapshot{})
	for some := range slices.Chunk(s.Workloads, 7) {
		sum.Add(some)
	}
	same := func(a, b facts.Applications) bool {
		return a.Workloads == b.Workloads && slices.Equal(a.Namespaces, b.Namespaces) && slices.EqualFunc(a.Sizes, b.Sizes, func(a, b facts.ApplicationSize) bool {
			return a.Workloads == b.Workloads && a.Pods == b.Pods && a.Example == b.Example
		})
	}
	if got := sum.Finish(nil).Applications(); !same(got, want) {
		t.Errorf("in parts they are %+v", got)
	}
	if got := known.Summed(whole).Applications(); !same(got, want) {
		t.Errorf("again they are %+v", got)
	}
}
