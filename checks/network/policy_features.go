package network

import (
	"github.com/kready/kready/checks/proof"
	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/text"
)

// PolicyFeatures asks whether more than the simplest NetworkPolicies are enforced.
func PolicyFeatures() check.Check {
	return proof.Check(check.Check{
		ID:    "network/policy-features",
		Title: "Policies with namespaceSelector, named ports and endPort mean what they say",
		Doc: `Engines differ in what they implement of NetworkPolicy. One that ignores a named port or a
range either blocks what a policy lets in, which shows, or lets in what it leaves out, which does not.

The probe puts one policy on each of four servers: one lets in another namespace by its labels, one a
port by its name, two a range of ports. It tries each server without policies, waits until what the
policies leave out is blocked, and then tries what they let in, over TCP and UDP.

ipBlock is not tried: it is meant for addresses outside of the cluster, and engines may leave out pods.
Nor are SCTP, egress, and Windows nodes. Before Kubernetes 1.22 ranges are left out.`,
		Tier: check.TierCould,
		Remediation: `Look up in the documentation of the policy engine which parts of NetworkPolicy its version implements:
endPort and named ports came late in several. Upgrade it, or write policies without them: single port
numbers in place of ranges and names.`,
		Links: []string{
			"https://kubernetes.io/docs/concepts/services-networking/network-policies/",
			"https://network-policy-api.sigs.k8s.io/",
		},
		Since: "0.2.0",
	}, proof.Rule{
		Follows: "network/policy-ingress-enforced",
		Pass: func(facts.Probe) string {
			return "policies with namespaceSelector, named ports and ranges of ports were enforced as written"
		},
		Gap: func(_ facts.Probe, failed []facts.Trial) string {
			circumstances := map[string]bool{}
			for _, t := range failed {
				circumstances[t.When] = true
			}
			return text.Counted(len(circumstances), "policy means", "policies mean") + " something else here than the API says"
		},
	})
}
