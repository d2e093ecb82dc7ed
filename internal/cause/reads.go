// Package cause finds why workloads of the platform are not well, from a closed list of causes,
// and which gaps follow from them. It is pure: it takes facts and results, and returns results.
package cause

import "github.com/kready/kready/internal/facts"

// Reads returns the kinds of fact that causes are found in. No verdict rests on them: where one
// is blind, a cause is not named.
func Reads() []facts.Kind {
	return []facts.Kind{
		facts.KindWorkloads, facts.KindPods, facts.KindEvents, facts.KindSigningRequests, facts.KindNamespaces,
		facts.KindBackends, facts.KindAPIServices, facts.KindWebhooks, facts.KindCRDs, facts.KindNodes, facts.KindPendingPods,
		facts.KindNetworkPolicies, facts.KindProductResources, facts.KindServices, facts.KindAccountRights,
	}
}

// Concerns reports whether a check that looks at these kinds of fact may find a gap that rests on a
// workload.
func Concerns(kinds ...[]facts.Kind) bool {
	for _, k := range facts.SortedKinds(kinds...) {
		switch k {
		case facts.KindWorkloads, facts.KindPods, facts.KindBackends:
			return true
		}
	}
	return false
}
