package scaling

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
)

func nodeOf(name string, change func(*facts.Node)) facts.Node {
	n := facts.Node{
		Name: name, Labels: map[string]string{"zone": "a"}, AllocatableCPU: 4000, AllocatableMemory: 8 << 30, AllocatablePods: 110,
		AllocatableOther: []facts.Quantity{{Name: "ephemeral-storage", Amount: 100 << 30}},
	}
	change(&n)
	return n
}

func landing(change func(*facts.LandingPods)) facts.Landing {
	pods := facts.LandingPods{Manifest: facts.Manifest{Kind: facts.Deployment, Name: "web", File: "web.yaml", Line: 1}, Replicas: 1, TemplateLine: 5}
	change(&pods)
	return facts.Landing{Pods: []facts.LandingPods{pods}}
}

func taint(key, effect string) func(*facts.Node) {
	return func(n *facts.Node) { n.Taints = []facts.Taint{{Key: key, Effect: effect}} }
}

func TestPodsFindNode(t *testing.T) {
	same := func(*facts.Node) {}
	plain := func(*facts.LandingPods) {}
	request := func(name string, amount int64) func(*facts.LandingPods) {
		return func(p *facts.LandingPods) { p.Placement.Requests = []facts.Quantity{{Name: name, Amount: amount}} }
	}
	for name, tt := range map[string]struct {
		node   func(*facts.Node)
		pods   func(*facts.LandingPods)
		status check.Status
		says   string
	}{
		"a node":               {same, plain, check.StatusPass, ""},
		"as large as the node": {same, request("cpu", 4000), check.StatusPass, ""},
		"larger":               {same, request("cpu", 4001), check.StatusGap, "1 Insufficient cpu"},
		"too little of two": {same, func(p *facts.LandingPods) {
			p.Placement.Requests = []facts.Quantity{{Name: "cpu", Amount: 9000}, {Name: "memory", Amount: 9 << 30}}
		}, check.StatusGap, "1 Insufficient cpu, 1 Insufficient memory"},
		"a taint that goes, of another zone": {taint("node.kubernetes.io/not-ready", "NoSchedule"), func(p *facts.LandingPods) {
			p.Placement.NodeSelector = map[string]string{"zone": "b"}
		}, check.StatusGap, "untolerated taint"},
		"a node without a size":     {func(n *facts.Node) { n.AllocatableCPU = 0 }, request("cpu", 4001), check.StatusUnknown, "says how much cpu it has"},
		"storage":                   {same, request("ephemeral-storage", 200<<30), check.StatusGap, "1 Insufficient ephemeral-storage"},
		"an old snapshot":           {func(n *facts.Node) { n.AllocatableOther = nil }, request("example.com/fpga", 1), check.StatusUnknown, "says how much example.com/fpga it has"},
		"a taint":                   {taint("gpu", "NoSchedule"), plain, check.StatusGap, "1 node(s) had untolerated taint {gpu: }"},
		"a taint that prefers":      {taint("gpu", "PreferNoSchedule"), plain, check.StatusPass, ""},
		"a taint that goes":         {taint("node.kubernetes.io/not-ready", "NoSchedule"), plain, check.StatusUnknown, "goes away by itself"},
		"one that goes, too large":  {taint("node.kubernetes.io/not-ready", "NoSchedule"), request("cpu", 9000), check.StatusGap, "untolerated taint"},
		"cordoned":                  {func(n *facts.Node) { n.Unschedulable = true }, plain, check.StatusUnknown, "1 node(s) were unschedulable"},
		"no replicas":               {taint("gpu", "NoSchedule"), func(p *facts.LandingPods) { p.Replicas = 0 }, check.StatusPass, ""},
		"a DaemonSet":               {taint("gpu", "NoSchedule"), func(p *facts.LandingPods) { p.Replicas, p.Kind = 0, facts.DaemonSet }, check.StatusGap, "untolerated taint"},
		"a node by name":            {same, func(p *facts.LandingPods) { p.Placement.NodeName = "other" }, check.StatusGap, "didn't match the requested node name"},
		"an affinity without terms": {same, func(p *facts.LandingPods) { p.Placement.HasAffinity = true }, check.StatusGap, "didn't match Pod's node affinity"},
		"an operator that is none": {same, func(p *facts.LandingPods) {
			p.Placement.HasAffinity = true
			p.Placement.Terms = []facts.NodeTerm{{Labels: []facts.Requirement{{Key: "zone", Operator: "Near"}}}}
		}, check.StatusGap, "the API server refuses its node affinity"},
		"a field": {same, func(p *facts.LandingPods) {
			p.Placement.HasAffinity = true
			p.Placement.Terms = []facts.NodeTerm{{Fields: []facts.Requirement{{Key: "metadata.name", Operator: "In", Values: []string{"a"}}}}}
		}, check.StatusPass, ""},
	} {
		t.Run(name, func(t *testing.T) {
			in := &facts.Input{Service: landing(tt.pods)}
			in.Nodes = []facts.Node{nodeOf("a", tt.node)}
			out, err := PodsFindNode().Run(context.Background(), in)
			if err != nil || out.Status != tt.status {
				t.Fatalf("%v %v, want %v: %s", out, err, tt.status, out.Reason)
			}
			if tt.says != "" && (len(out.Findings) != 1 || !strings.Contains(out.Findings[0].Message, tt.says)) {
				t.Errorf("findings %v, want %q", out.Findings, tt.says)
			}
		})
	}
}

func TestDaemonSetsTakeRoom(t *testing.T) {
	in := &facts.Input{Service: landing(func(p *facts.LandingPods) { p.Placement.Requests = []facts.Quantity{{Name: "cpu", Amount: 3800}} })}
	in.Nodes = []facts.Node{nodeOf("a", func(*facts.Node) {})}
	in.Workloads = []facts.Workload{{Kind: facts.DaemonSet, Name: "agent", RequestedCPU: 300}}
	if out, _ := PodsFindNode().Run(context.Background(), in); out.Status != check.StatusGap {
		t.Errorf("%v, want a gap: the agent asks for 300m of 4", out)
	}
	in.Workloads[0].NodeSelector = map[string]string{"gpu": "yes"}
	if out, _ := PodsFindNode().Run(context.Background(), in); out.Status != check.StatusPass {
		t.Errorf("%v, want a pass: the agent does not run there", out)
	}
}

func TestRuntimeClassAddsToPods(t *testing.T) {
	in := &facts.Input{Service: landing(func(p *facts.LandingPods) {
		p.RuntimeClass = "gvisor"
		p.Placement.Requests = []facts.Quantity{{Name: "cpu", Amount: 3900}}
	})}
	in.Nodes = []facts.Node{nodeOf("a", taint("sandbox", "NoSchedule"))}
	in.RuntimeClasses = []facts.RuntimeClass{{Name: "gvisor", Tolerations: []facts.Toleration{{Key: "sandbox", Operator: "Exists"}}}}
	if out, _ := PodsFindNode().Run(context.Background(), in); out.Status != check.StatusPass {
		t.Errorf("%v, want a pass: the class tolerates the taint", out)
	}
	in.RuntimeClasses[0].Overhead = []facts.Quantity{{Name: "cpu", Amount: 101}, {Name: "memory", Amount: 1}}
	if out, _ := PodsFindNode().Run(context.Background(), in); out.Status != check.StatusGap {
		t.Errorf("%v, want a gap: with its overhead a pod takes 4001m of 4", out)
	}
	in.RuntimeClasses[0].Overhead, in.RuntimeClasses[0].NodeSelector = nil, map[string]string{"zone": "b"}
	if out, _ := PodsFindNode().Run(context.Background(), in); out.Status != check.StatusGap {
		t.Errorf("%v, want a gap: the class selects other nodes", out)
	}
}

func TestPodsSpread(t *testing.T) {
	in := &facts.Input{Service: landing(func(p *facts.LandingPods) {
		p.Placement.Apart = []facts.LandingSpread{{TopologyKey: "kubernetes.io/hostname", Line: 9}}
	})}
	in.Nodes = []facts.Node{nodeOf("a", func(*facts.Node) {}), nodeOf("b", func(*facts.Node) {})}
	if out, _ := PodsSpread().Run(context.Background(), in); out.Status != check.StatusPass {
		t.Errorf("%v, want a pass", out)
	}
	in.Service.Pods[0].Replicas = 3
	out, _ := PodsSpread().Run(context.Background(), in)
	if out.Status != check.StatusGap || out.Findings[0].At.Line != 9 {
		t.Errorf("%v, want a gap at line 9", out)
	}
}

// TestPodsFindRoom: all replicas have to fit on the nodes that take them, were nothing else there.
func TestPodsFindRoom(t *testing.T) {
	of := func(replicas int, cpu int64) facts.Landing {
		return landing(func(p *facts.LandingPods) {
			p.Replicas, p.Placement.Requests = replicas, []facts.Quantity{{Name: "cpu", Amount: cpu}}
		})
	}
	tainted := nodeOf("c", taint("gpu", "NoSchedule"))
	same := func(*facts.Node) {}
	for name, tt := range map[string]struct {
		pods   facts.Landing
		status check.Status
		says   string
	}{
		"all fit":      {of(4, 2000), check.StatusPass, ""},
		"one too many": {of(5, 2000), check.StatusGap, "have room for 4 of the 5, were no others there"},
		"no requests":  {landing(func(p *facts.LandingPods) { p.Replicas = 99 }), check.StatusPass, ""},
	} {
		in := &facts.Input{Snapshot: facts.Snapshot{Nodes: []facts.Node{nodeOf("a", same), nodeOf("b", same), tainted}}, Service: tt.pods}
		out, err := runPodsFindNode(context.Background(), in)
		if err != nil || out.Status != tt.status || tt.says != "" && !strings.Contains(out.Findings[0].Message, tt.says) {
			t.Errorf("%s: %v %v", name, out, err)
		}
	}
}

// TestSpreadCountsTaintedDomains: a domain whose taint keeps the pods away counts as empty for a spread constraint.
func TestSpreadCountsTaintedDomains(t *testing.T) {
	nodes := []facts.Node{nodeOf("a", func(*facts.Node) {}), nodeOf("b", func(*facts.Node) {}), nodeOf("c", taint("node-role.kubernetes.io/control-plane", "NoSchedule"))}
	of := func(replicas int, change func(*facts.LandingSpread)) facts.Landing {
		rule := facts.LandingSpread{TopologyKey: "kubernetes.io/hostname", Line: 9, MaxSkew: 1}
		change(&rule)
		return landing(func(p *facts.LandingPods) { p.Replicas, p.Placement.Spread = replicas, []facts.LandingSpread{rule} })
	}
	same := func(*facts.LandingSpread) {}
	for name, tt := range map[string]struct {
		pods   facts.Landing
		node   func(*facts.Node)
		status check.Status
	}{
		"one each":      {of(2, same), nil, check.StatusPass},
		"a third":       {of(3, same), nil, check.StatusGap},
		"a larger skew": {of(3, func(r *facts.LandingSpread) { r.MaxSkew = 2 }), nil, check.StatusPass},
		"honors taints": {of(3, func(r *facts.LandingSpread) { r.HonorsTaints = true }), nil, check.StatusPass},
		"cordoned":      {of(3, same), func(n *facts.Node) { n.Taints, n.Unschedulable = nil, true }, check.StatusPass},
		"of no affinity": {landing(func(p *facts.LandingPods) {
			p.Replicas, p.Placement.Spread = 3, of(3, same).Pods[0].Placement.Spread
			p.Placement.NodeSelector = map[string]string{"zone": "a"}
		}), func(n *facts.Node) { n.Labels = map[string]string{"zone": "b"} }, check.StatusPass},
	} {
		in := &facts.Input{Snapshot: facts.Snapshot{Nodes: append([]facts.Node{}, nodes...)}, Service: tt.pods}
		if tt.node != nil {
			tt.node(&in.Nodes[2])
		}
		out, err := runPodsSpread(context.Background(), in)
		if err != nil || out.Status != tt.status {
			t.Errorf("%s: %v %v", name, out, err)
		}
	}
}

// TestTemplatesAlike: four times the templates on four times the nodes take no more than about four times the work, where
// the templates ask the same of a node.
func TestTemplatesAlike(t *testing.T) {
	work := func(run func(context.Context, *facts.Input) (check.Outcome, error), n int) float64 {
		in := &facts.Input{Service: landing(func(p *facts.LandingPods) {
			p.Placement.Requests = []facts.Quantity{{Name: "cpu", Amount: 100}, {Name: "memory", Amount: 1 << 20}}
		})}
		in.Service.Pods = slices.Repeat(in.Service.Pods, n)
		for range n {
			in.Nodes = append(in.Nodes, nodeOf("a", taint("gpu", "PreferNoSchedule")))
			last := &in.Nodes[len(in.Nodes)-1]
			last.Name, last.OS, last.Architecture = last.Name+strconv.Itoa(len(in.Nodes)), "linux", "amd64"
		}
		for i := range 5 {
			in.Workloads = append(in.Workloads, facts.Workload{Kind: facts.DaemonSet, Name: strconv.Itoa(i), HostNetwork: true, RequestedCPU: 10})
		}
		return testing.AllocsPerRun(1, func() {
			if out, err := run(context.Background(), in); err != nil || out.Status != check.StatusPass {
				t.Fatal(out, err)
			}
		})
	}
	for name, run := range map[string]func(context.Context, *facts.Input) (check.Outcome, error){"pods-find-node": runPodsFindNode, "one-platform": runOnePlatform} {
		if few, many := work(run, 50), work(run, 200); many > 5*few {
			t.Errorf("%s: %.0f allocations for 50 templates on 50 nodes, %.0f for 200 on 200", name, few, many)
		}
	}
}
