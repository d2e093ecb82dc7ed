package policy

import (
	"fmt"

	"github.com/kready/kready/checks/proof"
	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
)

// AdmissionLatency asks how much time admission adds to requests.
func AdmissionLatency() check.Check {
	return proof.Check(check.Check{
		ID:    "policy/admission-latency",
		Title: "Admission adds little time to requests",
		Doc: `Every webhook that is called for an object is a request of its own, one after the other for those that
change it. A chart of a hundred objects, a rollout of a thousand pods, and the API server's own controllers wait
for each.

The probe makes ten dry runs each of a pod, a Deployment and a Service, in the probes' namespace, one after the other, and
compares the slowest but one with a read. More than 500 ms, a limit of kready's own, is a gap. Webhooks
that leave the namespace out by its labels are not measured, and the time is that of one moment.`,
		Tier: check.TierCould,
		Remediation: `List the webhooks that are called for the kind that was slow, and narrow each to what it needs, by
` + "`rules`" + `, ` + "`objectSelector`" + ` and ` + "`namespaceSelector`" + `:

    kubectl get mutatingwebhookconfigurations,validatingwebhookconfigurations

Give slow ones more replicas or CPU. The API server's metric apiserver_admission_webhook_admission_duration_seconds
tells the time of each.`,
		Links: []string{
			"https://kubernetes.io/docs/concepts/cluster-administration/admission-webhooks-good-practices/",
			"https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/",
		},
		Since: "0.2.0",
	}, proof.Rule{
		Pass: func(p facts.Probe) string {
			adds, _ := p.Measure("added by admission")
			return fmt.Sprintf("it added up to %d ms to dry runs of a pod, a Deployment and a Service", adds.Value)
		},
		Gap: func(p facts.Probe, _ []facts.Trial) string {
			adds, _ := p.Measure("added by admission")
			return fmt.Sprintf("it added up to %d ms to a request that creates one object", adds.Value)
		},
	})
}
