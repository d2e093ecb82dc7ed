package kube

import (
	"fmt"
	"slices"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/text"
)

// TakesPods reports whether an ordinary pod, one without tolerations, may be scheduled on a
// node: it is not virtual and not cordoned, nothing is about to remove it, and no taint repels
// the pod. The taints by which Kubernetes repeats a node's conditions do not count, as the
// conditions themselves are judged. Other transient taints do not count while the node is
// young: later, one that is still there is stuck. Whether the node is Ready does not
// count either.
func TakesPods(n *facts.Node, young bool) bool {
	return !n.Virtual && !Cordoned(n) && !slices.ContainsFunc(n.Taints, func(t facts.Taint) bool {
		return Repels(t) && !repeatsCondition(t) && (!young || !Transient(t))
	})
}

// Cordoned reports whether nothing new is scheduled on a node for now: somebody cordoned
// it, or an autoscaler or the provider is about to remove it, which cordons as well.
func Cordoned(n *facts.Node) bool { return n.Unschedulable || BeingRemoved(n) }

// BeingRemoved reports whether an autoscaler or the provider has marked a node with the
// taint by which it empties a node before it removes it.
func BeingRemoved(n *facts.Node) bool {
	return slices.ContainsFunc(n.Taints, func(t facts.Taint) bool { return Repels(t) && slices.Contains(removalKeys, t.Key) })
}

// PermanentTaints returns the taints that keep pods off a node until somebody changes them.
func PermanentTaints(n *facts.Node) []facts.Taint {
	return slices.DeleteFunc(slices.Clone(n.Taints), func(t facts.Taint) bool { return !Repels(t) || Transient(t) })
}

// controlPlaneTaints are those of kubeadm, of its older releases, and of RKE.
// https://kubernetes.io/docs/reference/labels-annotations-taints/#node-role-kubernetes-io-control-plane-taint
var controlPlaneTaints = []string{
	"node-role.kubernetes.io/control-plane",
	"node-role.kubernetes.io/master",
	"node-role.kubernetes.io/etcd",
}

// KeptForControlPlane reports whether a taint keeps a node for the control plane.
func KeptForControlPlane(n *facts.Node) bool {
	return slices.ContainsFunc(n.Taints, func(t facts.Taint) bool { return Repels(t) && slices.Contains(controlPlaneTaints, t.Key) })
}

// TooYoung is why a check cannot tell that leaves out young nodes and has no other to judge: it
// neither passes nor is skipped. Policies say the same by data.kready.internal.nodes.too_young.
func TooYoung(young int, settling facts.Minutes) string {
	return fmt.Sprintf("%s less than %s ago, and no other can be judged", text.Counted(young, "node joined", "nodes joined"),
		text.Counted(int(settling), "minute", "minutes"))
}
