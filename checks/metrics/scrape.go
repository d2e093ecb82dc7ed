package metrics

import (
	"fmt"

	"github.com/kready/kready/checks/proof"
	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
)

// Scrape asks whether a new target is scraped and can be queried.
func Scrape() check.Check {
	return proof.Check(check.Check{
		ID:    "metrics/scrape",
		Title: "Prometheus scrapes the target of a new ServiceMonitor",
		Doc: `Between a ServiceMonitor and a graph lie the operator, which must select it; Prometheus' rights to find endpoints in the
namespace; the network to the pod; relabelling that may drop it; and limits on targets and samples. None of them says that
a target is missing.

The probe makes a Service in front of one of its own servers, and a ServiceMonitor with the labels that Prometheus selects, in
a new namespace with the labels that it selects where it does not take all; and asks Prometheus from a pod, by a Service that leads to it, for up to three and
a half minutes until the metric is there. Where a query of no target is not answered at first, nothing is proven:
` + "`probes.prometheusURL`" + ` in kready.yaml says where Prometheus is asked. Up to three servers of the Prometheus operator
are tried, of those that take ServiceMonitors of namespaces that are new.`,
		Tier: check.TierShould,
		Remediation: `See whether the operator took the ServiceMonitor (its log, and the status of Prometheus), then whether the target is under
"Target health" of Prometheus: it may be dropped by relabelling, not be found for want of rights in the namespace, or not be
reached.

    kubectl get clusterrolebindings -o wide | grep prometheus`,
		Links: []string{"https://prometheus-operator.dev/docs/platform/troubleshooting/"},
		Since: "0.2.0",
	}, proof.Rule{
		Pass: func(p facts.Probe) string {
			took, _ := p.Measure("time to a scrape")
			return fmt.Sprintf("a new target was scraped and could be queried after %s", proof.Seconds(took.Value))
		},
		Gap: func(facts.Probe, []facts.Trial) string { return "a new target that Prometheus selects is not scraped" },
	})
}
