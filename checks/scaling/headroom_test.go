package scaling

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
)

const gib = 1 << 30

var now = time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)

// node is one for ordinary pods with 4 CPUs and 8 GiB.
func node(name, zone string, change func(*facts.Node)) facts.Node {
	n := facts.Node{
		Name: name, OS: "linux", Labels: map[string]string{zoneLabel: zone}, AllocatablePods: 110,
		AllocatableCPU: 4000, AllocatableMemory: 8 * gib,
		Conditions: []facts.Condition{{Type: "Ready", Status: "True"}},
	}
	if change != nil {
		change(&n)
	}
	return n
}

func three() []facts.Node {
	return []facts.Node{node("a", "x", nil), node("b", "y", nil), node("c", "z", nil)}
}

func deployment(name string, replicas int, cpu, memory int64) facts.Workload {
	return facts.Workload{Kind: facts.Deployment, Namespace: "shop", Name: name, Desired: replicas, RequestedCPU: cpu, RequestedMemory: memory}
}

func daemon(cpu int64) facts.Workload {
	return facts.Workload{Kind: facts.DaemonSet, Namespace: "x", Name: "agent", RequestedCPU: cpu}
}

func TestHeadroom(t *testing.T) {
	gpu := node("gpu", "x", func(n *facts.Node) { n.Taints = []facts.Taint{{Key: "gpu", Effect: "NoSchedule"}} })
	starting := func(name string, age time.Duration) facts.Node {
		return node(name, "w", func(n *facts.Node) {
			n.CreatedAt = now.Add(-age)
			n.Taints = []facts.Taint{{Key: "node.cloudprovider.kubernetes.io/uninitialized", Effect: "NoSchedule"}}
		})
	}
	cordoned := node("cordoned", "y", func(n *facts.Node) { n.Unschedulable = true })
	joining := node("joining", "y", func(n *facts.Node) { n.CreatedAt, n.Conditions = now.Add(-time.Minute), nil })
	pressed := node("pressed", "w", func(n *facts.Node) {
		n.Taints = []facts.Taint{{Key: "node.kubernetes.io/memory-pressure", Effect: "NoSchedule"}}
	})
	large := node("large", "x", func(n *facts.Node) { n.AllocatableCPU = 16000 })
	pinned := deployment("windows", 90, 1000, 0)
	pinned.NodeSelector = map[string]string{"kubernetes.io/os": "windows"}
	job := facts.Workload{Kind: facts.CronJob, Name: "job", RequestedCPU: 90000}
	for name, tt := range map[string]struct {
		nodes     []facts.Node
		workloads []facts.Workload
		scaler    string
		want      check.Status
		says      string
	}{
		"fits":                       {three(), []facts.Workload{deployment("a", 8, 1000, gib)}, "", check.StatusPass, "66 % of CPU and 33 % of memory on 3 nodes"},
		"fits no more":               {three(), []facts.Workload{deployment("a", 9, 1000, gib)}, "", check.StatusGap, "1 pod has no place"},
		"memory":                     {three(), []facts.Workload{deployment("a", 17, 10, gib)}, "", check.StatusGap, "1 of 17 pods finds no node with 10m CPU and 1024 MiB memory free"},
		"in fragments":               {three(), []facts.Workload{deployment("a", 3, 2500, gib)}, "", check.StatusGap, "1 of 3 pods finds no node"},
		"DaemonSets first":           {three(), []facts.Workload{deployment("a", 8, 1000, 0), daemon(100)}, "", check.StatusGap, "2 pods have no place"},
		"pods that nodes accept":     {[]facts.Node{node("a", "", nil), node("b", "", nil)}, []facts.Workload{deployment("a", 111, 1, 0)}, "", check.StatusGap, "1 pod has"},
		"largest node":               {[]facts.Node{node("a", "", nil), node("b", "", nil), large}, []facts.Workload{deployment("a", 10, 1000, 0)}, "", check.StatusGap, "without node large"},
		"zone":                       {[]facts.Node{node("a", "x", nil), node("b", "x", nil), node("c", "y", nil)}, []facts.Workload{deployment("a", 5, 1000, 0)}, "", check.StatusGap, "without zone x"},
		"zones unknown":              {[]facts.Node{node("a", "", nil), node("b", "", nil), node("c", "", nil)}, []facts.Workload{deployment("a", 8, 1000, 0)}, "", check.StatusPass, "without the largest node:"},
		"tainted nodes do not help":  {append(three(), gpu), []facts.Workload{deployment("a", 9, 1000, 0)}, "", check.StatusGap, ""},
		"a node that starts helps":   {append(three(), starting("d", time.Minute)), []facts.Workload{deployment("a", 9, 1000, 0)}, "", check.StatusPass, "on 4 nodes"},
		"one that is stuck does not": {append(three(), starting("d", time.Hour)), []facts.Workload{deployment("a", 9, 1000, 0)}, "", check.StatusGap, "1 pod has no place"},
		"in a new cluster it may":    {[]facts.Node{starting("a", time.Minute), starting("b", time.Minute)}, []facts.Workload{deployment("a", 1, 1000, 0)}, "", check.StatusUnknown, "2 nodes joined less than 5 minutes ago and may take"},
		"pressure is a condition":    {append(three(), pressed), []facts.Workload{deployment("a", 9, 1000, 0)}, "", check.StatusPass, "on 4 nodes"},
		"bound elsewhere":            {three(), []facts.Workload{pinned, deployment("a", 1, 1000, 0)}, "", check.StatusPass, ""},
		"between runs":               {three(), []facts.Workload{job, deployment("a", 1, 1000, 0)}, "", check.StatusPass, ""},
		"some request nothing":       {three(), []facts.Workload{deployment("a", 1, 0, 0), deployment("b", 1, 1, 1)}, "", check.StatusPass, "1 pod requests nothing and is not counted"},
		"most request nothing":       {three(), []facts.Workload{deployment("a", 3, 0, 0), deployment("b", 1, 1, 1)}, "", check.StatusUnknown, "3 of 4 pods request neither"},
		"too large for any node":     {three(), []facts.Workload{deployment("a", 2, 9000, 0), deployment("b", 1, 10, 0)}, "", check.StatusPass, "2 pods have no place even now"},
		"one node":                   {[]facts.Node{node("a", "x", nil), gpu}, []facts.Workload{deployment("a", 9, 1000, 0)}, "", check.StatusSkip, "single node"},
		"no node":                    {nil, nil, "", check.StatusUnknown, "no node now"},
		"one left of two":            {[]facts.Node{node("a", "x", nil), cordoned}, []facts.Workload{deployment("a", 1, 1000, 0)}, "", check.StatusGap, "a single node left, a,"},
		"one left, and a scaler":     {[]facts.Node{node("a", "x", nil), cordoned}, []facts.Workload{deployment("a", 1, 1000, 0)}, facts.StateRunning, check.StatusSkip, "Karpenter brings nodes"},
		"none left":                  {[]facts.Node{starting("a", time.Hour), cordoned}, nil, "", check.StatusGap, "it is cordoned"},
		"the rest is judged":         {append(three(), cordoned), []facts.Workload{deployment("a", 9, 1000, 0)}, "", check.StatusGap, "1 pod has no place (1 node is cordoned"},
		"the rest has too little":    {append(three()[:2:2], cordoned), []facts.Workload{deployment("a", 9, 1000, 0)}, "", check.StatusGap, "5 pods have no place"},
		"the rest is enough":         {append(three(), cordoned), []facts.Workload{deployment("a", 8, 1000, 0)}, "", check.StatusPass, "1 node is cordoned"},
		"not ready yet":              {[]facts.Node{node("a", "x", nil), joining}, nil, "", check.StatusUnknown, "1 node joined less than 5 minutes ago and may take ordinary pods soon"},
		"only dedicated":             {[]facts.Node{gpu}, nil, "", check.StatusGap, "gpu:NoSchedule"},
		"only dedicated, scaled":     {[]facts.Node{gpu}, nil, facts.StateRunning, check.StatusSkip, "Karpenter"},
		"sizes unknown":              {[]facts.Node{node("a", "", nil), node("b", "", func(n *facts.Node) { n.AllocatableCPU = 0 })}, nil, "", check.StatusUnknown, ""},
		"autoscaled":                 {three(), []facts.Workload{deployment("a", 9, 1000, 0)}, facts.StateRunning, check.StatusSkip, "Karpenter brings nodes"},
		"autoscaled, perhaps":        {three(), []facts.Workload{deployment("a", 9, 1000, 0)}, facts.StateHidden, check.StatusUnknown, "whether Karpenter would bring"},
		"autoscaled and fits":        {three(), []facts.Workload{deployment("a", 1, 1000, 0)}, facts.StateHidden, check.StatusPass, ""},
	} {
		t.Run(name, func(t *testing.T) {
			in := &facts.Input{}
			in.CollectedAt, in.Nodes, in.Workloads = now, tt.nodes, tt.workloads
			if tt.scaler != "" {
				in.Inventory = []facts.Implementation{{Title: "Karpenter", State: tt.scaler, Roles: []string{"scaling/nodes"}}}
			}
			out, err := Headroom().Run(t.Context(), in)
			if err != nil {
				t.Fatal(err)
			}
			if said := out.Reason + fmt.Sprint(out.Findings); out.Status != tt.want || !strings.Contains(said, tt.says) {
				t.Errorf("%s: %s, want %s saying %q", out.Status, said, tt.want, tt.says)
			}
		})
	}
}

// TestHeadroomOfLargeClusters keeps the packing from growing with pods times nodes.
func TestHeadroomOfLargeClusters(t *testing.T) {
	in := &facts.Input{}
	for i := range 5000 {
		in.Nodes = append(in.Nodes, node(fmt.Sprintf("n%d", i), fmt.Sprintf("z%d", i%3), nil))
	}
	for i := range 1000 {
		in.Workloads = append(in.Workloads, deployment(fmt.Sprintf("w%d", i), 10, 500, gib/2))
	}
	if out, err := Headroom().Run(t.Context(), in); err != nil || out.Status != check.StatusPass {
		t.Errorf("%v, %v", out, err)
	}
}
