package certificates

import (
	"fmt"

	"github.com/kready/kready/checks/proof"
	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/text"
)

// TLSSecretsExpiry asks whether the certificates that are served for hosts are for them, and do not expire soon.
func TLSSecretsExpiry() check.Check {
	return proof.Check(check.Check{
		ID:    "certificates/tls-secrets-expiry",
		Title: "Certificates that are served for hosts are for these, and do not expire soon",
		Doc: `A certificate that somebody put into a Secret by hand expires on a day that nobody has in mind, and a host whose
Secret is missing is served with the controller's default certificate, which clients refuse. Neither shows in any object that may
be read without reading Secrets, which kready never does.

The probe makes a TLS handshake from a pod, for each host with TLS of Ingresses and of HTTPS listeners of Gateways, at the Service of
the class's controller or at the Gateway, and looks at the certificate that it shows: it must be for the host, and
have ` + "`certificateExpiryDays`" + ` of kready.yaml left, or a tenth of its life if that is less. Up to 60 hosts are asked for; where
there are more, a pass is unknown instead.

Who issued it is not verified: pods do not know whom your clients trust. Hosts whose TLS ends at a load balancer before the cluster,
listeners without a hostname, objects that are so new that the certificate may still be on its way, and hosts in objects of a controller's own kind,
such as IngressRoute, are not asked for. A controller that makes no handshake with a pod for any host, because it expects PROXY
protocol or a policy stops the pod, is unknown.`,
		Tier: check.TierShould,
		Remediation: `Renew the certificate that has expired or soon will, in the Secret that ` + "`spec.tls`" + ` or the listener names; or let
cert-manager make and renew it. Where the certificate is for other names, look whether the Secret exists in the Ingress' namespace and
is for the host: without it a controller shows its default certificate.

    kubectl -n NAMESPACE describe ingress`,
		Links: []string{
			"https://kubernetes.io/docs/concepts/services-networking/ingress/#tls",
			"https://gateway-api.sigs.k8s.io/guides/tls/",
			"https://cert-manager.io/docs/usage/ingress/",
		},
		Since: "0.2.0",
	}, proof.Rule{
		Judge: func(_ *facts.Input, p facts.Probe) (check.Outcome, bool) {
			left, _ := p.Measure("hosts that were not tried")
			if left.Value == 0 {
				return check.Outcome{}, false
			}
			return check.Unknown(fmt.Sprintf("the certificates of %s are good, and %s not asked for", text.Counted(len(p.Trials), "host", "hosts"), text.Counted(left.Value, "host was", "hosts were"))), true
		},
		Pass: func(p facts.Probe) string {
			out := fmt.Sprintf("%s served with a certificate for it", text.Counted(len(p.Trials), "host is", "hosts are"))
			if first, there := p.Measure("days until the first expires"); there {
				out += fmt.Sprintf(", and the first of these expires in %s", text.Counted(first.Value, "day", "days"))
			}
			return out
		},
		Gap: func(p facts.Probe, failed []facts.Trial) string {
			return fmt.Sprintf("no certificate that is for the host and has enough time left is served for %s", text.Share(len(failed), len(p.Trials), "host", "hosts"))
		},
	})
}
