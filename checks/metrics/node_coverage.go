package metrics

import (
	"fmt"

	"github.com/kready/kready/checks/proof"
	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/text"
)

// NodeCoverage asks whether the metrics API really knows all nodes.
func NodeCoverage() check.Check {
	return proof.Check(check.Check{
		ID:    "metrics/node-coverage",
		Title: "Every node reports its use, and so do new pods",
		Doc: `HorizontalPodAutoscalers and ` + "`kubectl top`" + ` see only what the metrics API has figures of.
The API can be available and still lack nodes: a kubelet whose certificate is not accepted,
or whose port 10250 is closed, is left out, and the pods on it are scaled by nothing.

The probe asks metrics.k8s.io for all nodes that are ready and older than two minutes,
virtual ones left out, and waits up to 60 seconds for each of them to be there. Then it waits
up to 90 seconds for figures of the probe's own pods, which have just started, on up to
three nodes.`,
		Tier:     check.TierMust,
		Requires: []string{"metrics/resource-metrics"},
		Remediation: `Look into the log of the metrics server (` + "`kubectl -n kube-system logs deploy/metrics-server`" + `): it
names the kubelets that it cannot ask. Give the kubelets certificates that the cluster's CA
signs (` + "`serverTLSBootstrap: true`" + ` and an approver), and open TCP 10250 from the metrics
server to every node.`,
		Links: []string{
			"https://github.com/kubernetes-sigs/metrics-server/blob/master/KNOWN_ISSUES.md",
			"https://kubernetes.io/docs/tasks/debug/debug-cluster/resource-metrics-pipeline/",
		},
		Since: "0.1.0",
	}, proof.Rule{
		Pass: func(p facts.Probe) string {
			nodes, _ := p.Measure("nodes")
			return fmt.Sprintf("there are figures of %s and of the pods that had just started", text.Counted(nodes.Value, "node", "nodes"))
		},
		Gap: func(p facts.Probe, failed []facts.Trial) string {
			if failed[0].FromNode == "" {
				return "the metrics API has no figures"
			}
			return fmt.Sprintf("the metrics API lacks figures on %s", text.Counted(proof.NodesOf(failed), "node", "nodes"))
		},
	})
}
