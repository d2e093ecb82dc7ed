package logs

import (
	"context"
	"fmt"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
	"github.com/kready/kready/internal/text"
)

// Tolerations compares what the log agents tolerate with the taints of the nodes.
func Tolerations() check.Check {
	return check.Check{
		ID:    "logs/tolerations",
		Title: "Log agents tolerate the taints of all nodes",
		Doc: `Most charts ship log agents without tolerations. A tainted node (a GPU pool, a spot
pool, the control plane) then gets no agent, and nothing says so: the DaemonSet reports
itself complete, because it does not count nodes that it may not run on. The logs of those
nodes are simply not there when they are needed.

kready takes the NoSchedule and NoExecute taints of every node and looks for an agent whose
node selector picks the node and that tolerates them all. Taints that Kubernetes makes every
DaemonSet tolerate, and those of nodes that start or go, are left out, as are virtual nodes.
It does not see nodes that an autoscaler adds later under other taints, nor the control
plane's nodes where the provider hides them.`,
		Level:         check.LevelConfigured,
		Tier:          check.TierMust,
		Reads:         facts.Fields{facts.PartInventory, facts.KindNodes, facts.KindWorkloads},
		Requires:      []string{"logs/collector"},
		StandsWithout: check.StandsWithout{Any: []facts.Portion{"workloads/cronjobs"}, Pass: []facts.Portion{"workloads/pods"}, Gap: []facts.Portion{"workloads/pods"}},
		Remediation: "Give the agent's DaemonSet `tolerations: [{operator: Exists}]`; every chart has a value\n" +
			"for it. Where a pool is left out on purpose, waive the check for that DaemonSet.",
		Links: []string{
			"https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/",
			"https://kubernetes.io/docs/concepts/workloads/controllers/daemonset/#taints-and-tolerations",
		},
		Since: "0.1.0",
		Run:   tolerations,
	}
}

func tolerations(_ context.Context, in *facts.Input) (check.Outcome, error) {
	all, nodes := agents(in), physical(in)
	if len(all) == 0 {
		return check.Skip("the agents run where kready cannot see them"), nil
	}
	if len(nodes) == 0 {
		return check.Skip("there is no node that an agent could run on"), nil
	}
	tainted, kept := 0, 0
	var untolerated untoleratedTaints
	for _, n := range nodes {
		if len(kube.PermanentTaints(&n)) > 0 {
			tainted++
		}
		meant := selecting(all, n)
		if !keptAway(meant, &n) {
			continue
		}
		kept++
		for _, a := range meant {
			for _, t := range a.untolerated(&n) {
				untolerated.add(a, kube.FormatTaint(t), n.Name)
			}
		}
	}
	switch {
	case kept > 0:
		reason := fmt.Sprintf("taints keep %s away from %d of %s", titles(all), kept, text.Counted(len(nodes), "node", "nodes"))
		return check.Gap(reason, untolerated.findings()...), nil
	case tainted == 0:
		return check.Pass("no node has a taint that keeps agents away"), nil
	}
	return check.Pass(fmt.Sprintf("%s: all taints are tolerated", text.Counted(tainted, "tainted node", "tainted nodes"))), nil
}

// untoleratedTaint is one taint that one agent does not tolerate, and the nodes that have it.
type untoleratedTaint struct {
	agent agent
	taint string
	nodes []string
}

// untoleratedTaints collects them, one for each agent and taint, in the order of finding them.
type untoleratedTaints []untoleratedTaint

func (m *untoleratedTaints) add(a agent, taint, node string) {
	for i := range *m {
		if known := &(*m)[i]; known.agent.ref() == a.ref() && known.taint == taint {
			known.nodes = append(known.nodes, node)
			return
		}
	}
	*m = append(*m, untoleratedTaint{agent: a, taint: taint, nodes: []string{node}})
}

func (m untoleratedTaints) findings() []check.Finding {
	var found []check.Finding
	for _, one := range m {
		found = append(found, check.Finding{
			Object:  one.agent.ref(),
			Message: fmt.Sprintf("it does not tolerate %s, the taint of %s", one.taint, text.Few(one.nodes)),
		})
	}
	return found
}
