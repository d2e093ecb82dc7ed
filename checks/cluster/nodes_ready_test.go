package cluster

import (
	"testing"
	"time"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
)

var now = time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)

// node builds a node of some age whose Ready condition has a status.
func node(name, ready string, age time.Duration, more ...facts.Condition) facts.Node {
	n := facts.Node{Name: name, CreatedAt: now.Add(-age), KubeletVersion: "v1.36.4"}
	if ready != "" {
		n.Conditions = append(n.Conditions, facts.Condition{Type: "Ready", Status: ready, Since: now.Add(-12 * time.Minute)})
	}
	n.Conditions = append(n.Conditions, more...)
	return n
}

func TestNodesReady(t *testing.T) {
	const old = 1000 * time.Hour
	good := node("good", "True", old)
	virtual := node("virtual", "False", old)
	virtual.Virtual = true
	cordoned := node("cordoned", "True", old)
	cordoned.Unschedulable = true
	leaving := node("leaving", "False", old)
	leaving.Taints = []facts.Taint{{Key: "karpenter.sh/disrupted", Effect: "NoSchedule"}}
	stuck := node("stuck", "", old, facts.Condition{Type: "Ready", Status: "False", Since: now.Add(-2 * time.Hour)})
	stuck.Taints = leaving.Taints
	pressed := node("pressed", "True", old, facts.Condition{Type: "DiskPressure", Status: "True", Since: now.Add(-2 * time.Hour)})
	pressed.Taints = leaving.Taints
	emptied := node("emptied", "True", old)
	emptied.Taints = leaving.Taints
	control := node("control", "True", old)
	control.Taints = []facts.Taint{{Key: "node-role.kubernetes.io/control-plane", Effect: "NoSchedule"}}
	pool := node("pool", "True", old)
	pool.Taints = []facts.Taint{{Key: "CriticalAddonsOnly", Effect: "NoSchedule"}}
	for name, tt := range map[string]struct {
		nodes []facts.Node
		want  check.Status
		says  string
	}{
		"ready":                  {[]facts.Node{good}, check.StatusPass, "1 node is Ready"},
		"not ready":              {[]facts.Node{good, node("bad", "False", old)}, check.StatusGap, "not Ready for 12 minutes"},
		"not reporting":          {[]facts.Node{good, node("bad", "Unknown", old)}, check.StatusGap, "stopped reporting"},
		"memory":                 {[]facts.Node{node("bad", "True", old, facts.Condition{Type: "MemoryPressure", Status: "True"})}, check.StatusGap, "under memory pressure"},
		"no network":             {[]facts.Node{node("bad", "True", old, facts.Condition{Type: "NetworkUnavailable", Status: "True"})}, check.StatusGap, "without a network"},
		"young":                  {[]facts.Node{good, node("new", "False", time.Minute)}, check.StatusPass, "1 younger"},
		"leaving":                {[]facts.Node{good, leaving}, check.StatusPass, "1 about to be removed"},
		"stuck while leaving":    {[]facts.Node{good, stuck}, check.StatusGap, "not Ready for 2 hours"},
		"leaving under pressure": {[]facts.Node{good, pressed}, check.StatusGap, "under disk pressure for 2 hours"},
		"virtual beside":         {[]facts.Node{good, virtual}, check.StatusPass, ""},
		"only virtual":           {[]facts.Node{virtual}, check.StatusSkip, "virtual"},
		"cordoned beside":        {[]facts.Node{good, cordoned}, check.StatusPass, "1 cordoned"},
		"all cordoned":           {[]facts.Node{cordoned}, check.StatusGap, "no node takes ordinary pods"},
		"removed beside":         {[]facts.Node{good, emptied}, check.StatusPass, "2 nodes are Ready"},
		"all removed":            {[]facts.Node{control, emptied}, check.StatusGap, "cordoned, about to be removed or reserved"},
		"only control plane":     {[]facts.Node{control}, check.StatusGap, "reserved for the control plane"},
		"tainted pool is taken":  {[]facts.Node{control, pool}, check.StatusPass, ""},
		"no node":                {nil, check.StatusUnknown, "no node now"},
		"no condition":           {[]facts.Node{node("a", "", old)}, check.StatusUnknown, "no Ready condition"},
		"young beside control":   {[]facts.Node{control, node("new", "False", time.Minute)}, check.StatusUnknown, "1 node joined less than 5 minutes ago"},
		"only young":             {[]facts.Node{node("new", "False", time.Minute)}, check.StatusUnknown, ""},
	} {
		t.Run(name, func(t *testing.T) {
			in := &facts.Input{}
			in.CollectedAt, in.Nodes = now, tt.nodes
			expect(t, NodesReady(), in, tt.want, tt.says)
		})
	}
}

func TestKubeletSkew(t *testing.T) {
	with := func(version string, change func(*facts.Node)) facts.Node {
		n := facts.Node{Name: "n", KubeletVersion: version}
		if change != nil {
			change(&n)
		}
		return n
	}
	fargate := func(n *facts.Node) {
		n.Virtual = true
		n.Labels = map[string]string{"eks.amazonaws.com/compute-type": "fargate"}
	}
	for name, tt := range map[string]struct {
		server int
		node   facts.Node
		want   check.Status
		says   string
	}{
		"same":            {36, with("v1.36.4", nil), check.StatusPass, "all kubelets are at 1.36"},
		"three behind":    {36, with("v1.33.9-eks-1a2b3c", nil), check.StatusPass, "must move"},
		"four behind":     {36, with("v1.32.9", nil), check.StatusGap, "older than 1.33"},
		"three, of old":   {27, with("v1.24.9", nil), check.StatusGap, "older than 1.25"},
		"newer":           {36, with("v1.37.0", nil), check.StatusGap, "newer than the API server"},
		"k3s":             {36, with("v1.36.4+k3s1", nil), check.StatusPass, ""},
		"virtual kubelet": {36, with("v1.19.10-vk-azure-aci", func(n *facts.Node) { n.Virtual = true }), check.StatusSkip, ""},
		"fargate":         {36, with("v1.31.1-eks-1", fargate), check.StatusGap, "when its pod restarts"},
		"unread":          {36, with("", nil), check.StatusUnknown, "version"},
		"server unread":   {0, with("v1.36.4", nil), check.StatusUnknown, ""},
	} {
		t.Run(name, func(t *testing.T) {
			in := &facts.Input{}
			in.Version.Minor, in.Nodes = tt.server, []facts.Node{tt.node}
			expect(t, KubeletSkew(), in, tt.want, tt.says)
		})
	}
}
