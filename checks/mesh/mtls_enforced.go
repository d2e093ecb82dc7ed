package mesh

import (
	"github.com/kready/kready/checks/proof"
	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
)

// MTLSEnforced asks whether plain text is really refused.
func MTLSEnforced() check.Check {
	return proof.Check(check.Check{
		ID:    "mesh/mtls-enforced",
		Title: "A server in the mesh takes no plain text from outside of it",
		Doc: `Mutual TLS that is merely offered protects nobody: whoever gets a pod into the cluster talks to every
service without a certificate, and rules by identity do not see who it is. Configuration is spread
over the mesh, namespaces and pods, and only a connection shows what is left of it.

The probe puts a server into the mesh, in a new namespace. A client in the mesh has to reach it, and
a client outside that reaches other servers must not. What it shows is the mesh's default: a
namespace may be stricter, or laxer, by rules of its own.`,
		Tier:     check.TierMust,
		Requires: []string{"mesh/present"},
		Remediation: `Move the callers into the mesh first. Then, for Istio, a PeerAuthentication with ` + "`mtls: {mode: STRICT}`" + ` in
the root namespace; for Linkerd, ` + "`proxy.defaultInboundPolicy=all-authenticated`" + `.`,
		Links: []string{
			"https://istio.io/latest/docs/tasks/security/authentication/mtls-migration/",
			"https://linkerd.io/2/features/server-policy/",
		},
		Since: "0.1.0",
	}, proof.Rule{
		Pass: func(p facts.Probe) string {
			return "a server in the mesh answered a client in it, and none outside of it"
		},
		Gap: func(p facts.Probe, failed []facts.Trial) string {
			return "a server in the mesh answers plain text from outside of it"
		},
	})
}
