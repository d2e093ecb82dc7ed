package scaling

import (
	"fmt"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
)

// nodes are those of a cluster, for the pods of a service. What nodes have in common is worked out once for all of
// its templates, and what templates have in common once for all nodes.
type nodes struct {
	in *facts.Input
	// left is what DaemonSets leave of each node.
	left []remainder
	// taints are the different lists of taints, and tainted is which of them each node has.
	taints  [][]facts.Taint
	tainted []int
	// judged are the places for templates, by what these ask of a node.
	judged map[string]judgedPlaces
	// pods are those on nodes, by their workload; nil until somebody asks.
	pods map[facts.ObjectRef][]*facts.Pods
}

// judgedMax is how many places are kept at most, whatever templates ask for.
const judgedMax = 1 << 20

// remainder is what DaemonSets leave of a node's CPU and memory.
type remainder struct{ cpu, memory int64 }

// judgedPlaces are all nodes as places for the pods of a template, or what the API server finds wrong with its affinity.
type judgedPlaces struct {
	places []place
	err    error
}

// newNodes sets aside what DaemonSets ask for on each node.
func newNodes(in *facts.Input) *nodes {
	a := &nodes{in: in, left: make([]remainder, len(in.Nodes)), judged: map[string]judgedPlaces{}}
	a.taints, a.tainted = kube.TaintLists(in.Nodes)
	for i := range in.Nodes {
		a.left[i] = remainder{in.Nodes[i].AllocatableCPU, in.Nodes[i].AllocatableMemory}
	}
	for i := range in.Workloads {
		if w := &in.Workloads[i]; w.Kind == facts.DaemonSet && !w.NodeAffinity && (w.RequestedCPU > 0 || w.RequestedMemory > 0) {
			a.setAside(w)
		}
	}
	return a
}

// setAside takes what a DaemonSet of the platform asks for from the nodes that it runs on.
func (a *nodes) setAside(w *facts.Workload) {
	tolerated := make([]bool, len(a.taints))
	for i, taints := range a.taints {
		tolerated[i] = len(kube.Untolerated(w, taints)) == 0
	}
	for i := range a.left {
		if tolerated[a.tainted[i]] && kube.HasLabels(a.in.Nodes[i].Labels, w.NodeSelector) {
			a.left[i].cpu -= w.RequestedCPU
			a.left[i].memory -= w.RequestedMemory
		}
	}
}

// placesOf judges all nodes for the pods of a template, by the scheduler's own predicates. What DaemonSets
// ask for is set aside; other pods are not counted. An error is of an affinity that no API server accepts.
// Nobody may change what it returns.
func (a *nodes) placesOf(pods *facts.LandingPods) ([]place, error) {
	asked, err := kube.AskedOfNodes(&pods.Placement)
	if err != nil {
		return nil, err
	}
	key := fmt.Sprintf("%t %q %s", pods.Kind == facts.DaemonSet, pods.RuntimeClass, asked)
	known, ok := a.judged[key]
	if !ok {
		if len(a.judged)*len(a.in.Nodes) > judgedMax {
			clear(a.judged)
		}
		known.places, known.err = a.judge(ofRuntimeClass(a.in, pods))
		a.judged[key] = known
	}
	if known.err != nil {
		return nil, fmt.Errorf("read the node affinity of %s %s: %w", pods.Kind, pods.Name, known.err)
	}
	return known.places, nil
}

// judge judges all nodes for pods with what their RuntimeClass adds.
func (a *nodes) judge(pods *facts.LandingPods) ([]place, error) {
	matches, err := kube.NodeMatcher(&pods.Placement)
	if err != nil {
		return nil, err
	}
	refusing := make([]refusal, len(a.taints))
	for i, taints := range a.taints {
		if taint, transient := refusingTaint(pods, taints); taint != "" {
			refusing[i] = refusal{[]string{"had untolerated taint {" + taint + "}"}, transient}
		}
	}
	places := make([]place, len(a.in.Nodes))
	for i := range places {
		places[i] = a.judgeNode(i, pods, matches, refusing[a.tainted[i]])
	}
	return places, nil
}

// refusal is what the scheduler says of a node because of a taint, none where it is tolerated, and whether that goes
// away by itself.
type refusal struct {
	says      []string
	transient bool
}

// judgeNode judges one node for pods, in the order in which the scheduler asks.
func (a *nodes) judgeNode(i int, pods *facts.LandingPods, matches func(*facts.Node) bool, taint refusal) place {
	n := &a.in.Nodes[i]
	p := place{node: n, matched: matches(n), room: a.roomFor(i, pods)}
	resources := a.insufficient(i, pods)
	switch {
	case n.Unschedulable && pods.Kind != facts.DaemonSet:
		p.refusals, p.passing = []string{"were unschedulable"}, p.matched && len(resources) == 0
	case pods.Placement.NodeName != "" && pods.Placement.NodeName != n.Name:
		p.refusals = []string{"didn't match the requested node name"}
	case len(taint.says) > 0:
		p.refusals, p.passing = taint.says, taint.transient && p.matched && len(resources) == 0
	case !p.matched:
		p.refusals = []string{noMatch}
	default:
		p.refusals, p.untold = resources, untold(n, pods)
	}
	return p
}

// insufficient names the resources of which a node without other pods has too little. What the facts do not
// tell of a node is no refusal.
func (a *nodes) insufficient(i int, pods *facts.LandingPods) []string {
	var out []string
	for _, q := range pods.Placement.Requests {
		if has, told := a.leftFor(i, q.Name); told && q.Amount > has {
			out = append(out, lacking+q.Name)
		}
	}
	return out
}

// roomFor is how many pods a node has resources for, -1 where no request bounds it.
func (a *nodes) roomFor(i int, pods *facts.LandingPods) int {
	room := -1
	for _, q := range pods.Placement.Requests {
		if has, told := a.leftFor(i, q.Name); told && q.Amount > 0 {
			if fit := int(max(has, 0) / q.Amount); room < 0 || fit < room {
				room = fit
			}
		}
	}
	return room
}

// leftFor is how much of a resource DaemonSets leave of a node, and whether the facts tell it.
func (a *nodes) leftFor(i int, resource string) (int64, bool) {
	n := &a.in.Nodes[i]
	switch resource {
	case "cpu":
		return a.left[i].cpu, n.AllocatableCPU > 0
	case "memory":
		return a.left[i].memory, n.AllocatableMemory > 0
	}
	return amountOf(n, resource), len(n.AllocatableOther) > 0
}

// podsOf are the pods of a workload of the cluster, by node.
func (a *nodes) podsOf(w facts.ObjectRef) []*facts.Pods {
	if a.pods == nil {
		a.pods = map[facts.ObjectRef][]*facts.Pods{}
		for i := range a.in.Pods {
			p := &a.in.Pods[i]
			of := facts.ObjectRef{Kind: p.Kind, Namespace: p.Namespace, Name: p.Name}
			a.pods[of] = append(a.pods[of], p)
		}
	}
	return a.pods[w]
}
