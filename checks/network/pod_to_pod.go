package network

import (
	"fmt"

	"github.com/kready/kready/checks/proof"
	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/text"
)

// PodToPod asks whether pods on different nodes really reach each other.
func PodToPod() check.Check {
	return proof.Check(check.Check{
		ID:    "network/pod-to-pod",
		Title: "Pods on different nodes reach each other",
		Doc: `Every other battery rests on this: a pod reaches each other pod by its address, on
whatever node. A firewall between two nodes, a blocked overlay port or a wrong MTU breaks
it for some pairs only, and nothing in the API says so.

The probe puts a server and a client on up to three nodes, one a zone where there are
zones. Each client asks each server on another node: HTTP, a datagram that has to come
back, and a body of 1 MiB, which shows an MTU that is too large. An answer counts when
three in a row are right.

It does not see nodes that it did not pick, nodes whose taints keep ordinary pods away,
or traffic of pods with a security group of their own.`,
		Tier: check.TierMust,
		Remediation: `The findings name the pairs of nodes. Between those, open the CNI's ports (VXLAN: UDP
8472 or 4789, Geneve: UDP 6081, WireGuard: UDP 51820, BGP: TCP 179, as your CNI's guide
lists them) in security groups and host firewalls, in both directions.

If only the 1 MiB body fails, the MTU of the pods' network is too large for the way
between the nodes: lower it in the CNI's configuration.`,
		Links: []string{
			"https://kubernetes.io/docs/concepts/cluster-administration/networking/",
			"https://kubernetes.io/docs/concepts/services-networking/#the-kubernetes-network-model",
		},
		Since: "0.1.0",
	}, proof.Rule{
		Pass: func(p facts.Probe) string {
			return fmt.Sprintf("HTTP, UDP and 1 MiB got through on %s", text.Counted(proof.Paths(p), "path between nodes", "paths between nodes"))
		},
		Gap: func(p facts.Probe, failed []facts.Trial) string {
			return "pods do not reach each other on " + text.Share(proof.Paths(facts.Probe{Trials: failed}), proof.Paths(p), "path between nodes", "paths between nodes")
		},
	})
}
