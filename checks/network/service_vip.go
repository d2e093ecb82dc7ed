package network

import (
	"fmt"

	"github.com/kready/kready/checks/proof"
	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/text"
)

// ServiceVIP asks whether the virtual addresses of Services lead to their pods.
func ServiceVIP() check.Check {
	return proof.Check(check.Check{
		ID:    "network/service-vip",
		Title: "Services lead to their pods, from every node, and from a pod to itself",
		Doc: `A Service is an address that nobody has: on each node, kube-proxy or its replacement
turns it into one of the pods behind. A node on which that stopped working sends requests
into the void, while the API shows everything Ready.

The probe sends 20 requests from each of up to three nodes to a Service with a pod on each
of them: all must be answered, and not all by one pod. A pod calls itself through its own
Service, which takes a detour of its own (hairpin). A Service without an address must
stand for exactly its pods; when its name is not answered for at all, that is the matter
of ` + "`dns/internal`" + `.

It does not see NodePorts, load balancers, session affinity or topology hints.`,
		Tier: check.TierMust,
		Remediation: `Look at the agent that programs Services on the node that the findings name:

    kubectl -n kube-system get pods -o wide -l k8s-app=kube-proxy
    kubectl -n kube-system logs -l k8s-app=kube-proxy --tail=50

With Cilium or another replacement, look at its agent there instead. If only the pod that
calls itself fails, switch on hairpin mode in the CNI's bridge or plugin.`,
		Links: []string{
			"https://kubernetes.io/docs/reference/networking/virtual-ips/",
			"https://kubernetes.io/docs/tasks/debug/debug-application/debug-service/",
		},
		Since: "0.1.0",
	}, proof.Rule{
		Follows: "network/pod-to-pod",
		Pass: func(p facts.Probe) string {
			return "every request to a Service was answered, on " + text.Counted(proof.Nodes(p), "node", "nodes")
		},
		Gap: func(_ facts.Probe, failed []facts.Trial) string {
			return fmt.Sprintf("Services do not lead where they should, as seen from %s", text.Counted(proof.Nodes(facts.Probe{Trials: failed}), "node", "nodes"))
		},
	})
}
