package certificates

import (
	"github.com/kready/kready/checks/proof"
	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
)

// Issue asks whether a certificate is really issued.
func Issue() check.Check {
	return proof.Check(check.Check{
		ID:    "certificates/issue",
		Title: "cert-manager issues a certificate",
		Doc: `Between a Certificate and its Secret are a controller, an approver and a signer. Any of them can
stand still without a word, and the certificates that there are go on working until they run
out, all in the same week.

The probe creates an Issuer that signs by itself and a Certificate in its own namespace, and
waits up to 60 seconds for it to be Ready. Nobody outside is asked: this proves cert-manager
itself, and no CA or ACME server. An approver that denies requests in a new namespace makes a
gap, and the finding says so.`,
		Tier:     check.TierMust,
		Requires: []string{"certificates/cert-manager-healthy"},
		Remediation: `` + "`kubectl describe`" + ` a CertificateRequest that is not ready: its conditions name the step that is
missing. Bring back cert-manager's controller; with approver-policy, allow what was denied.`,
		Links: []string{
			"https://cert-manager.io/docs/installation/kubectl/#verify",
			"https://cert-manager.io/docs/troubleshooting/",
		},
		Since: "0.1.0",
	}, proof.Rule{
		Pass: func(p facts.Probe) string {
			took, _ := p.Measure("time to a certificate")
			return "a certificate was issued in " + proof.Seconds(took.Value)
		},
		Gap: func(p facts.Probe, failed []facts.Trial) string {
			return proof.With("no certificate is issued", failed[0].Detail)
		},
	})
}
