package cluster

import (
	"context"
	"fmt"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
	"github.com/kready/kready/internal/text"
)

// Cordoned asks whether a node is kept from taking pods by hand.
func Cordoned() check.Check {
	return check.Check{
		ID:    "cluster/cordoned",
		Title: "No node is cordoned",
		Doc: `A cordoned node runs what it has and takes nothing new. It is meant for the minutes of a drain,
and easily forgotten: the cluster then has less room than its list of nodes shows, and the next
node that fails may leave pods without a place.

Every node with ` + "`spec.unschedulable`" + ` is named, with the time since when, if its taint says so. Left
out are virtual nodes and those that an autoscaler or the provider is about to remove. Whether
the other nodes have room is judged by ` + "`scaling/headroom`" + `, and whether there is one left that
takes pods by ` + "`cluster/nodes-ready`" + `.`,
		Level: check.LevelHealthy,
		Tier:  check.TierShould,
		Reads: facts.Fields{facts.KindNodes},
		Remediation: `If nobody is at work on the node, let it take pods again:

    kubectl uncordon NODE`,
		Links: []string{"https://kubernetes.io/docs/tasks/administer-cluster/safely-drain-node/"},
		Since: "0.1.0",
		Run:   runCordoned,
	}
}

func runCordoned(_ context.Context, in *facts.Input) (check.Outcome, error) {
	var findings []check.Finding
	nodes := 0
	for i := range in.Nodes {
		n := &in.Nodes[i]
		if n.Virtual || kube.BeingRemoved(n) {
			continue
		}
		nodes++
		if n.Unschedulable {
			findings = append(findings, check.Finding{
				Object: facts.ObjectRef{Kind: "Node", Name: n.Name}, Message: "it is cordoned" + since(n.CordonedAt, in.CollectedAt),
			})
		}
	}
	total := text.Counted(nodes, "node", "nodes")
	switch {
	case nodes == 0:
		return check.Skip("there is no node that somebody could cordon"), nil
	case len(findings) > 0:
		return check.Gap(fmt.Sprintf("%d of %s %s cordoned", len(findings), total, text.Are(len(findings))), findings...), nil
	}
	return check.Pass(fmt.Sprintf("none of %s is cordoned", total)), nil
}
