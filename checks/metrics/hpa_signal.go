package metrics

import (
	"github.com/kready/kready/checks/proof"
	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
)

// HPASignal asks whether an autoscaler gets to see the use of pods.
func HPASignal() check.Check {
	return proof.Check(check.Check{
		ID:    "metrics/hpa-signal",
		Title: "A HorizontalPodAutoscaler sees the CPU use of pods",
		Doc: `An autoscaler that sees no metric keeps the number of pods as it is, and says so in a condition that
nobody reads. Between the metrics API, which may be in order, and its decision lies the controller, with
rights and settings of its own.

The probe creates an autoscaler for one of its own servers, by 50 % of the CPU that it requests, with 1 as its
minimum and maximum, and waits up to two minutes until the condition ScalingActive is True: a new pod's
figures come late, and the controller does not trust them at once.

It proves nothing of custom and external metrics, nor that there would be room for more pods.`,
		Tier:     check.TierShould,
		Requires: []string{"metrics/resource-metrics"},
		Remediation: `The condition's message, in the finding, tells what the controller misses. "unable to fetch metrics
from resource metrics API" is the metrics API, or the controller's right to read it; "missing request for
cpu" is not the probe's pod, which has one, but a container that a webhook put into it.`,
		Links: []string{
			"https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/",
			"https://kubernetes.io/docs/tasks/debug/debug-cluster/resource-metrics-pipeline/",
		},
		Since: "0.2.0",
	}, proof.Rule{
		Follows: "metrics/node-coverage",
		Pass: func(p facts.Probe) string {
			took, _ := p.Measure("time to a metric")
			return "an autoscaler saw the CPU use of a pod after " + proof.Seconds(took.Value)
		},
		Gap: func(facts.Probe, []facts.Trial) string {
			return "an autoscaler did not get to see the CPU use of a pod that runs"
		},
	})
}
