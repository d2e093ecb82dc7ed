// Package identity holds the checks of how pods prove who they are.
package identity

import (
	"fmt"

	"github.com/kready/kready/checks/proof"
	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/text"
)

// IMDSBlocked asks whether the metadata service gives pods the node's credentials.
func IMDSBlocked() check.Check {
	return proof.Check(check.Check{
		ID:    "identity/imds-blocked",
		Title: "Pods do not get at the credentials of their node",
		Doc: `The cloud gives each node credentials, at an address that every pod can try. Where it answers, one
service with a hole in it is enough to act as the node: pull every image, read every disk, detach
network interfaces.

The probe asks from an ordinary pod on each of up to three nodes, and never for a credential: on
AWS for the list of roles, with IMDSv2 and without; on Google Cloud for the name of the account,
where GKE's own metadata server is expected to answer by the pod's identity; on Azure for the
machine's description, which is guarded no less than its tokens. Bodies are not kept. Before that
the pod has to reach another one, so that a pod without a network proves nothing.

Pods on the host's network always get there, and are not tried. Nodes of other providers are not
looked at.`,
		Tier: check.TierMust,
		Remediation: `AWS: require IMDSv2 with a hop limit of 1 (` + "`httpPutResponseHopLimit: 1`" + ` in the launch template). Google
Cloud: enable Workload Identity with ` + "`--workload-metadata=GKE_METADATA`" + ` on each node pool. Azure, and
everywhere else: a NetworkPolicy that keeps pods from 169.254.169.254/32, after pods that need the
cloud have an identity of their own.`,
		Links: []string{
			"https://docs.aws.amazon.com/eks/latest/best-practices/identity-and-access-management.html",
			"https://cloud.google.com/kubernetes-engine/docs/concepts/workload-identity",
			"https://learn.microsoft.com/azure/aks/workload-identity-overview",
		},
		Since: "0.1.0",
	}, proof.Rule{
		Pass: func(p facts.Probe) string {
			return fmt.Sprintf("the metadata service gives pods no credentials of %s", text.Counted(proof.Nodes(p), "node", "nodes"))
		},
		Gap: func(p facts.Probe, failed []facts.Trial) string {
			return fmt.Sprintf("pods get at the node's credentials on %s", text.Counted(proof.NodesOf(failed), "node", "nodes"))
		},
	})
}
