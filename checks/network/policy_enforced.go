package network

import (
	"fmt"

	"github.com/kready/kready/checks/proof"
	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/text"
)

// enforcing is how to come by an engine that enforces policies.
const enforcing = `Add an engine to the network that you have: ` + "`kube-network-policies`" + ` runs beside any
CNI. Or move to a CNI that enforces policies, such as Cilium, Calico or Antrea. Where one
is there, read what it says on the node that the findings name: policies may be switched
off in its configuration.`

// PolicyIngressEnforced asks whether a NetworkPolicy keeps anybody out.
func PolicyIngressEnforced() check.Check {
	return proof.Check(check.Check{
		ID:    "network/policy-ingress-enforced",
		Title: "A NetworkPolicy that lets nothing in keeps everybody out",
		Doc: `The API server accepts every NetworkPolicy, and nothing in it tells whether somebody
enforces it: it has no status. Only traffic does.

The probe reaches a server from its own node and from another one, by the pod's address and
by the Service's. Then it puts a policy on it that lets nothing in: all must be blocked
within 60 seconds, three times in a row. A second policy lets one client in: that one must
get through, and the other not. With both removed, all must get through again. Where the
server is not reached before any policy, nothing is proven, and the check is unknown.

It does not see policies of a kind of their own (of Cilium, Calico, or for the cluster),
named ports, port ranges or address blocks, and only the nodes that it picked.`,
		Tier:        check.TierMust,
		Remediation: enforcing,
		Links: []string{
			"https://kubernetes.io/docs/concepts/services-networking/network-policies/#prerequisites",
			"https://github.com/kubernetes-sigs/kube-network-policies",
		},
		Since: "0.1.0",
	}, proof.Rule{
		Pass: func(p facts.Probe) string {
			return "blocked by address and by Service, open to whom a policy lets in" + within(p)
		},
		Gap: func(_ facts.Probe, failed []facts.Trial) string {
			if open(failed) {
				return "a NetworkPolicy that lets nothing in does not keep others out"
			}
			return "NetworkPolicies block more than they say"
		},
	})
}

// PolicyEgressEnforced asks whether a NetworkPolicy keeps anybody in.
func PolicyEgressEnforced() check.Check {
	return proof.Check(check.Check{
		ID:    "network/policy-egress-enforced",
		Title: "A NetworkPolicy that lets nothing out but DNS does just that",
		Doc: `What leaves a pod is blocked by another part of an engine than what enters it, and some
engines have only the latter. A policy for egress that nobody enforces lets a pod that was
taken over call home.

The probe's clients reach a server from two nodes, and look a name up. Then a policy is put
on them that lets nothing out but DNS: the server must be out of reach within 60 seconds, by
its pod's address and by its Service's, and names must still resolve. With the policy
removed, the server must be in reach again. Where the server is not reached or the name not
found before any policy, nothing is proven, and the check is unknown.

It does not see policies of a kind of their own, rules with address blocks or names, and
only the nodes that it picked.`,
		Tier:        check.TierMust,
		Remediation: enforcing,
		Links: []string{
			"https://kubernetes.io/docs/concepts/services-networking/network-policies/#default-deny-all-egress-traffic",
			"https://github.com/kubernetes-sigs/kube-network-policies",
		},
		Since: "0.1.0",
	}, proof.Rule{
		Follows: "network/policy-ingress-enforced",
		Pass: func(p facts.Probe) string {
			return "nothing got out but DNS" + within(p)
		},
		Gap: func(_ facts.Probe, failed []facts.Trial) string {
			if open(failed) {
				return "a NetworkPolicy that lets nothing out but DNS does not hold others in"
			}
			return "NetworkPolicies for egress block more than they say"
		},
	})
}

// open reports whether something got through that should have been blocked.
func open(failed []facts.Trial) bool {
	for _, t := range failed {
		if t.Expected == facts.Blocked {
			return true
		}
	}
	return false
}

// within says how long a policy took until it held.
func within(p facts.Probe) string {
	m, ok := p.Measure("time to enforce")
	if !ok {
		return ""
	}
	return fmt.Sprintf(", within %s of the policy", text.Counted(max((m.Value+999)/1000, 1), "second", "seconds"))
}
