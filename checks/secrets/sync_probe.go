// Package secrets holds the checks of how Secrets come to be.
package secrets

import (
	"github.com/kready/kready/checks/proof"
	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
)

// SyncProbe asks whether External Secrets really makes a Secret.
func SyncProbe() check.Check {
	return proof.Check(check.Check{
		ID:    "secrets/sync-probe",
		Title: "The operator makes a Secret out of its source",
		Doc: `A service that lands waits for its Secret. The operator can be healthy by all its own signs and make none:
its webhook refuses, its rights do not reach new namespaces, or it looks at some namespaces only.

The probe creates a SecretStore of External Secrets' fake provider, which holds its value itself, and an
ExternalSecret, and waits up to 60 seconds for that to be Ready. The Secret is not read. This proves the
operator and no vault: those are the matter of secrets/stores-ready. Other operators cannot be tried
without a vault of theirs.`,
		Tier: check.TierShould,
		Remediation: `` + "`kubectl describe`" + ` an ExternalSecret that is not Ready. Look whether the operator runs with a class or a
namespace of its own (` + "`--controller-class`, `--namespace`" + `), and at its log.`,
		Links: []string{
			"https://external-secrets.io/latest/provider/fake/",
			"https://external-secrets.io/latest/guides/controller-class/",
		},
		Since: "0.1.0",
	}, proof.Rule{
		Pass: func(p facts.Probe) string {
			took, _ := p.Measure("time to a Secret")
			return "External Secrets made a Secret in " + proof.Seconds(took.Value)
		},
		Gap: func(p facts.Probe, failed []facts.Trial) string {
			return proof.With("External Secrets makes no Secret", failed[0].Detail)
		},
	})
}
