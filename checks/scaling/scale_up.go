package scaling

import (
	"fmt"

	"github.com/kready/kready/checks/proof"
	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
)

// ScaleUp asks whether a node is really added for a pod that no node takes.
func ScaleUp() check.Check {
	return proof.Check(check.Check{
		ID:    "scaling/scale-up",
		Title: "A new node comes for a pod that no other node takes",
		Doc: `An autoscaler can run, say that it is healthy, and add no node: for want of quota or of rights in the cloud, of addresses
in the subnet, of a machine of that type, or because new nodes do not join. scaling/node-autoscaler reads what it
says of itself; here it has to do it.

The probe makes a small pod that shares a node with no pod of a Deployment or a StatefulSet, so that no node in use takes it. The
autoscaler has three minutes to ask for a node, and the pod ten to get one; it has to run there. Where a node without such
pods is there already, the pod goes there, no node is added, and nothing is proven. The pod is removed as soon as it has run. It evicts no
other pod: it takes the PriorityClass of the lowest priority, and is not made where that one gets no node.

A node costs money, so that ` + "`--allow-scale-up`" + ` is needed. It stays until the autoscaler removes it: Cluster Autoscaler
waits 10 minutes by default (` + "`--scale-down-unneeded-time`, `--scale-down-delay-after-add`" + `), Karpenter as long as the NodePool's
` + "`consolidateAfter`" + ` says; where removing nodes is turned off, you remove it. All probes together then have 15 minutes.

An autoscaler that says that it is at a limit is unknown: the limit may be meant. One pod and one kind of node are tried, not
how many nodes the quota leaves, nor pods that need labels, tolerations or devices.`,
		Tier: check.TierShould,
		Remediation: `The finding carries what the autoscaler says of the pod. "in backoff after failed scale-up": the cloud refused a machine, and the
log of the autoscaler says why, most often quota, rights or addresses. "asked for it" and no node: the machine does not
join, which its boot log tells. No word at all: the autoscaler does not run, knows no node group that may grow, or waits longer than three
minutes before it looks at a new pod (` + "`--new-pod-scale-up-delay`" + `).`,
		Links: []string{
			"https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/FAQ.md",
			"https://karpenter.sh/docs/troubleshooting/",
		},
		Since: "0.2.0",
	}, proof.Rule{
		Flags: "--probe --allow-scale-up",
		Pass: func(p facts.Probe) string {
			took, _ := p.Measure("time to a pod on a new node")
			asked, _ := p.Measure("nodes asked for")
			if asked.Value == 0 {
				return fmt.Sprintf("a pod that no other node took ran on a new node after %s; no event says that the node was added for it", proof.Seconds(took.Value))
			}
			return fmt.Sprintf("a node was asked for a pod that no other node took, and the pod ran on a new one after %s", proof.Seconds(took.Value))
		},
		Gap: func(facts.Probe, []facts.Trial) string { return "no new node came for a pod that no other node takes" },
	})
}
