package collect

import (
	"context"
	"fmt"
	"maps"
	"reflect"
	"strings"
	"testing"

	"k8s.io/apimachinery/pkg/runtime"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/target"
)

// stalling is a file that passes as a live cluster of which lists of pods by one selector get no answer.
type stalling struct {
	target.Source
	selector string
}

func (stalling) Describe() facts.Target { return facts.Target{Kind: "cluster"} }

func (s stalling) Each(ctx context.Context, q target.Query, fn func(runtime.Object) error) error {
	if q.Resource == "pods" && q.LabelSelector == s.selector {
		return &target.ReadError{Reason: facts.ReasonTimeout, Message: "no answer"}
	}
	return s.Source.Each(ctx, q, fn)
}

// TestSystemPodsInParts: the pods of kube-system are the same in one list and by labels, and when those of
// DaemonSets get no answer, no workload is missing.
func TestSystemPodsInParts(t *testing.T) {
	file := dump(t, cluster(t), true)
	collect := func(src target.Source) *facts.Snapshot {
		return Snapshot(t.Context(), src, []facts.Kind{facts.KindPods}, Options{Platform: everything})
	}
	whole, inParts := collect(file), collect(stalling{file, "none"})
	if len(whole.Pods) == 0 || !reflect.DeepEqual(whole.Pods, inParts.Pods) {
		t.Errorf("in one list they are\n%+v\nand by labels\n%+v", whole.Pods, inParts.Pods)
	}
	static := func(s *facts.Snapshot) (n int) {
		for _, w := range s.Workloads {
			if w.Kind == facts.StaticPod {
				n += w.Desired
			}
		}
		return n
	}
	if static(whole) == 0 || !reflect.DeepEqual(whole.Workloads, inParts.Workloads) {
		t.Errorf("in one list the workloads are\n%+v\nand by labels\n%+v", whole.Workloads, inParts.Workloads)
	}
	for selector, blind := range map[string]struct {
		workloads, pods bool
		what            string
	}{
		"controller-revision-hash,!pod-template-hash":  {false, true, "DaemonSets' and StatefulSets' pods in kube-system"},
		"pod-template-hash":                            {false, true, "Deployments' pods in kube-system"},
		"!pod-template-hash,!controller-revision-hash": {true, true, "static and bare pods in kube-system"},
	} {
		s := collect(stalling{file, selector})
		if got := len(s.Blind([]facts.Kind{facts.KindWorkloads})) > 0; got != blind.workloads {
			t.Errorf("without %s, workloads are blind: %t", selector, got)
		}
		if got := len(reasons(s, facts.KindPods)) > 0; got != blind.pods {
			t.Errorf("without %s, pods are blind: %t", selector, got)
		}
		for _, spot := range s.Blind([]facts.Kind{facts.KindWorkloads, facts.KindPods}) {
			if spot.What() != blind.what || facts.Portion("workloads/pods").Covers(spot) != blind.workloads {
				t.Errorf("without %s, the blind spot is of %s: %+v", selector, spot.What(), spot)
			}
		}
		if got := !blind.workloads && !reflect.DeepEqual(s.Workloads, whole.Workloads); got {
			t.Errorf("without %s, the workloads are\n%+v", selector, s.Workloads)
		}
	}
}

// TestPodsOfOneWorkloadInTwoLists: they are one sum.
func TestPodsOfOneWorkloadInTwoLists(t *testing.T) {
	file := dump(t, `
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: agent, namespace: kube-system, uid: x}
spec: {selector: {matchLabels: {app: agent}}, template: {metadata: {labels: {app: agent}}, spec: {containers: [{name: a, image: a}]}}}
---
apiVersion: v1
kind: Pod
metadata: {name: agent-1, namespace: kube-system, uid: a, labels: {controller-revision-hash: x}, ownerReferences: [{apiVersion: apps/v1, kind: DaemonSet, name: agent, uid: x, controller: true}]}
spec: {nodeName: n, containers: [{name: a, image: a}]}
status: {conditions: [{type: Ready, status: "True"}], containerStatuses: [{name: a, ready: true, restartCount: 2}]}
---
apiVersion: v1
kind: Pod
metadata: {name: agent-2, namespace: kube-system, uid: b, ownerReferences: [{apiVersion: apps/v1, kind: DaemonSet, name: agent, uid: x, controller: true}]}
spec: {nodeName: n, containers: [{name: a, image: a}]}
status: {containerStatuses: [{name: a, restartCount: 1, state: {waiting: {reason: CrashLoopBackOff}}}]}
`, true)
	s := Snapshot(t.Context(), stalling{file, "none"}, []facts.Kind{facts.KindPods}, Options{Platform: everything})
	if len(s.Pods) != 1 || s.Pods[0].Count != 2 || s.Pods[0].Ready != 1 || s.Pods[0].Restarts != 3 || len(s.Pods[0].Reasons) != 1 {
		t.Errorf("got %+v", s.Pods)
	}
}

// TestAPIServersThatDiffer: one of three that has other flags is a workload by itself, whichever of them comes first.
func TestAPIServersThatDiffer(t *testing.T) {
	for odd := range 3 {
		var text strings.Builder
		for i := range 3 {
			node, mode := fmt.Sprintf("cp-%d", i), "Node,RBAC"
			if i == odd {
				mode = "AlwaysAllow"
			}
			fmt.Fprintf(&text, `
---
apiVersion: v1
kind: Pod
metadata: {name: kube-apiserver-%[1]s, namespace: kube-system, uid: %[1]s, annotations: {kubernetes.io/config.mirror: x}, ownerReferences: [{apiVersion: v1, kind: Node, name: %[1]s, uid: x, controller: true}]}
spec: {nodeName: %[1]s, containers: [{name: kube-apiserver, image: a, command: [kube-apiserver, "--authorization-mode=%[2]s", "--advertise-address=%[1]s"]}]}
status: {phase: Running, conditions: [{type: Ready, status: "True"}]}
`, node, mode)
		}
		s := Snapshot(t.Context(), dump(t, text.String(), true), []facts.Kind{facts.KindPods, facts.KindAuthorization}, Options{Platform: everything})
		modes, ready, pods := map[string]int{}, 0, 0
		for _, server := range s.Authorization.Servers {
			modes[strings.Join(server.Modes, ",")]++
		}
		for _, w := range s.Workloads {
			ready += w.Ready
		}
		for _, p := range s.Pods {
			pods += p.Ready
		}
		if !maps.Equal(modes, map[string]int{"Node,RBAC": 1, "AlwaysAllow": 1}) || ready != 3 || pods != 3 {
			t.Errorf("node %d is odd: servers %v, %d workloads ready, %d pods", odd, modes, ready, pods)
		}
	}
}
