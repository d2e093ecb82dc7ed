package logs

import (
	"slices"
	"strings"

	"github.com/kready/kready/internal/facts"
)

// lasting returns the taints of a node that keep pods away for good. Left out are
// PreferNoSchedule, what Kubernetes makes every DaemonSet tolerate, and what marks a
// node that is starting up or about to go.
func lasting(n facts.Node) []facts.Taint {
	return slices.DeleteFunc(slices.Clone(n.Taints), func(t facts.Taint) bool {
		return t.Effect == "PreferNoSchedule" || passing(t.Key)
	})
}

// passing reports whether a taint comes and goes with the state of its node.
func passing(key string) bool {
	for _, prefix := range []string{
		"node.kubernetes.io/",               // not-ready, unreachable, pressure, unschedulable, …
		"node.cloudprovider.kubernetes.io/", // uninitialized, shutdown
	} {
		if strings.HasPrefix(key, prefix) {
			return true
		}
	}
	return slices.Contains([]string{
		"ToBeDeletedByClusterAutoscaler",
		"DeletionCandidateOfClusterAutoscaler",
		"karpenter.sh/disrupted",
		"karpenter.sh/disruption",
		"karpenter.sh/unregistered",
	}, key) || strings.HasSuffix(key, "/agent-not-ready") || strings.HasSuffix(key, "/not-ready")
}

// untolerated returns the lasting taints of a node that an agent does not tolerate.
func untolerated(a agent, n facts.Node) []facts.Taint {
	return slices.DeleteFunc(lasting(n), func(t facts.Taint) bool {
		return slices.ContainsFunc(a.Tolerations, func(by facts.Toleration) bool { return tolerates(by, t) })
	})
}

// tolerates says what Kubernetes says: an empty key with Exists matches all taints, an
// empty effect all effects.
func tolerates(by facts.Toleration, t facts.Taint) bool {
	if by.Effect != "" && by.Effect != t.Effect {
		return false
	}
	if by.Operator == "Exists" {
		return by.Key == "" || by.Key == t.Key
	}
	return by.Key == t.Key && by.Value == t.Value
}

// repelled reports whether taints keep every agent that is meant for a node away.
func repelled(meant []agent, n facts.Node) bool {
	return len(meant) > 0 && !slices.ContainsFunc(meant, func(a agent) bool { return len(untolerated(a, n)) == 0 })
}

// written is a taint as kubectl writes it.
func written(t facts.Taint) string {
	if t.Value == "" {
		return t.Key + ":" + t.Effect
	}
	return t.Key + "=" + t.Value + ":" + t.Effect
}
