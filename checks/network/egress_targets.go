package network

import (
	"fmt"

	"github.com/kready/kready/checks/proof"
	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/text"
)

// EgressTargets asks whether pods reach the targets that they need outside of the cluster.
func EgressTargets() check.Check {
	return proof.Check(check.Check{
		ID:    "network/egress-targets",
		Title: "Pods reach the targets outside of the cluster that they need",
		Doc: `A database, a payment provider, an identity provider: a service that lands without its way to them fails
at its first request. Firewalls and NAT differ by zone and by node group.

The probe opens a TCP connection from a pod on each of up to three nodes, in as many zones as there are, to
each target that ` + "`intents.egress`" + ` in kready.yaml names. It sends nothing: whether the right server answers, and
takes the service's credentials, is not looked at. Proxies are not used: a cluster whose pods leave through a proxy
names the proxy. Policies that select the pods of a service do not hold for the probe's.`,
		Tier: check.TierShould,
		Remediation: `Follow the way of a packet from the node that the finding names: default policies on egress, the route
and the NAT gateway of its subnet, the firewall's list of what may leave, and the target's own list of who may
come. "lookup of" in the finding means that the name was not found at all: look at ` + "`dns/external`" + ` first.`,
		Links: []string{
			"https://kubernetes.io/docs/concepts/cluster-administration/networking/",
			"https://kubernetes.io/docs/concepts/services-networking/network-policies/",
		},
		Since: "0.2.0",
	}, proof.Rule{
		Pass: func(p facts.Probe) string {
			return fmt.Sprintf("a connection was opened to %s from %s", text.Counted(targets(p.Trials), "target", "targets"), text.Counted(proof.Nodes(p), "node", "nodes"))
		},
		Gap: func(p facts.Probe, failed []facts.Trial) string {
			return fmt.Sprintf("no connection to %s from %s", text.Share(targets(failed), targets(p.Trials), "target", "targets"), text.Counted(proof.NodesOf(failed), "node", "nodes"))
		},
	})
}

// targets counts the different things that were tried.
func targets(trials []facts.Trial) int {
	seen := map[string]bool{}
	for _, t := range trials {
		seen[t.What] = true
	}
	return len(seen)
}
