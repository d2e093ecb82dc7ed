// Package scaling holds the checks of capacity that need an algorithm.
package scaling

import (
	"context"
	"fmt"
	"slices"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/text"
)

// Headroom asks whether all pods still fit when the largest node or a zone is gone.
func Headroom() check.Check {
	return check.Check{
		ID:    "scaling/headroom",
		Title: "All pods still fit when the largest node or a zone is gone",
		Doc: `When a node dies, its pods are made again on the others, if there is room. Where there is
none they stay Pending, and the loss of one machine, or of one zone, becomes the loss of
whatever happened to run there.

kready takes CPU and memory requests from the pod templates of Deployments and StatefulSets
times their replicas, and packs them onto the nodes for ordinary pods: Ready, not cordoned,
without a taint, Linux. A taint that goes away when a node has started does not count on a
young node, but where all nodes still have one the answer is unknown. What DaemonSets ask for
is set aside on each node first. It does so without the largest node, and without each zone in
turn. Where an autoscaler brings nodes, a cluster that
is full by design is no gap, and the check does not apply. Where cordons, taints or faults
leave a single node, or none, of several, that is a gap as well; a cluster that has only one
node for ordinary pods is left out.

Pods themselves are not read. Not counted are Jobs, pods that no Deployment, StatefulSet or
DaemonSet makes (those of some database operators), and pods that request nothing; when
these are the majority, the answer is unknown. Requests are not usage. Affinity, spread
constraints and volumes that are bound to a zone make it tighter than it looks here. Pods
that find no place although all nodes are there are the matter of ` + "`scaling/unschedulable`" + `.`,
		Level:         check.LevelConfigured,
		Tier:          check.TierMust,
		Reads:         facts.Fields{facts.PartInventory, facts.PartDistribution, facts.KindNodes, facts.KindWorkloads, facts.PartApplications},
		Requires:      []string{"cluster/nodes-ready"},
		StandsWithout: check.StandsWithout{Any: []facts.Portion{"workloads/cronjobs"}},
		Remediation: `Add a node, or a node in each zone; or lower requests to what the pods really use
(` + "`kubectl top pods`" + `, the recommendations of a VerticalPodAutoscaler). In a cloud, a node
autoscaler does the former by itself. Low-priority placeholder pods keep room free ahead
of need.`,
		Remedies: headroomRemedies(),
		Links: []string{
			"https://kubernetes.io/docs/concepts/scheduling-eviction/kube-scheduler/",
			"https://kubernetes.io/docs/concepts/cluster-administration/node-autoscaling/",
		},
		Since: "0.1.0",
		Run:   runHeadroom,
	}
}

func runHeadroom(_ context.Context, in *facts.Input) (check.Outcome, error) {
	pool := poolOf(in)
	if out, small := pool.tooSmall(in); small {
		return out, nil
	}
	nodes := pool.open
	if slices.ContainsFunc(pool.all(), func(n *facts.Node) bool { return n.AllocatableCPU == 0 || n.AllocatableMemory == 0 }) {
		return check.Unknown("some nodes do not say what they can take"), nil
	}
	all := loadOf(in, pool)
	if all.pods == 0 {
		return check.Pass("nothing but DaemonSets asks for room"), nil
	}
	if all.withoutRequests*2 > all.pods {
		return check.Unknown(fmt.Sprintf("%d of %s request neither CPU nor memory: what they need is not known",
			all.withoutRequests, text.Counted(all.pods, "pod", "pods"))), nil
	}
	worst := all.worst(nodes)
	if worst == nil {
		return check.Pass(all.passReason(nodes)), nil
	}
	return all.outcomeOf(in, *worst), nil
}

// loss is a part of the cluster that goes, and what does not fit then.
type loss struct {
	what string
	left packed
}

// worst returns the loss that leaves most pods without a place, nil when all fit.
func (l load) worst(nodes []*facts.Node) *loss {
	var worst *loss
	for _, part := range parts(nodes) {
		left := l.pack(part.rest)
		if left.unplaced > 0 && (worst == nil || left.unplaced > worst.left.unplaced) {
			worst = &loss{part.what, left}
		}
	}
	return worst
}

// part is what goes together, and the nodes that stay.
type part struct {
	what string
	rest []*facts.Node
}

// parts are the largest node and each zone, when there is more than one.
func parts(nodes []*facts.Node) []part {
	byCPU := func(a, b *facts.Node) int { return int(a.AllocatableCPU - b.AllocatableCPU) }
	byMemory := func(a, b *facts.Node) int {
		return int((a.AllocatableMemory - b.AllocatableMemory) >> 20)
	}
	var all []part
	for _, largest := range []*facts.Node{slices.MaxFunc(nodes, byCPU), slices.MaxFunc(nodes, byMemory)} {
		all = append(all, part{"node " + largest.Name, without(nodes, func(n *facts.Node) bool { return n == largest })})
	}
	for _, zone := range zones(nodes) {
		if rest := without(nodes, func(n *facts.Node) bool { return n.Labels[zoneLabel] == zone }); len(rest) > 0 {
			all = append(all, part{"zone " + zone, rest})
		}
	}
	return all
}

const zoneLabel = "topology.kubernetes.io/zone"

// zones are those of the nodes, sorted; none when a node does not say where it is.
func zones(nodes []*facts.Node) []string {
	var names []string
	for _, n := range nodes {
		zone := n.Labels[zoneLabel]
		if zone == "" {
			return nil
		}
		names = append(names, zone)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

func without(nodes []*facts.Node, gone func(*facts.Node) bool) []*facts.Node {
	return slices.DeleteFunc(slices.Clone(nodes), gone)
}
