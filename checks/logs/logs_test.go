package logs

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
)

var now = time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)

// cluster is a small input: nodes, one agent and its pods.
type cluster struct {
	nodes  []facts.Node
	agents []facts.Workload
	pods   []facts.Pods
	hidden bool
}

func (c cluster) input() *facts.Input {
	in := &facts.Input{}
	in.CollectedAt, in.Nodes, in.Workloads, in.Pods = now, c.nodes, c.agents, c.pods
	impl := facts.Implementation{Name: "fluent-bit", Title: "Fluent Bit", State: facts.StateRunning, Roles: []string{role}}
	for _, w := range c.agents {
		impl.Workloads = append(impl.Workloads, facts.ObjectRef{Kind: w.Kind, Namespace: w.Namespace, Name: w.Name})
	}
	if c.hidden {
		impl.State = facts.StateHidden
	}
	in.Inventory = []facts.Implementation{impl}
	return in
}

func daemonSet(name string, change func(*facts.Workload)) facts.Workload {
	w := facts.Workload{
		Kind: facts.DaemonSet, Namespace: "logging", Name: name, Status: true, Ready: 1,
		HostPaths: []string{"/var/log"},
	}
	if change != nil {
		change(&w)
	}
	return w
}

func tolerate(all ...facts.Toleration) func(*facts.Workload) {
	return func(w *facts.Workload) { w.Tolerations = all }
}

func node(name string, taints ...facts.Taint) facts.Node {
	return facts.Node{
		Name: name, Taints: taints, Labels: map[string]string{"kubernetes.io/os": "linux"},
		CreatedAt: now.Add(-time.Hour), Conditions: []facts.Condition{{Type: "Ready", Status: "True"}},
	}
}

func pod(agent, node string, ready int) facts.Pods {
	return facts.Pods{Kind: facts.DaemonSet, Namespace: "logging", Name: agent, Node: node, Count: 1, Ready: ready}
}

type example struct {
	name     string
	cluster  cluster
	status   check.Status
	says     string
	findings int
}

func (e example) try(t *testing.T, c check.Check) {
	t.Helper()
	t.Run(e.name, func(t *testing.T) {
		out, err := c.Run(context.Background(), e.cluster.input())
		if err != nil {
			t.Fatal(err)
		}
		said := out.Reason
		for _, f := range out.Findings {
			said += "\n" + f.Message
		}
		if out.Status != e.status || len(out.Findings) != e.findings || !strings.Contains(said, e.says) {
			t.Errorf("%s with %d findings: %s; want %s with %d, saying %q",
				out.Status, len(out.Findings), said, e.status, e.findings, e.says)
		}
	})
}

var (
	control = facts.Taint{Key: "node-role.kubernetes.io/control-plane", Effect: "NoSchedule"}
	gpu     = facts.Taint{Key: "dedicated", Value: "gpu", Effect: "NoSchedule"}
)

func TestTolerations(t *testing.T) {
	all := facts.Toleration{Operator: "Exists"}
	windows := node("win")
	windows.Labels = map[string]string{"kubernetes.io/os": "windows"}
	windows.Taints = []facts.Taint{{Key: "os", Value: "windows", Effect: "NoSchedule"}}
	virtual := node("fargate", facts.Taint{Key: "eks.amazonaws.com/compute-type", Value: "fargate", Effect: "NoSchedule"})
	virtual.Virtual = true
	linux := func(w *facts.Workload) { w.NodeSelector = map[string]string{"kubernetes.io/os": "linux"} }
	for _, e := range []example{
		{"no taints", cluster{nodes: []facts.Node{node("a")}, agents: []facts.Workload{daemonSet("fb", nil)}}, check.StatusPass, "no node has a taint", 0},
		{"tolerates all", cluster{nodes: []facts.Node{node("a", control, gpu)}, agents: []facts.Workload{daemonSet("fb", tolerate(all))}}, check.StatusPass, "1 tainted node: all taints are tolerated", 0},
		{"tolerates nothing", cluster{nodes: []facts.Node{node("a", control), node("b")}, agents: []facts.Workload{daemonSet("fb", nil)}}, check.StatusGap, "away from 1 of 2 nodes", 1},
		{"tolerates one of two", cluster{
			nodes:  []facts.Node{node("a", control, gpu), node("b", gpu)},
			agents: []facts.Workload{daemonSet("fb", tolerate(facts.Toleration{Key: control.Key, Operator: "Exists"}))},
		}, check.StatusGap, "it does not tolerate dedicated=gpu:NoSchedule, the taint of a, b", 1},
		{"another value", cluster{
			nodes:  []facts.Node{node("a", gpu)},
			agents: []facts.Workload{daemonSet("fb", tolerate(facts.Toleration{Key: "dedicated", Operator: "Equal", Value: "db"}))},
		}, check.StatusGap, "dedicated=gpu", 1},
		{"another effect", cluster{
			nodes:  []facts.Node{node("a", facts.Taint{Key: "dedicated", Effect: "NoExecute"})},
			agents: []facts.Workload{daemonSet("fb", tolerate(facts.Toleration{Operator: "Exists", Effect: "NoSchedule"}))},
		}, check.StatusGap, "dedicated:NoExecute", 1},
		{"transient taints", cluster{
			nodes: []facts.Node{node("a",
				facts.Taint{Key: "node.kubernetes.io/disk-pressure", Effect: "NoSchedule"},
				facts.Taint{Key: "node.cilium.io/agent-not-ready", Effect: "NoExecute"},
				facts.Taint{Key: "ToBeDeletedByClusterAutoscaler", Effect: "NoSchedule"},
				facts.Taint{Key: "spot", Effect: "PreferNoSchedule"})},
			agents: []facts.Workload{daemonSet("fb", nil)},
		}, check.StatusPass, "no node has a taint", 0},
		{"a second agent takes the node", cluster{
			nodes:  []facts.Node{node("a", gpu)},
			agents: []facts.Workload{daemonSet("fb", nil), daemonSet("gpu", tolerate(all))},
		}, check.StatusPass, "", 0},
		{"not meant for Windows", cluster{nodes: []facts.Node{node("a"), windows}, agents: []facts.Workload{daemonSet("fb", linux)}}, check.StatusPass, "", 0},
		{"virtual nodes", cluster{nodes: []facts.Node{node("a"), virtual}, agents: []facts.Workload{daemonSet("fb", nil)}}, check.StatusPass, "", 0},
		{"hidden", cluster{nodes: []facts.Node{node("a")}, hidden: true}, check.StatusSkip, "cannot see", 0},
		{"not an agent", cluster{nodes: []facts.Node{node("a", gpu)}, agents: []facts.Workload{daemonSet("canary", func(w *facts.Workload) { w.HostPaths = nil })}}, check.StatusSkip, "", 0},
	} {
		e.try(t, Tolerations())
	}
}

func TestCoverage(t *testing.T) {
	young := node("new")
	young.CreatedAt = now.Add(-time.Minute)
	old := node("cp", facts.Taint{Key: "node-role.kubernetes.io/control-plane", Effect: "NoSchedule"})
	old.CreatedAt = now.Add(-1000 * time.Hour)
	broken := node("broken")
	broken.Conditions = []facts.Condition{{Type: "Ready", Status: "False"}}
	virtual := node("fargate")
	virtual.Virtual = true
	windows := node("win")
	windows.OS, windows.Labels = "windows", map[string]string{"kubernetes.io/os": "windows"}
	fb := daemonSet("fb", func(w *facts.Workload) { w.NodeSelector = map[string]string{"kubernetes.io/os": "linux"} })
	crashing := pod("fb", "b", 0)
	crashing.Reasons = []string{"CrashLoopBackOff"}
	agents := []facts.Workload{fb}
	for _, e := range []example{
		{"everywhere", cluster{nodes: []facts.Node{node("a")}, agents: agents, pods: []facts.Pods{pod("fb", "a", 1)}}, check.StatusPass, "ready on the only node", 0},
		{"missing", cluster{nodes: []facts.Node{node("a"), node("b")}, agents: agents, pods: []facts.Pods{pod("fb", "a", 1)}}, check.StatusGap, "Fluent Bit has no pod here", 1},
		{"kept away by a stuck startup taint", cluster{
			nodes:  []facts.Node{node("a"), node("b", facts.Taint{Key: "startup-taint.cluster-autoscaler.kubernetes.io/gpu", Effect: "NoSchedule"})},
			agents: agents, pods: []facts.Pods{pod("fb", "a", 1)},
		}, check.StatusGap, "Fluent Bit has no pod here", 1},
		{"crashing", cluster{nodes: []facts.Node{node("a"), node("b")}, agents: agents, pods: []facts.Pods{pod("fb", "a", 1), crashing}}, check.StatusGap, "is not ready: CrashLoopBackOff", 1},
		{"left out", cluster{nodes: []facts.Node{node("a"), young, broken, virtual, node("gpu", gpu)}, agents: agents, pods: []facts.Pods{pod("fb", "a", 1)}}, check.StatusPass, "the only node", 0},
		{"Windows without an agent", cluster{nodes: []facts.Node{node("a"), windows}, agents: agents, pods: []facts.Pods{pod("fb", "a", 1)}}, check.StatusGap, "the node selector of Fluent Bit leaves it out", 1},
		{"Windows with its own agent", cluster{
			nodes: []facts.Node{node("a"), windows},
			agents: []facts.Workload{fb, daemonSet("fb-win", func(w *facts.Workload) {
				w.HostPaths = []string{`C:\var\log`}
				w.NodeSelector = map[string]string{"kubernetes.io/os": "windows"}
			})},
			pods: []facts.Pods{pod("fb", "a", 1), pod("fb-win", "win", 1)},
		}, check.StatusPass, "both nodes", 0},
		{"none ready", cluster{nodes: []facts.Node{node("a")}, agents: []facts.Workload{daemonSet("fb", func(w *facts.Workload) { w.Ready = 0 })}}, check.StatusGap, "0 of 1 node", 1},
		{"pods not read", cluster{nodes: []facts.Node{node("a")}, agents: agents}, check.StatusUnknown, "were not read", 0},
		{"no status", cluster{nodes: []facts.Node{node("a")}, agents: []facts.Workload{daemonSet("fb", func(w *facts.Workload) { w.Status = false })}}, check.StatusUnknown, "no status", 0},
		{"only the control plane is older", cluster{nodes: []facts.Node{old, young}, agents: agents, pods: []facts.Pods{pod("fb", "a", 1)}}, check.StatusUnknown, "1 node joined less than 5 minutes ago", 0},
		{"a new cluster", cluster{nodes: []facts.Node{young}, agents: agents, pods: []facts.Pods{pod("fb", "a", 1)}}, check.StatusGap, "0 of 1 node", 1},
		{"hidden", cluster{nodes: []facts.Node{node("a")}, hidden: true}, check.StatusSkip, "cannot see", 0},
	} {
		e.try(t, Coverage())
	}
}

// TestWindowsOfGKE: the agent of its Windows nodes is a service, which no API shows.
func TestWindowsOfGKE(t *testing.T) {
	windows := node("win")
	windows.OS, windows.Labels = "windows", map[string]string{"kubernetes.io/os": "windows"}
	agents := []facts.Workload{daemonSet("fb", func(w *facts.Workload) { w.NodeSelector = map[string]string{"kubernetes.io/os": "linux"} })}
	in := cluster{nodes: []facts.Node{node("a"), windows}, agents: agents, pods: []facts.Pods{pod("fb", "a", 1)}}.input()
	for name, want := range map[string]check.Status{"fluentbit-gke": check.StatusPass, "fluent-bit": check.StatusGap} {
		in.Inventory[0].Name = name
		if out, err := coverage(t.Context(), in); err != nil || out.Status != want {
			t.Errorf("%s: %s (%s, %v), want %s", name, out.Status, out.Reason, err, want)
		}
	}
}
