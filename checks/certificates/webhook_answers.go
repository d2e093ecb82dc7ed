package certificates

import (
	"github.com/kready/kready/checks/proof"
	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
)

// WebhookAnswers asks whether cert-manager's webhook answers the API server.
func WebhookAnswers() check.Check {
	return proof.Check(check.Check{
		ID:    "certificates/webhook-answers",
		Title: "cert-manager looks at what it is given",
		Doc: `Every Certificate and Issuer goes through cert-manager's webhook. When the API server does not
reach it, nothing can be created or changed any more; a firewall of a private control plane in
front of port 10250 is the usual reason, and the pods look healthy all the while.

The probe asks the API server for two Certificates in dry runs, so that nothing is created:
one in order has to be accepted, and one that asks for no name has to be refused by the
webhook itself. It does not apply where no webhook of cert-manager is registered.`,
		Tier: check.TierMust,
		Remediation: `` + "`cmctl check api`" + ` asks the same. Let the control plane reach the webhook's pods: open its port
(10250 by default) from the control plane to the nodes, or run the webhook on the host's network
with ` + "`webhook.hostNetwork=true`" + ` and another port where the CNI is a custom one.`,
		Links: []string{
			"https://cert-manager.io/docs/troubleshooting/webhook/",
			"https://cert-manager.io/docs/installation/compatibility/",
		},
		Since: "0.1.0",
	}, proof.Rule{
		Pass: func(p facts.Probe) string {
			return "the webhook accepted a Certificate in order and refused one that is not, in dry runs"
		},
		Gap: func(p facts.Probe, failed []facts.Trial) string {
			if failed[0].Expected == facts.Blocked {
				return "a Certificate that the webhook has to refuse is accepted: it is not asked"
			}
			return "the API server gets no answer about a Certificate"
		},
	})
}
