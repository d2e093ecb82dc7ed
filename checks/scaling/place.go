package scaling

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
	"github.com/kready/kready/internal/text"
)

// place says of one node whether it takes the pods of a template.
type place struct {
	node *facts.Node
	// refusals are why it does not, as the scheduler says it; none for a node that does. Several only where
	// it has too little of several resources.
	refusals []string
	// passing marks a refusal that goes away by itself, such as the taint of a node that has just joined.
	passing bool
	// matched is set where node selector and affinity let the pods onto the node, whatever else does not.
	matched bool
	// room is how many of the pods the node has resources for, were nothing else on it but DaemonSets; -1 where
	// nothing that they request bounds it.
	room int
	// untold is a resource of which the facts do not tell how much the node has; "" where all is known.
	untold string
}

// noMatch is what the scheduler says of a node that selector or affinity leave out.
const noMatch = "didn't match Pod's node affinity/selector"

// ofRuntimeClass are the pods with what their RuntimeClass adds to them when they are made: where they may run, and
// what the runtime itself needs.
func ofRuntimeClass(in *facts.Input, pods *facts.LandingPods) *facts.LandingPods {
	class := runtimeClass(in, pods.RuntimeClass)
	if class == nil {
		return pods
	}
	out := *pods
	out.Placement.NodeSelector = maps.Clone(class.NodeSelector)
	if out.Placement.NodeSelector == nil {
		out.Placement.NodeSelector = map[string]string{}
	}
	maps.Copy(out.Placement.NodeSelector, pods.Placement.NodeSelector)
	out.Placement.Tolerations = slices.Concat(pods.Placement.Tolerations, class.Tolerations)
	out.Placement.Requests = slices.Clone(pods.Placement.Requests)
	for _, more := range class.Overhead {
		if j := slices.IndexFunc(out.Placement.Requests, func(q facts.Quantity) bool { return q.Name == more.Name }); j >= 0 {
			out.Placement.Requests[j].Amount += more.Amount
		} else {
			out.Placement.Requests = append(out.Placement.Requests, more)
		}
	}
	return &out
}

// runtimeClass is the class of a name that the service brings, or else that of the cluster; nil without one.
func runtimeClass(in *facts.Input, name string) *facts.RuntimeClass {
	for i := range in.Service.RuntimeClasses {
		if c := &in.Service.RuntimeClasses[i].Class; name != "" && c.Name == name {
			return c
		}
	}
	for i := range in.RuntimeClasses {
		if c := &in.RuntimeClasses[i]; name != "" && c.Name == name {
			return c
		}
	}
	return nil
}

// refusingTaint is the first taint that keeps the pods of a template off a node with such taints, and whether it goes
// away by itself. One that stays comes before one that goes.
func refusingTaint(pods *facts.LandingPods, taints []facts.Taint) (taint string, transient bool) {
	w := facts.Workload{Kind: pods.Kind, Tolerations: pods.Placement.Tolerations, HostNetwork: pods.Placement.HostNetwork}
	left := kube.Untolerated(&w, taints)
	slices.SortStableFunc(left, func(a, b facts.Taint) int {
		return cmp.Compare(rank(kube.Transient(a)), rank(kube.Transient(b)))
	})
	if len(left) == 0 {
		return "", false
	}
	return left[0].Key + ": " + left[0].Value, kube.Transient(left[0])
}

func rank(transient bool) int {
	if transient {
		return 1
	}
	return 0
}

// untold is a resource that the pods request, and of which the facts do not tell how much a node has: every
// kubelet reports CPU, memory and ephemeral storage.
func untold(n *facts.Node, pods *facts.LandingPods) string {
	for _, q := range pods.Placement.Requests {
		switch {
		case q.Name == "cpu" && n.AllocatableCPU == 0, q.Name == "memory" && n.AllocatableMemory == 0:
			return q.Name
		case q.Name != "cpu" && q.Name != "memory" && len(n.AllocatableOther) == 0:
			return q.Name
		}
	}
	return ""
}

// lacking begins what the scheduler says of a node that has too little of a resource.
const lacking = "Insufficient "

func amountOf(n *facts.Node, resource string) int64 {
	for _, q := range n.AllocatableOther {
		if q.Name == resource {
			return q.Amount
		}
	}
	return 0
}

// taking are the nodes that take the pods.
func taking(places []place) []*facts.Node {
	var out []*facts.Node
	for _, p := range places {
		if len(p.refusals) == 0 {
			out = append(out, p.node)
		}
	}
	return out
}

// roomOn is how many of the pods the nodes that take them have resources for together, -1 where nothing bounds it.
func roomOn(places []place) int {
	total := 0
	for _, p := range places {
		switch {
		case len(p.refusals) > 0 && !p.passing:
		case p.room < 0 || p.untold != "":
			return -1
		default:
			total += p.room
		}
	}
	return total
}

// refusals says why no node takes the pods, as the scheduler's event does: "0/3 nodes are available: 1 had
// untolerated taint {gpu: }, 2 Insufficient cpu".
func refusals(places []place) string {
	counts := map[string]int{}
	for _, p := range places {
		for _, refusal := range p.refusals {
			counts[refusal]++
		}
	}
	var parts []string
	for _, refusal := range slices.Sorted(maps.Keys(counts)) {
		if strings.HasPrefix(refusal, lacking) {
			parts = append(parts, fmt.Sprintf("%d %s", counts[refusal], refusal))
			continue
		}
		parts = append(parts, fmt.Sprintf("%d node(s) %s", counts[refusal], refusal))
	}
	return fmt.Sprintf("0/%d nodes are available: %s", len(places), text.List(parts, 5, ", "))
}
