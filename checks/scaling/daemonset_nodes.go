package scaling

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"

	corev1 "k8s.io/api/core/v1"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
	"github.com/kready/kready/internal/text"
)

// DaemonSetNodes asks whether DaemonSets of a service run on the nodes on which other pods do.
func DaemonSetNodes() check.Check {
	return check.Check{
		ID:      "scaling/daemonset-nodes",
		Title:   "The DaemonSets of the service run on each node that takes other pods",
		Subject: check.SubjectService,
		Doc: `A DaemonSet counts as complete when it runs on each node that it may run on: nodes with a taint that it does not tolerate
are not among them, nor are nodes in name only, such as those of Fargate or a virtual kubelet. What it does for the pods of its
node, it does not do there.

kready holds the DaemonSets of the service against the taints of the nodes that their node selector and affinity select. The control
plane's own taint is not counted, as no other pods run there, and neither are taints that go away by themselves. One that
selects none of the nodes runs nowhere: that is reported, unless it is for an operating system that no node has, or an autoscaler
may add such nodes.`,
		Level:         check.LevelConfigured,
		Tier:          check.TierCould,
		Reads:         facts.Fields{facts.PartService, facts.KindNodes, facts.KindWorkloads},
		OptionalReads: facts.Fields{facts.KindRuntimeClasses, facts.PartInventory},
		StandsWithout: check.StandsWithout{Any: []facts.Portion{"workloads"}},
		Remediation: `Add tolerations for the taints that the findings name, or for all (` + "`operator: Exists`" + `), where the DaemonSet is for each node. On
nodes in name only, run it as a sidecar of the pods.`,
		Links: []string{
			"https://kubernetes.io/docs/concepts/workloads/controllers/daemonset/#taints-and-tolerations",
			"https://docs.aws.amazon.com/eks/latest/userguide/fargate.html",
		},
		Since: "0.2.0",
		Run:   runDaemonSetNodes,
	}
}

func runDaemonSetNodes(_ context.Context, in *facts.Input) (check.Outcome, error) {
	var gaps []check.Finding
	daemons, all := 0, newNodes(in)
	for i := range in.Service.Pods {
		p := &in.Service.Pods[i]
		if p.Kind != facts.DaemonSet || p.ScheduledBy != "" {
			continue
		}
		daemons++
		if nowhere(all, p) {
			gaps = append(gaps, check.OfManifest(p.Manifest, lineOfSelector(p), check.ByService, "it runs on no node: none has what its node selector or affinity asks for"))
		} else if message, of := missed(all, p); message != "" {
			gaps = append(gaps, check.OfManifest(p.Manifest, p.TemplateLine, check.ByService, fmt.Sprintf("it does not run on %s: %s", text.Counted(of, "node", "nodes"), message)))
		}
	}
	switch {
	case daemons == 0:
		return check.Skip("the service runs no pod on each node"), nil
	case len(in.Nodes) == 0:
		return check.Unknown("no node is known"), nil
	}
	return check.ByFindings(gaps, nil, fmt.Sprintf("%d of %s not run on each node", len(gaps), text.Counted(daemons, "DaemonSet does", "DaemonSets do")), "",
		text.Counted(daemons, "DaemonSet runs", "DaemonSets run")+" on each node that takes other pods"), nil
}

// nowhere reports whether a DaemonSet selects none of the nodes, though one of its operating system is there and nothing adds nodes.
func nowhere(all *nodes, p *facts.LandingPods) bool {
	places, err := all.placesOf(p)
	if err != nil || len(places) == 0 || autoscaler(all.in) != "" || slices.ContainsFunc(places, func(p place) bool { return p.matched }) {
		return false
	}
	os := p.Placement.NodeSelector[corev1.LabelOSStable]
	return os == "" || slices.ContainsFunc(all.in.Nodes, func(n facts.Node) bool { return n.Labels[corev1.LabelOSStable] == os })
}

// lineOfSelector is where a template says which nodes it is for.
func lineOfSelector(p *facts.LandingPods) int {
	return cmp.Or(p.Placement.SelectorLine, p.TemplateLine)
}

// missed says why a DaemonSet does not run on nodes that its selector and affinity select, and on how many.
func missed(all *nodes, p *facts.LandingPods) (string, int) {
	places, err := all.placesOf(p)
	if err != nil {
		return "", 0 // scaling/pods-find-node reports it
	}
	taints, nodes := map[string]bool{}, 0
	for _, place := range places {
		if !place.matched || kube.KeptForControlPlane(place.node) {
			continue
		}
		taint, transient := refusingTaint(p, place.node.Taints)
		switch {
		case place.node.Virtual:
			taints["no DaemonSet runs on a node in name only"] = true
		case taint == "" || transient:
			continue
		default:
			taints["it does not tolerate the taint {"+taint+"}"] = true
		}
		nodes++
	}
	return text.List(slices.Sorted(maps.Keys(taints)), 3, "; "), nodes
}
