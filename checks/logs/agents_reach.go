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

// AgentsReach asks whether a log agent is on each node that the pods of a service can run on.
func AgentsReach() check.Check {
	return check.Check{
		ID:      "logs/agents-reach",
		Title:   "A log agent is ready on each node that the service's pods can run on",
		Subject: check.SubjectService,
		Doc: `What a pod writes to stdout lies on its node, and is gone with it. Pods that tolerate a taint, as those for GPUs do, run
on nodes that the log agent is often kept away from: their logs are never collected.

kready takes the nodes that the scheduler may put the pods of each template on (node selector, required affinity and
tolerations), and asks for a ready pod of a log agent on each. Whether there is room on the node is not asked. Left out are nodes
that are not ready, those that joined just now, and virtual ones. Whether there is an agent at all is the matter of
` + "`logs/collector`" + `; whether logs arrive is not seen. A service that has a DaemonSet which mounts folders of its nodes may be
the agent itself, and is left out.`,
		Level:         check.LevelConfigured,
		Tier:          check.TierShould,
		Reads:         facts.Fields{facts.PartService, facts.PartInventory, facts.KindNodes, facts.KindWorkloads, facts.KindPods},
		Requires:      []string{"logs/collector"},
		StandsWithout: check.StandsWithout{Any: []facts.Portion{"workloads/cronjobs"}},
		Remediation: `Have the platform run a log agent on every node that the service can run on, which tolerates what the service
tolerates:

    tolerations: [{operator: Exists}]
`,
		Links: []string{"https://kubernetes.io/docs/concepts/cluster-administration/logging/#using-a-node-logging-agent"},
		Since: "0.2.0",
		Run:   runAgentsReach,
		Needy: writeLogs,
	}
}

// writeLogs are the templates of the service: all write to stdout.
func writeLogs(_ context.Context, in *facts.Input) ([]check.Finding, error) {
	var out []check.Finding
	for i := range in.Service.Pods {
		p := &in.Service.Pods[i]
		out = append(out, check.OfManifest(p.Manifest, p.TemplateLine, check.ByPlatform, "what its pods write to stdout is to be collected"))
	}
	return out, nil
}

func runAgentsReach(_ context.Context, in *facts.Input) (check.Outcome, error) {
	switch {
	case len(in.Service.Pods) == 0:
		return check.Skip("the service has no pods"), nil
	case slices.ContainsFunc(in.Service.Pods, mountsNodes):
		return check.Skip("the service has a DaemonSet that mounts folders of its nodes, and may be a log agent itself"), nil
	}
	all := agents(in)
	if len(all) == 0 {
		return check.Pass("no DaemonSet that reads logs is seen: see logs/collector"), nil
	}
	if slices.ContainsFunc(all, func(a agent) bool { return !a.Status }) {
		return check.Unknown("the manifests carry no status"), nil
	}
	if unread(in, all) {
		return check.Unknown(fmt.Sprintf("the pods of %s were not read", titles(all))), nil
	}
	var gaps []check.Finding
	reach := newReach(in, all)
	for i := range in.Service.Pods {
		p := &in.Service.Pods[i]
		found, err := reach.without(p)
		if err != nil {
			return check.Outcome{}, err
		}
		if len(found.missing) > 0 {
			gaps = append(gaps, check.OfManifest(p.Manifest, p.TemplateLine, check.ByPlatform,
				fmt.Sprintf("its pods can run on %s, and on %d of them no log agent is ready: %s", text.Counted(found.possible, "node", "nodes"), len(found.missing), text.List(found.missing, 3, ", "))))
		}
	}
	templates := text.Counted(len(in.Service.Pods), "pod template", "pod templates")
	if len(gaps) > 0 {
		return check.Gap(fmt.Sprintf("logs of %d of %s are lost on some nodes", len(gaps), templates), gaps...), nil
	}
	return check.Pass(fmt.Sprintf("%s is ready wherever the pods of %s can run", titles(all), templates)), nil
}

// mountsNodes reports whether a template is of a DaemonSet that mounts folders of its nodes.
func mountsNodes(p facts.LandingPods) bool {
	return p.Kind == facts.DaemonSet && slices.ContainsFunc(p.Forbidden, func(f facts.LandingForbidden) bool { return strings.HasPrefix(f.What, "hostPath volumes") })
}

// reach is where log agents are.
type reach struct {
	// nodes are those that should have one.
	nodes []facts.Node
	// missing says of each node why no log agent is ready there; "" where one is.
	missing []string
	// taints are the different lists of taints, and tainted is which of them each node has.
	taints  [][]facts.Taint
	tainted []int
	// known is what was found for templates, by what they ask of a node.
	known map[string]reached
}

// reached is on how many nodes pods can run, and on which of them there is no ready agent, each with why.
type reached struct {
	possible int
	missing  []string
}

func newReach(in *facts.Input, all []agent) *reach {
	r := &reach{nodes: slices.DeleteFunc(physical(in), negated(expected(in))), known: map[string]reached{}}
	r.taints, r.tainted = kube.TaintLists(r.nodes)
	running := podsByNode(in, all)
	for i := range r.nodes {
		r.missing = append(r.missing, lackOf(&r.nodes[i], running[r.nodes[i].Name], all))
	}
	return r
}

// lackOf says that no log agent is ready on a node, and why; "" where one is.
func lackOf(n *facts.Node, running []*facts.Pods, all []agent) string {
	meant := selecting(all, *n)
	switch why := uncovered(running, all, meant); {
	case why == "":
		return ""
	case keptAway(meant, n):
		return fmt.Sprintf("%s (a taint keeps %s away)", n.Name, titles(meant))
	default:
		return fmt.Sprintf("%s (%s)", n.Name, why)
	}
}

func negated(test func(facts.Node) bool) func(facts.Node) bool {
	return func(n facts.Node) bool { return !test(n) }
}

// without finds the nodes that the pods of a template can run on and that have no ready agent.
func (r *reach) without(p *facts.LandingPods) (reached, error) {
	asked, err := kube.AskedOfNodes(&p.Placement)
	if err != nil {
		return reached{}, err
	}
	found, known := r.known[asked]
	if !known {
		found = r.look(&p.Placement)
		r.known[asked] = found
	}
	return found, nil
}

// look goes over the nodes for pods of a placement.
func (r *reach) look(p *facts.LandingPlacement) (found reached) {
	matches, err := kube.NodeMatcher(p)
	if err != nil {
		return reached{} // the API server refuses it: scaling/pods-find-node
	}
	repelled := make([]bool, len(r.taints))
	for i, taints := range r.taints {
		repelled[i] = slices.ContainsFunc(taints, func(t facts.Taint) bool {
			return kube.Repels(t) && !kube.Transient(t) && !kube.Tolerates(p.Tolerations, t)
		})
	}
	for i := range r.nodes {
		n := &r.nodes[i]
		if repelled[r.tainted[i]] || !matches(n) || p.NodeName != "" && p.NodeName != n.Name {
			continue
		}
		found.possible++
		if r.missing[i] != "" {
			found.missing = append(found.missing, r.missing[i])
		}
	}
	return found
}
