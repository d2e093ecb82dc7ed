package identity

import (
	"github.com/kready/kready/checks/proof"
	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
)

// Mutates asks whether the identity webhook really changes pods.
func Mutates() check.Check {
	return proof.Check(check.Check{
		ID:    "identity/mutates",
		Title: "A pod that asks for an identity of the cloud is given it",
		Doc: `On EKS and AKS a webhook gives a pod the token and the role of its ServiceAccount as it is created.
On EKS it fails open: a pod that it did not see starts without, and falls back to the node's
credentials or to none.

The probe creates a ServiceAccount that asks for a role that nobody has, and asks the API server
for a pod with it in a dry run. The pod has to come back with the webhook's variables and a
projected token. Nothing runs, and the cloud is not asked: whether a role trusts the cluster is
not tried. EKS Pod Identity, which works by associations, is not tried either.`,
		Tier: check.TierMust,
		Remediation: `Bring the webhook's pods back, and let the API server reach them. ` + "`kubectl describe`" + ` its
MutatingWebhookConfiguration: a selector may leave the pods out.`,
		Links: []string{
			"https://docs.aws.amazon.com/eks/latest/userguide/iam-roles-for-service-accounts.html",
			"https://azure.github.io/azure-workload-identity/docs/installation/mutating-admission-webhook.html",
		},
		Since: "0.1.0",
	}, proof.Rule{
		Pass: func(p facts.Probe) string {
			return "a pod in a dry run came back with the identity that its ServiceAccount asks for"
		},
		Gap: func(p facts.Probe, failed []facts.Trial) string {
			return "a pod that asks for an identity is not given it"
		},
	})
}
