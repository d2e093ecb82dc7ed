package cause

import (
	"testing"

	"github.com/kready/kready/internal/facts"
)

// TestMeantForOtherNodes: a DaemonSet that no node is eligible for, of Windows or of a device that no node has, explains
// nothing where another one is at fault, and none of Windows what a Linux node lacks.
func TestMeantForOtherNodes(t *testing.T) {
	daemon := func(name string, desired int, selector map[string]string) facts.Workload {
		return facts.Workload{Kind: facts.DaemonSet, Namespace: "kube-system", Name: name, Status: true, Current: true, Desired: desired, NodeSelector: selector}
	}
	windows := daemon("agent-win", 0, map[string]string{"kubernetes.io/os": "windows"})
	device := daemon("agent-gpu", 0, map[string]string{"accelerator": "x"})
	agent := daemon("agent", 1, nil)
	crashes := facts.Pods{
		Kind: facts.DaemonSet, Namespace: "kube-system", Name: "agent", Node: "a", Count: 1,
		Troubles: []facts.Trouble{{Container: "main", Reason: "CrashLoopBackOff", Ended: "Error", ExitCode: 1}},
	}
	for name, tc := range map[string]struct {
		workloads []facts.Workload
		kinds     []string
	}{
		"one crashes":       {[]facts.Workload{agent, windows, device}, []string{CrashLoop}},
		"the wrong labels":  {[]facts.Workload{device}, []string{SelectsNoNode}},
		"for Windows alone": {[]facts.Workload{windows}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			in := &facts.Input{}
			in.Nodes = []facts.Node{{Name: "a", OS: "linux", Labels: map[string]string{"kubernetes.io/os": "linux"}, Conditions: []facts.Condition{{Type: "Ready", Status: "True"}}}}
			in.Workloads, in.Pods = tc.workloads, []facts.Pods{crashes}
			impl := facts.Implementation{Name: "agent", State: facts.StateRunning, Batteries: []string{"logs"}}
			for _, w := range tc.workloads {
				impl.Workloads = append(impl.Workloads, facts.ObjectRef{Kind: w.Kind, Namespace: w.Namespace, Name: w.Name})
			}
			in.Inventory = []facts.Implementation{impl}
			var kinds []string
			for _, c := range Find(in).behind("logs", facts.ObjectRef{Kind: "Node", Name: "a"}) {
				kinds = append(kinds, c.Kind)
			}
			if len(kinds) != len(tc.kinds) || len(kinds) > 0 && kinds[0] != tc.kinds[0] {
				t.Errorf("causes %v, want %v", kinds, tc.kinds)
			}
		})
	}
}
