package network

import (
	"fmt"

	"github.com/kready/kready/checks/proof"
	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/text"
)

// NodePort asks whether Services of type NodePort answer at the nodes' addresses.
func NodePort() check.Check {
	return proof.Check(check.Check{
		ID:    "network/nodeport",
		Title: "Services of type NodePort answer at the nodes' addresses, as seen from pods",
		Doc: `Load balancers that know nothing of pods send their traffic to a port of the nodes. A firewall
between nodes, or a kube-proxy that listens on other addresses, cuts that path on some nodes, while
cluster IPs work.

The probe creates a Service of type NodePort in front of a pod on each of up to three nodes, and
asks it from a pod on each of them, at the primary address of each. The port is open on the nodes for
the seconds that it takes, for whoever can reach them: what answers there is the probe's echo server.

It tries nothing from outside of the cluster, and no node's other addresses: in mode nftables
kube-proxy listens on the primary one alone. Where Services of type NodePort are refused, by a quota or
a policy, it comes to no answer.`,
		Tier: check.TierCould,
		Remediation: `Let TCP 30000 to 32767, or the API server's --service-node-port-range, through between the nodes and
from the load balancers. Look at kube-proxy's ` + "`nodePortAddresses`" + ` (--nodeport-addresses): it must not
leave out the addresses that are asked. With Cilium or another replacement of kube-proxy, look at its
settings of node ports instead.`,
		Links: []string{
			"https://kubernetes.io/docs/concepts/services-networking/service/#type-nodeport",
			"https://kubernetes.io/docs/reference/networking/virtual-ips/#proxy-mode-nftables",
		},
		Since: "0.2.0",
	}, proof.Rule{
		Follows: "network/pod-to-pod",
		Pass: func(p facts.Probe) string {
			return "a Service of type NodePort answered at the addresses of " + text.Counted(nodesReached(p.Trials), "node", "nodes")
		},
		Gap: func(p facts.Probe, failed []facts.Trial) string {
			return fmt.Sprintf("a Service of type NodePort does not answer at the address of %s",
				text.Share(nodesReached(failed), nodesReached(p.Trials), "node", "nodes"))
		},
	})
}

// nodesReached counts the nodes that trials were to reach.
func nodesReached(trials []facts.Trial) int {
	seen := map[string]bool{}
	for _, t := range trials {
		if t.ToNode != "" {
			seen[t.ToNode] = true
		}
	}
	return len(seen)
}
