package logs

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
	"github.com/kready/kready/internal/text"
)

// Coverage counts the nodes on which a log agent is ready.
func Coverage() check.Check {
	return check.Check{
		ID:    "logs/coverage",
		Title: "A log agent is ready on every node",
		Doc: `The logs of a node without a ready agent are lost when its pods go. One broken node is
enough, and it is often the one that somebody wants to look into.

kready counts ready agent pods against the list of nodes, not against the DaemonSet's own
numbers, which leave out the nodes that it may not run on. Several agents share the work:
one is enough for a node. Left out are virtual nodes, nodes that joined an older cluster less
than five minutes ago (when no other is left, the answer is unknown), nodes that are not ready (` + "`cluster/nodes-ready`" + ` reports them) and nodes whose taints keep the
agents away (` + "`logs/tolerations`" + ` reports them), and Windows nodes of GKE, whose agent is a service of the
node. It does not see whether the logs arrive.`,
		Level:         check.LevelHealthy,
		Tier:          check.TierMust,
		Reads:         facts.Fields{facts.PartInventory, facts.KindNodes, facts.KindWorkloads, facts.KindPods},
		Requires:      []string{"logs/collector", "logs/agent-admission"},
		StandsWithout: check.StandsWithout{Any: []facts.Portion{"workloads/cronjobs"}, Pass: []facts.Portion{"workloads/pods"}, Gap: []facts.Portion{"workloads/pods"}},
		Remediation: "`kubectl describe` the agent's pod on the node that the finding names. When there is no\n" +
			"pod, the DaemonSet's node selector or affinity leaves the node out, or its namespace's Pod\n" +
			"Security level refuses hostPath: `kubectl describe daemonset` shows the events.",
		Links: []string{
			"https://kubernetes.io/docs/concepts/workloads/controllers/daemonset/",
			"https://kubernetes.io/docs/concepts/security/pod-security-standards/",
		},
		Since: "0.1.0",
		Run:   coverage,
	}
}

func coverage(_ context.Context, in *facts.Input) (check.Outcome, error) {
	all := agents(in)
	if len(all) == 0 {
		return check.Skip("the agents run where kready cannot see them"), nil
	}
	if slices.ContainsFunc(all, func(a agent) bool { return !a.Status }) {
		return check.Unknown("the manifests carry no status"), nil
	}
	if unread(in, all) {
		return check.Unknown(fmt.Sprintf("the pods of %s were not read", titles(all))), nil
	}
	var findings []check.Finding
	nodes, young := 0, 0
	settling := in.Thresholds.OrDefault().SettlingMinutes
	counts, running := expected(in), podsByNode(in, all)
	for _, n := range physical(in) {
		meant := selecting(all, n)
		if keptAway(meant, &n) {
			continue
		}
		if !counts(n) {
			if n.YoungerThan(in.CollectedAt, settling.Duration()) {
				young++
			}
			continue
		}
		nodes++
		if why := uncovered(running[n.Name], all, meant); why != "" {
			findings = append(findings, check.Finding{Object: facts.ObjectRef{Kind: "Node", Name: n.Name}, Message: why})
		}
	}
	switch covered := nodes - len(findings); {
	case nodes == 0 && young > 0:
		return check.Unknown(kube.TooYoung(young, settling)), nil
	case nodes == 0:
		return check.Skip("there is no node that an agent should be ready on"), nil
	case len(findings) > 0:
		return check.Gap(fmt.Sprintf("%s is ready on %d of %s", titles(all), covered, text.Counted(nodes, "node", "nodes")), findings...), nil
	default:
		return check.Pass(fmt.Sprintf("%s is ready on %d of %s", titles(all), covered, text.Counted(nodes, "node", "nodes"))), nil
	}
}

// unread reports whether ready pods are missing from the facts altogether.
func unread(in *facts.Input, all []agent) bool {
	return slices.ContainsFunc(all, func(a agent) bool {
		return a.Ready > 0 && !slices.ContainsFunc(in.Pods, func(p facts.Pods) bool { return owned(&p, a) })
	})
}

func owned(p *facts.Pods, a agent) bool {
	return p.Kind == a.Kind && p.Namespace == a.Namespace && p.Name == a.Name
}

// podsByNode returns the agents' pods, by the name of their node.
func podsByNode(in *facts.Input, all []agent) map[string][]*facts.Pods {
	nodes := map[string][]*facts.Pods{}
	for i := range in.Pods {
		if p := &in.Pods[i]; slices.ContainsFunc(all, func(a agent) bool { return owned(p, a) }) {
			nodes[p.Node] = append(nodes[p.Node], p)
		}
	}
	return nodes
}

// uncovered says why a node has no ready agent, given the agents' pods on it, or "" when it
// has one.
func uncovered(own []*facts.Pods, all, meant []agent) string {
	var pods int
	var reasons []string
	for _, p := range own {
		if p.Ready > 0 {
			return ""
		}
		pods += p.Count
		reasons = append(reasons, p.Reasons...)
	}
	switch {
	case len(meant) == 0:
		return fmt.Sprintf("the node selector of %s leaves it out", titles(all))
	case pods == 0:
		return fmt.Sprintf("%s has no pod here", titles(meant))
	case len(reasons) == 0:
		return fmt.Sprintf("the pod of %s is not ready", titles(meant))
	}
	slices.Sort(reasons)
	return fmt.Sprintf("the pod of %s is not ready: %s", titles(meant), strings.Join(slices.Compact(reasons), ", "))
}
