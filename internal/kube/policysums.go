package kube

import (
	"slices"
	"strings"

	"github.com/kready/kready/internal/facts"
)

// SumPolicies sums up NetworkPolicies by their namespaces, in the order of their first ones.
func SumPolicies(policies []facts.NetworkPolicy) []facts.PolicySum {
	var sums []facts.PolicySum
	at := map[string]int{}
	for i := range policies {
		p := &policies[i]
		j, known := at[p.Namespace]
		if !known {
			j = len(sums)
			at[p.Namespace], sums = j, append(sums, facts.PolicySum{Namespace: p.Namespace})
		}
		sum := &sums[j]
		sum.Names = append(sum.Names, p.Name)
		sum.AllowsDNS = sum.AllowsDNS || p.AllowsDNS
		sum.DeniesEgress = sum.DeniesEgress || p.SelectsAll && slices.Contains(p.PolicyTypes, Egress)
		for _, direction := range []string{Ingress, Egress} {
			if closes(p, direction) && !slices.Contains(sum.Closed, direction) {
				sum.Closed = append(sum.Closed, direction)
			}
			if opens(p, direction) && !slices.Contains(sum.Opened, direction) {
				sum.Opened = append(sum.Opened, direction)
			}
		}
	}
	return sums
}

// closes reports whether a policy selects all pods, and does not let everything through in a direction.
func closes(p *facts.NetworkPolicy, direction string) bool {
	return p.SelectsAll && slices.Contains(p.PolicyTypes, direction) && !letsAll(p, direction)
}

// opens reports whether a policy selects all pods and lets everything through in a direction, whatever others close.
func opens(p *facts.NetworkPolicy, direction string) bool {
	return p.SelectsAll && slices.Contains(p.PolicyTypes, direction) && letsAll(p, direction)
}

func letsAll(p *facts.NetworkPolicy, direction string) bool {
	rules, _ := RulesOf(p, direction)
	return slices.ContainsFunc(rules, func(r facts.PolicyRule) bool { return len(r.Ports) == 0 && len(r.Peers) == 0 && !r.Cut })
}

// AmbientPolicies are the NetworkPolicies of the namespaces whose pods are to be in an ambient mesh.
func AmbientPolicies(s *facts.Snapshot) []facts.NetworkPolicy {
	ambient := map[string]bool{}
	for i := range s.Namespaces {
		ambient[s.Namespaces[i].Name] = s.Namespaces[i].Labels["istio.io/dataplane-mode"] == "ambient"
	}
	var own []facts.NetworkPolicy
	for i := range s.NetworkPolicies {
		if ambient[s.NetworkPolicies[i].Namespace] {
			own = append(own, s.NetworkPolicies[i])
		}
	}
	return own
}

// SumAutoscalers sums up HorizontalPodAutoscalers.
func SumAutoscalers(autoscalers []facts.HorizontalPodAutoscaler) facts.AutoscalerSums {
	sums := facts.AutoscalerSums{Count: len(autoscalers)}
	kinds := map[string]int{}
	for i := range autoscalers {
		h := &autoscalers[i]
		if h.MaxReplicas > 0 && h.Current >= h.MaxReplicas && h.MinReplicas < h.MaxReplicas {
			sums.AtMaximum++
		}
		if len(h.Conditions) == 0 || slices.ContainsFunc(h.Conditions, stopsScaling) {
			sums.Unwell = append(sums.Unwell, *h)
		}
		key := strings.Join(h.Metrics, "\n")
		at, known := kinds[key]
		if !known {
			at = len(sums.Kinds)
			kinds[key], sums.Kinds = at, append(sums.Kinds, facts.AutoscalerKind{Metrics: h.Metrics, Targets: map[string][]string{}})
		}
		target := strings.Join([]string{h.Namespace, h.TargetKind, h.TargetName}, "/")
		sums.Kinds[at].Targets[target] = append(sums.Kinds[at].Targets[target], h.Name)
	}
	return sums
}

// stopsScaling reports whether a condition says that an autoscaler does not work.
func stopsScaling(c facts.Condition) bool {
	return (c.Type == "AbleToScale" || c.Type == "ScalingActive") && c.Status == "False"
}
