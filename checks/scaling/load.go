package scaling

import (
	"cmp"
	"maps"
	"slices"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
)

// load is all that needs a place on the nodes for ordinary pods.
type load struct {
	// groups are the workloads whose pods can move; daemons run once on each node.
	groups, daemons []*facts.Workload
	// summed is how many applications stand behind one of the groups that is a sum of several.
	summed map[*facts.Workload]int
	// pods counts the pods of groups, withoutRequests those of them that request nothing.
	pods, withoutRequests int
	// pending counts, by workload, the pods that find no place on all nodes of the pool
	// together, closed ones too: no loss makes that worse.
	pending map[*facts.Workload]int
	// closed is the note on nodes that were left out.
	closed string
}

// loadOf gathers the workloads that can run on the nodes of a pool.
func loadOf(in *facts.Input, p pool) load {
	l, nodes := load{closed: p.note(), summed: map[*facts.Workload]int{}}, p.all()
	all := l.sumsOf(in)
	for i := range in.Workloads {
		all = append(all, &in.Workloads[i])
	}
	for _, w := range all {
		if !slices.ContainsFunc(nodes, func(n *facts.Node) bool { return selects(w, n) }) {
			continue
		}
		switch w.Kind {
		case facts.DaemonSet, facts.StaticPod:
			l.daemons = append(l.daemons, w)
		case facts.Deployment, facts.StatefulSet:
			if w.Desired == 0 {
				continue
			}
			l.pods += w.Desired
			if w.RequestedCPU == 0 && w.RequestedMemory == 0 {
				l.withoutRequests += w.Desired
				continue
			}
			l.groups = append(l.groups, w)
		}
	}
	// Large pods first: what is left over is filled with small ones.
	slices.SortStableFunc(l.groups, func(a, b *facts.Workload) int {
		return cmp.Or(cmp.Compare(b.RequestedMemory, a.RequestedMemory), cmp.Compare(b.RequestedCPU, a.RequestedCPU))
	})
	waiting := map[*facts.Workload]int{}
	for _, g := range l.pack(nodes).short {
		waiting[g.workload] = g.pods
	}
	l.pending = waiting
	return l
}

// sumsOf returns the applications that are summed up: one workload for all whose pods are alike.
func (l load) sumsOf(in *facts.Input) []*facts.Workload {
	var sums []*facts.Workload
	for i := range in.Applications.Sizes {
		size := &in.Applications.Sizes[i]
		w := &facts.Workload{
			Kind: size.Example.Kind, Namespace: size.Example.Namespace, Name: size.Example.Name, Desired: size.Pods,
			RequestedCPU: size.RequestedCPU, RequestedMemory: size.RequestedMemory, NodeSelector: size.NodeSelector,
		}
		if size.Workloads > 1 {
			l.summed[w] = size.Workloads
		}
		sums = append(sums, w)
	}
	return sums
}

// selects reports whether the workload's node selector picks the node. Static pods are
// those of the control plane.
func selects(w *facts.Workload, n *facts.Node) bool {
	if w.Kind == facts.StaticPod {
		return n.ControlPlane
	}
	return kube.HasLabels(n.Labels, w.NodeSelector)
}

// room is what is free on one node.
type room struct {
	node              *facts.Node
	cpu, memory, pods int64
}

// packed is what came of packing.
type packed struct {
	// unplaced counts the pods without a place; short are their workloads.
	unplaced int
	short    []group
}

// group is a workload and how many of its pods have no place.
type group struct {
	workload *facts.Workload
	pods     int
}

// pack places the pods on the nodes, each workload on the first nodes that have room.
func (l load) pack(nodes []*facts.Node) packed {
	rooms := make([]room, len(nodes))
	for i, n := range nodes {
		rooms[i] = room{node: n, cpu: n.AllocatableCPU, memory: n.AllocatableMemory, pods: n.AllocatablePods}
		for _, d := range l.daemons {
			// One that affinity keeps from some nodes is assumed to run on all of them.
			if selects(d, n) {
				rooms[i].place(d, 1)
			}
		}
	}
	var out packed
	full := 0 // so many rooms, from the first on, take no pod of the size
	for i, w := range l.groups {
		if i == 0 || !alike(w, l.groups[i-1]) {
			full = 0
		}
		left := int64(w.Desired - l.pending[w])
		for ; left > 0 && full < len(rooms); full++ {
			r := &rooms[full]
			if !selects(w, r.node) {
				continue
			}
			n := min(left, r.fits(w))
			r.place(w, n)
			if left -= n; left == 0 {
				break // there may be more room
			}
		}
		if left > 0 {
			out.unplaced += int(left)
			out.short = append(out.short, group{w, int(left)})
		}
	}
	return out
}

// alike reports whether the pods of two workloads take the same room on the same nodes.
func alike(a, b *facts.Workload) bool {
	return a.RequestedCPU == b.RequestedCPU && a.RequestedMemory == b.RequestedMemory && maps.Equal(a.NodeSelector, b.NodeSelector)
}

// fits is how many pods of a workload fit into the room.
func (r *room) fits(w *facts.Workload) int64 {
	n := r.pods
	if w.RequestedCPU > 0 {
		n = min(n, r.cpu/w.RequestedCPU)
	}
	if w.RequestedMemory > 0 {
		n = min(n, r.memory/w.RequestedMemory)
	}
	return max(n, 0)
}

func (r *room) place(w *facts.Workload, n int64) {
	r.cpu -= n * w.RequestedCPU
	r.memory -= n * w.RequestedMemory
	r.pods -= n
}
