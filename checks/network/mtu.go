package network

import (
	"fmt"

	"github.com/kready/kready/checks/proof"
	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/text"
)

// MTU asks whether full packets get through between nodes.
func MTU() check.Check {
	return proof.Check(check.Check{
		ID:    "network/mtu",
		Title: "Full packets get through between nodes",
		Doc: `An MTU that is larger than the way between two nodes takes is the fault that looks like
none: small requests work, pings work, and whatever fills a packet hangs: TLS handshakes,
uploads, image pulls. Overlays, VPNs and peered networks each take some bytes away.

The probe sends 64 KiB each way between pods on different nodes, and one datagram as large
as the pod's interface takes, forbidden to be broken up. A path that says that it takes
less is in order: senders adapt. One that drops it without a word is a gap.

It does not see the way out of the cluster, and nothing where not even small datagrams get
through: that is ` + "`network/pod-to-pod`" + `.`,
		Tier: check.TierShould,
		Remediation: `Lower the MTU of the pods' network in the CNI's configuration to what the path takes, minus
what the overlay adds (VXLAN and Geneve 50 to 60 bytes, WireGuard 60 to 80), and restart
its agents. Or let ICMP "fragmentation needed" through where a firewall drops it.`,
		Links: []string{
			"https://kubernetes.io/docs/concepts/cluster-administration/networking/",
			"https://docs.tigera.io/calico/latest/networking/configuring/mtu",
			"https://www.rfc-editor.org/rfc/rfc2923",
		},
		Since: "0.1.0",
	}, proof.Rule{
		Follows: "network/pod-to-pod",
		Pass: func(p facts.Probe) string {
			return "full packets got through on " + text.Counted(proof.Paths(p), "path between nodes", "paths between nodes")
		},
		Gap: func(p facts.Probe, failed []facts.Trial) string {
			return fmt.Sprintf("full packets are lost on %s, where small ones get through",
				text.Share(proof.Paths(facts.Probe{Trials: failed}), proof.Paths(p), "path between nodes", "paths between nodes"))
		},
	})
}
