package policy

import (
	"github.com/kready/kready/checks/proof"
	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/text"
)

// WebhooksAnswer asks whether strict webhooks answer the API server.
func WebhooksAnswer() check.Check {
	return proof.Check(check.Check{
		ID:    "policy/webhooks-answer",
		Title: "Strict webhooks answer when objects of services are made",
		Doc: `A webhook with ` + "`failurePolicy: Fail`" + ` that does not answer stops every request that it is called
for. Ready endpoints do not show that it does: the port may be another, the server may speak no
TLS, its certificate may be one that the API server does not trust, or a firewall may stand between.

The probe asks the API server for a pod, a Deployment and a Service in dry runs, each where a
strict webhook is called for its kind: in the probes' own namespace, and for the pod in up to 20
namespaces of applications as well, since webhooks select by namespace. The request goes
through all of admission, and nothing is created. It is a gap when a webhook gives no answer
for 20 seconds; the finding names it, with what the API server says. A refusal is an answer,
but others may not have been asked then, and the probe comes to no verdict. Webhooks with
` + "`failurePolicy: Ignore`" + ` fail without a word, here too; those for other kinds are not called.`,
		Tier: check.TierMust,
		Remediation: `What the API server says of the call tells where to look: "x509" or "certificate" is the CA
bundle (` + "`policy/webhook-backends`" + ` and ` + "`certificates/webhook-ca`" + `), "http: server gave HTTP response to
HTTPS client" a server without TLS or the wrong port, "connection refused" the port of the Service,
"context deadline exceeded" a firewall or a NetworkPolicy on the way from the control plane.

    kubectl get validatingwebhookconfigurations,mutatingwebhookconfigurations

To let requests through while you repair it, and with its owner's consent, set the
webhook's ` + "`failurePolicy`" + ` to Ignore.`,
		Links: []string{
			"https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/#failure-policy",
			"https://kubernetes.io/docs/concepts/cluster-administration/admission-webhooks-good-practices/",
		},
		Since: "0.1.0",
	}, proof.Rule{
		Pass: func(p facts.Probe) string {
			return "every strict webhook that was called answered, in " + text.Counted(len(p.Trials), "dry run", "dry runs") + namespacesLeftOut(p)
		},
		Gap: func(p facts.Probe, failed []facts.Trial) string {
			return "a strict webhook gives no answer in " + text.Share(len(failed), len(p.Trials), "dry run", "dry runs") + namespacesLeftOut(p)
		},
	})
}

// namespacesLeftOut says how many namespaces were too many to try.
func namespacesLeftOut(p facts.Probe) string {
	if m, ok := p.Measure("namespaces left out"); ok {
		return "; " + text.Counted(m.Value, "namespace was not tried", "namespaces were not tried")
	}
	return ""
}
