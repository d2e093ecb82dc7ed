package logs

import (
	"fmt"

	"github.com/kready/kready/checks/proof"
	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/text"
)

// Delivery asks whether a line really gets from a pod to the backend.
func Delivery() check.Check {
	return proof.Check(check.Check{
		ID:    "logs/delivery",
		Title: "A line that a pod prints arrives where logs are kept",
		Doc: `Agents run on every node and ship nothing: a rotated password, a filter, a full disk at the
backend. All of it looks healthy until somebody needs the logs of a service that crashed.

The probe prints a line that nobody can guess from pods on up to two nodes, and asks the
backend for it from a pod inside the cluster, for up to two minutes. It knows how to ask Loki,
Elasticsearch, OpenSearch and VictoriaLogs, without a login. It finds the Service of one that
runs in this cluster; ` + "`probes.logsURL`" + ` in kready.yaml names any other, and ` + "`probes.logsTenant`" + ` the
tenant (X-Scope-OrgID). Where it cannot ask, the answer is unknown.

An agent that leaves out the probe's namespace, or samples, makes a gap here.`,
		Tier:     check.TierMust,
		Requires: []string{"logs/collector"},
		Remediation: `The agent's own log on the node that the finding names says what it cannot deliver: read its
pods' logs for errors of the output. Then look at filters of namespaces, at the tenant, and at
the backend's limits.`,
		Links: []string{
			"https://kubernetes.io/docs/concepts/cluster-administration/logging/#cluster-level-logging-architectures",
			"https://grafana.com/docs/loki/latest/reference/loki-http-api/",
		},
		Since: "0.1.0",
	}, proof.Rule{
		Pass: func(p facts.Probe) string {
			took, _ := p.Measure("time to delivery")
			return fmt.Sprintf("lines from %s were found in the backend in %s", text.Counted(proof.Nodes(p), "node", "nodes"), proof.Seconds(took.Value))
		},
		Gap: func(p facts.Probe, failed []facts.Trial) string {
			return fmt.Sprintf("lines that pods printed on %s do not arrive in the backend", text.Counted(proof.NodesOf(failed), "node", "nodes"))
		},
	})
}
