package engine

import (
	"slices"
	"testing"
	"time"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/inventory"
)

// rival is a product that competes with the others of its test, by its main workload.
type rival struct {
	kind, name, image string
	change            func(*facts.Workload)
}

func (r rival) workload() facts.Workload {
	w := facts.Workload{Kind: r.kind, Namespace: r.name, Name: r.name, Status: true, Current: true, Desired: 2, Ready: 2}
	w.Containers = []facts.Container{{Name: r.name, Image: facts.Image{Registry: "registry.example", Repository: r.image, Tag: "v1.0.0"}}}
	if r.change != nil {
		r.change(&w)
	}
	return w
}

// cnis are primary plugins, and some that are made to run beside one.
var cnis = []rival{
	{kind: facts.DaemonSet, name: "antrea", image: "antrea/antrea-agent-ubuntu", change: func(w *facts.Workload) { w.Containers[0].Name = "antrea-agent" }},
	{kind: facts.DaemonSet, name: "aws-vpc-cni", image: "eks/amazon-k8s-cni"},
	{kind: facts.DaemonSet, name: "azure-cni", image: "containernetworking/azure-cns"},
	{kind: facts.DaemonSet, name: "calico", image: "calico/node"},
	{kind: facts.DaemonSet, name: "calico-policy-only", image: "calico/node", change: func(w *facts.Workload) {
		w.Containers[0].Env = []facts.Field{{Name: "CALICO_NETWORKING_BACKEND", Value: "none"}}
	}},
	{kind: facts.DaemonSet, name: "canal", image: "calico/node", change: func(w *facts.Workload) {
		w.Containers = append(w.Containers, facts.Container{Name: "flannel", Image: facts.Image{Repository: "flannel/flannel"}})
	}},
	{kind: facts.DaemonSet, name: "cilium", image: "cilium/cilium"},
	{kind: facts.DaemonSet, name: "flannel", image: "flannel/flannel"},
	{kind: facts.DaemonSet, name: "kindnet", image: "kindest/kindnetd"},
	{kind: facts.DaemonSet, name: "kube-router", image: "cloudnativelabs/kube-router"},
	{kind: facts.DaemonSet, name: "multus", image: "k8snetworkplumbingwg/multus-cni"},
	{kind: facts.DaemonSet, name: "weave", image: "weaveworks/weave-kube"},
}

var meshes = []rival{
	{kind: facts.Deployment, name: "consul", image: "hashicorp/consul-k8s-control-plane", change: func(w *facts.Workload) { w.Containers[0].Name = "sidecar-injector" }},
	{kind: facts.Deployment, name: "istio", image: "istio/pilot"},
	{kind: facts.Deployment, name: "kuma", image: "kumahq/kuma-cp"},
	{kind: facts.Deployment, name: "linkerd", image: "linkerd/controller", change: func(w *facts.Workload) { w.Containers[0].Name = "destination" }},
	{kind: facts.Deployment, name: "open-service-mesh", image: "openservicemesh/osm-controller"},
}

var metricsAPIs = []rival{
	{kind: facts.Deployment, name: "keda", image: "kedacore/keda"},
	{kind: facts.Deployment, name: "kube-metrics-adapter", image: "zalando-incubator/kube-metrics-adapter"},
	{kind: facts.Deployment, name: "metrics-server", image: "metrics-server/metrics-server"},
	{kind: facts.Deployment, name: "newrelic-k8s-metrics-adapter", image: "newrelic/newrelic-k8s-metrics-adapter"},
	{kind: facts.Deployment, name: "stackdriver-adapter", image: "gke-release/custom-metrics-stackdriver-adapter"},
}

// TestConflicts runs all pairs of products that compete for one thing: both are found,
// and the conflict is reported where it is one.
func TestConflicts(t *testing.T) {
	for _, tt := range []struct {
		id     string
		rivals []rival
		// peace are the products that get on with all others, and pairs that do.
		alone []string
		peace [][2]string
		// open are the pairs of which nothing in the facts tells.
		open [][2]string
	}{
		{
			id: "network/one-cni", rivals: cnis, alone: []string{"calico-policy-only", "multus"},
			peace: [][2]string{{"azure-cni", "cilium"}},
			open:  [][2]string{{"antrea", "aws-vpc-cni"}, {"antrea", "azure-cni"}},
		},
		{id: "mesh/one-mesh", rivals: meshes},
		{id: "metrics/one-owner", rivals: metricsAPIs, alone: []string{"metrics-server"}},
	} {
		c := checkOf(t, tt.id)
		known := shippedRecogniser(t)
		for i, a := range tt.rivals {
			for _, b := range tt.rivals[i+1:] {
				pair := [2]string{a.name, b.name}
				want := check.StatusGap
				switch {
				case slices.Contains(tt.alone, a.name), slices.Contains(tt.alone, b.name), slices.Contains(tt.peace, pair):
					want = check.StatusPass
				case slices.Contains(tt.open, pair):
					want = check.StatusUnknown
				}
				t.Run(tt.id+"/"+a.name+"+"+b.name, func(t *testing.T) { fight(t, c, known, a, b, want) })
			}
		}
	}
}

func fight(t *testing.T, c check.Check, known *inventory.Recogniser, a, b rival, want check.Status) {
	in := known.Input(&facts.Snapshot{
		CollectedAt: time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC), Target: facts.Target{Kind: "cluster"},
		Workloads: []facts.Workload{a.workload(), b.workload()},
	}, time.Time{})
	for _, r := range []rival{a, b} {
		if !slices.ContainsFunc(in.Inventory, func(i facts.Implementation) bool { return i.Name == r.name && i.State == facts.StateRunning }) {
			t.Errorf("%s was not found", r.name)
		}
	}
	out, err := c.Run(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	// Two products that only run beside a plugin leave nothing to judge.
	if out.Status == check.StatusSkip && want == check.StatusPass {
		return
	}
	if out.Status != want {
		t.Errorf("%s, want %s: %s %v", out.Status, want, out.Reason, out.Findings)
	}
}

func checkOf(t *testing.T, id string) check.Check {
	t.Helper()
	all := builtinChecks(t)
	i := slices.IndexFunc(all, func(c check.Check) bool { return c.ID == id })
	if i < 0 {
		t.Fatalf("there is no check %s", id)
	}
	return all[i]
}
