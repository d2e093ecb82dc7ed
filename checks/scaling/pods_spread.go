package scaling

import (
	"context"
	"fmt"

	corev1 "k8s.io/api/core/v1"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/text"
)

// PodsSpread asks whether there are as many nodes or zones as a service wants to spread over.
func PodsSpread() check.Check {
	return check.Check{
		ID:      "scaling/pods-spread",
		Title:   "There are nodes and zones enough for the pods of the service to spread over",
		Subject: check.SubjectService,
		Doc: `A required anti-affinity of pods to each other takes one node, or one zone, a pod: the third replica on
two nodes stays Pending, and a rolling update that starts a new pod first never ends. A spread constraint
with ` + "`whenUnsatisfiable: DoNotSchedule`" + ` over a label that no node has keeps all pods Pending.

kready counts the domains among the nodes that take the pods (` + "`scaling/pods-find-node`" + `). A domain whose taints keep
them away counts as an empty one for a spread constraint, unless that says ` + "`nodeTaintsPolicy: Honor`" + `: with a maxSkew
of 1 the other domains get one pod each, and no more. Only rules that
select the template's own pods are judged; what other pods are in the way is not. Where an autoscaler
adds nodes, the answer is unknown in place of a gap. For a rolling update of a Deployment the replicas
alone are counted.`,
		Level:         check.LevelConfigured,
		Tier:          check.TierMust,
		Reads:         facts.Fields{facts.PartService, facts.KindNodes, facts.KindWorkloads, facts.PartInventory},
		OptionalReads: facts.Fields{facts.KindRuntimeClasses},
		StandsWithout: check.StandsWithout{
			Any: []facts.Portion{"workloads/cronjobs"},
		},
		Remediation: `Prefer in place of requiring (` + "`preferredDuringSchedulingIgnoredDuringExecution`" + `, ` + "`ScheduleAnyway`" + `), ask
for as many replicas as there are domains, or name a label that the nodes have:

    kubectl get nodes --show-labels`,
		Links: []string{
			"https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/#inter-pod-affinity-and-anti-affinity",
			"https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/",
		},
		Since: "0.2.0",
		Run:   runPodsSpread,
	}
}

func runPodsSpread(_ context.Context, in *facts.Input) (check.Outcome, error) {
	var gaps []check.Finding
	rules, nodeless, all := 0, 0, newNodes(in)
	for i := range in.Service.Pods {
		pods := &in.Service.Pods[i]
		rules += len(pods.Placement.Apart) + len(pods.Placement.Spread)
		found, anywhere := unspread(all, pods)
		if gaps = append(gaps, found...); !anywhere {
			nodeless++
		}
	}
	counted := text.Counted(rules, "rule spreads", "rules spread")
	switch by := autoscaler(in); {
	case rules == 0:
		return check.Skip("no rule of the service spreads its pods"), nil
	case len(gaps) > 0 && by != "":
		return check.Unknown(by+" may add the nodes that are missing", gaps...), nil
	case len(gaps) > 0:
		return check.Gap(fmt.Sprintf("%s pods over more than there is", text.Counted(len(gaps), "rule spreads", "rules spread")), gaps...), nil
	case nodeless > 0:
		return check.Unknown("no node takes the pods as it is: see scaling/pods-find-node"), nil
	}
	return check.Pass(fmt.Sprintf("%s its pods over what is there", counted)), nil
}

// unspread are findings on the rules of a template for which there are too few domains, and whether any node
// takes its pods.
func unspread(all *nodes, pods *facts.LandingPods) (found []check.Finding, anywhere bool) {
	rules := len(pods.Placement.Apart) + len(pods.Placement.Spread)
	if rules == 0 || pods.Replicas == 0 || pods.ScheduledBy != "" {
		return nil, true
	}
	places, err := all.placesOf(pods)
	if err != nil {
		return nil, true // scaling/pods-find-node reports it
	}
	nodes := taking(places)
	if len(nodes) == 0 {
		return nil, false
	}
	for _, rule := range pods.Placement.Apart {
		if n := domains(nodes, rule.TopologyKey); n > 0 && pods.Replicas > n {
			found = append(found, check.OfManifest(pods.Manifest, rule.Line, check.ByService, fmt.Sprintf("it keeps %d pods apart by %s, of which there %s %s among the nodes that take them",
				pods.Replicas, rule.TopologyKey, text.Are(n), text.Counted(n, "value", "values"))))
		}
	}
	for _, rule := range pods.Placement.Spread {
		switch n := domains(nodes, rule.TopologyKey); {
		case n == 0:
			found = append(found, check.OfManifest(pods.Manifest, rule.Line, check.ByService,
				fmt.Sprintf("it spreads its pods by %s, a label that no node that takes them has", rule.TopologyKey)))
		case n < rule.MinDomains && pods.Replicas > n*rule.MaxSkew:
			found = append(found, check.OfManifest(pods.Manifest, rule.Line, check.ByService, fmt.Sprintf("it wants %d values of %s and there %s %d: %d of its %d pods would be placed",
				rule.MinDomains, rule.TopologyKey, text.Are(n), n, n*rule.MaxSkew, pods.Replicas)))
		case !rule.HonorsTaints && closed(places, rule.TopologyKey) > 0 && pods.Replicas > n*rule.MaxSkew:
			found = append(found, check.OfManifest(pods.Manifest, rule.Line, check.ByService, fmt.Sprintf("of the values of %s %s without a node that takes its pods, and counts as empty all the same: %d of its %d pods would be placed",
				rule.TopologyKey, text.Counted(closed(places, rule.TopologyKey), "is", "are"), n*rule.MaxSkew, pods.Replicas)))
		}
	}
	return found, true
}

// closed counts the domains in which no node takes the pods, although their selector and affinity let them onto one.
// Such a domain stays empty, and the others may hold no more than the skew above it.
func closed(places []place, key string) int {
	open, shut := map[string]bool{}, map[string]bool{}
	for _, p := range places {
		value, ok := domainOf(p.node, key)
		switch {
		case !ok || !p.matched:
		case len(p.refusals) == 0 || p.passing:
			open[value] = true
		default:
			shut[value] = true
		}
	}
	n := 0
	for value := range shut {
		if !open[value] {
			n++
		}
	}
	return n
}

// domains counts the values that a label has on the nodes.
func domains(nodes []*facts.Node, key string) int {
	values := map[string]bool{}
	for _, n := range nodes {
		if value, ok := domainOf(n, key); ok {
			values[value] = true
		}
	}
	return len(values)
}

// domainOf is the value of a label of a node. Kubelets set the host name by themselves.
func domainOf(n *facts.Node, key string) (string, bool) {
	value, ok := n.Labels[key]
	if !ok && key == corev1.LabelHostname {
		return n.Name, true
	}
	return value, ok
}
