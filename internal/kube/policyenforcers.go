package kube

import (
	"slices"
	"strconv"
	"strings"

	"github.com/kready/kready/internal/facts"
)

// The groups of the other kinds of network policy, by who defines them.
const (
	ciliumPolicies = ".cilium.io"
	calicoPolicies = ".crd.projectcalico.org"
	antreaPolicies = ".crd.antrea.io"
)

// OtherPolicyTitles are the other kinds of network policy, by their resources.
func OtherPolicyTitles() map[string]string {
	return map[string]string{
		"adminnetworkpolicies.policy.networking.k8s.io":         "AdminNetworkPolicy",
		"baselineadminnetworkpolicies.policy.networking.k8s.io": "BaselineAdminNetworkPolicy",
		"ciliumclusterwidenetworkpolicies.cilium.io":            "CiliumClusterwideNetworkPolicy",
		"ciliumnetworkpolicies.cilium.io":                       "CiliumNetworkPolicy",
		"clusternetworkpolicies.crd.antrea.io":                  "ClusterNetworkPolicy (Antrea)",
		"clusternetworkpolicies.policy.networking.k8s.io":       "ClusterNetworkPolicy",
		"globalnetworkpolicies.crd.projectcalico.org":           "GlobalNetworkPolicy (Calico)",
		"networkpolicies.crd.antrea.io":                         "NetworkPolicy (Antrea)",
		"networkpolicies.crd.projectcalico.org":                 "NetworkPolicy (Calico)",
	}
}

// otherPolicies are the resources of the other kinds, in order.
func otherPolicies() []string { return sortedKeys(OtherPolicyTitles()) }

// PolicyEnforcers says of each other kind of network policy whether what runs enforces it.
func PolicyEnforcers(in *facts.Input) []facts.PolicyEnforcer {
	var out []facts.PolicyEnforcer
	for _, kind := range otherPolicies() {
		one := facts.PolicyEnforcer{Kind: kind, Title: kindOfOtherPolicy(kind), Enforced: enforcement(in, kind)}
		policies, read := policiesOf(&in.Snapshot, kind)
		one.Read = read
		seen := map[facts.PolicyName]bool{}
		for i := range policies {
			name := facts.PolicyName{Namespace: policies[i].Namespace, Name: policies[i].Name}
			if !seen[name] && len(seen) < namedPolicies {
				one.Policies = append(one.Policies, name)
			}
			seen[name] = true
		}
		one.Count = len(seen)
		out = append(out, one)
	}
	return out
}

// namedPolicies is how many policies of a kind are named.
const namedPolicies = 200

// enforcement is the answer for one kind. That nothing enforces it is certain only where the products that do are not
// there, another one is seen to enforce NetworkPolicies, and nothing that runs could be one of them unrecognised.
func enforcement(in *facts.Input, kind string) string {
	answer := facts.EnforcedNo
	for i := range in.Inventory {
		impl := &in.Inventory[i]
		if impl.State == facts.StateRemnant {
			continue
		}
		one := enforces(in, impl, kind)
		if one == facts.EnforcedYes && impl.State != facts.StateRunning {
			one = facts.EnforcedPerhaps
		}
		if one == facts.EnforcedYes || answer == facts.EnforcedNo {
			answer = one
		}
		if answer == facts.EnforcedYes {
			return answer
		}
	}
	unseen := slices.ContainsFunc(in.Candidates, func(c facts.Candidate) bool { return c.Role == "network/policy" })
	if answer == facts.EnforcedNo && (unseen || len(in.Running("network/policy")) == 0) {
		return facts.EnforcedPerhaps
	}
	return answer
}

// enforces says whether a product enforces a kind of policy. For those of policy.networking.k8s.io, see
// https://network-policy-api.sigs.k8s.io/implementations/
func enforces(in *facts.Input, impl *facts.Implementation, kind string) string {
	switch {
	case strings.HasSuffix(kind, ciliumPolicies):
		return answer(impl.Name == "cilium", ciliumEnforces(in, kind))
	case strings.HasSuffix(kind, calicoPolicies):
		return answer(slices.Contains([]string{"calico", "calico-policy-only", "canal"}, impl.Name), facts.EnforcedYes)
	case strings.HasSuffix(kind, antreaPolicies):
		return answer(impl.Name == "antrea", facts.EnforcedYes)
	}
	combined := strings.HasPrefix(kind, "clusternetworkpolicies.")
	switch impl.Name {
	case "calico", "calico-policy-only", "canal":
		return calicoEnforces(impl.Version, combined)
	case "cilium": // none of v1alpha1; ClusterNetworkPolicy from 1.20, where it is switched on
		if combined && in.OtherPolicyKind(kind) == nil {
			return facts.EnforcedPerhaps // an older kready did not ask
		}
		return answer(combined && in.NetworkConfig.Cilium.EnableClusterNetworkPolicy == "true", facts.EnforcedYes)
	case "antrea", "kube-network-policies", "kube-ovn", "ovn-kubernetes": // by features that the facts do not tell
		return facts.EnforcedPerhaps
	}
	return facts.EnforcedNo
}

// answer is what holds where a product is the one that is asked about.
func answer(holds bool, what string) string {
	if holds {
		return what
	}
	return facts.EnforcedNo
}

// ciliumEnforces is the answer of a Cilium that runs: the providers' own builds leave kinds of its policies out.
func ciliumEnforces(in *facts.Input, kind string) string {
	switch {
	case in.NetworkConfig.Cilium.EnablePolicy == "never":
		return facts.EnforcedNo
	case in.Distribution.Name == "gke", in.Distribution.Name == "aks" && kind == "ciliumclusterwidenetworkpolicies.cilium.io":
		return facts.EnforcedPerhaps
	}
	return facts.EnforcedYes
}

// calicoEnforces is the answer of a release of Calico: v3.29 to v3.31 took AdminNetworkPolicies, v3.32 and later take
// ClusterNetworkPolicies in place of them.
func calicoEnforces(version string, combined bool) string {
	const first, last = 29, 31
	parts := strings.Split(strings.TrimPrefix(version, "v"), ".")
	if len(parts) < 2 || parts[0] != "3" {
		return facts.EnforcedPerhaps
	}
	minor, err := strconv.Atoi(parts[1])
	switch {
	case err != nil:
		return facts.EnforcedPerhaps
	case combined:
		return answer(minor > last, facts.EnforcedYes)
	}
	return answer(minor >= first && minor <= last, facts.EnforcedPerhaps)
}

// enforcedBy is the answer that was worked out for a kind.
func enforcedBy(in *facts.Input, kind string) string {
	for _, e := range in.PolicyEnforcers {
		if e.Kind == kind {
			return e.Enforced
		}
	}
	return facts.EnforcedPerhaps
}
