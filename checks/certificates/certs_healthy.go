package certificates

import (
	"context"
	"fmt"
	"time"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/text"
)

// shortestShare is the part of a short lifetime that stands for the threshold: a certificate
// of a few hours is judged by its own measure.
const shortestShare = 10

// CertsHealthy asks whether cert-manager keeps the promises of its Certificates.
func CertsHealthy() check.Check {
	return check.Check{
		ID:    "certificates/certs-healthy",
		Title: "Every Certificate is ready and renewed in time",
		Doc: `A Certificate that is not Ready has no Secret that a pod could mount, or one that no longer
fits. One whose renewal fails looks well until the day on which it expires, often weeks
after the cause, and then every client turns away at once.

Each Certificate of cert-manager must have a Ready condition that is True, 15 minutes after
it was made or changed. ` + "`status.renewalTime`" + ` must not be more than an hour ago. A certificate
for which no renewal is planned must have 7 days left, or a tenth of its lifetime if that is
less, so that certificates of a few hours are judged by their own measure. Certificates
whose issuer is not Ready are left to certificates/issuers-ready, and all of them to
certificates/cert-manager-healthy while a part of cert-manager is down.

What the Challenge of an ACME server says is repeated, where one waits for the Certificate.

The Secrets are not read: that a pod uses the certificate it has is not seen. Nor are
certificates that cert-manager knows nothing of.`,
		Level:         check.LevelHealthy,
		Tier:          check.TierMust,
		Reads:         facts.Fields{facts.KindCertificates, facts.KindIssuers, facts.KindNodes, facts.KindWorkloads},
		OptionalReads: facts.Fields{facts.KindProductResources},
		Requires:      []string{"certificates/issuer-present"},
		StandsWithout: check.StandsWithout{Any: []facts.Portion{"workloads/cronjobs", "workloads/pods"}, Gap: []facts.Portion{"certificates"}},
		Remediation: `Follow the chain until something says why:

    kubectl -n NAMESPACE describe certificate NAME
    kubectl -n NAMESPACE get certificaterequest,order,challenge

When the cause is gone, ` + "`cmctl renew NAME`" + ` does not wait for the next attempt. Delete
Certificates that nothing uses any more.`,
		Remedies: []check.Remedy{{State: stateNoIssuer, Text: `Make the issuer that the finding names, or name one that is there in ` + "`spec.issuerRef`" + `: its kind is Issuer, in
the same namespace, unless it says ` + "`kind: ClusterIssuer`" + `:

    kubectl get clusterissuers,issuers -A
    kubectl -n NAMESPACE describe certificate NAME`}, {State: stateChallenged, Text: `Mend what the Challenge says. For HTTP-01 the host must lead to the ingress controller of the solver, from the internet and
from within the cluster, by port 80; for DNS-01 cert-manager needs rights in the zone, and servers of names that it can ask:

    kubectl -n NAMESPACE describe challenges
    kubectl -n NAMESPACE describe certificate NAME`}},
		Links: []string{"https://cert-manager.io/docs/troubleshooting/", "https://cert-manager.io/docs/usage/certificate/"},
		Since: "0.1.0",
		Run:   runCertsHealthy,
	}
}

func runCertsHealthy(_ context.Context, in *facts.Input) (check.Outcome, error) {
	if down := managerDown(in); down != "" {
		return check.Skip(down + ": see certificates/cert-manager-healthy"), nil
	}
	broken := brokenIssuers(in.Issuers)
	var gaps, withoutStatus []check.Finding
	var states []string
	judged, left, waiting := 0, 0, 0
	for i := range in.Certificates {
		c := &in.Certificates[i]
		if broken[issuer{c.IssuerGroup, c.IssuerKind, c.Namespace, c.IssuerName}] || broken[issuer{c.IssuerGroup, c.IssuerKind, "", c.IssuerName}] {
			left++
			continue
		}
		judged++
		finding := check.Finding{Object: facts.ObjectRef{Kind: "Certificate", Namespace: c.Namespace, Name: c.Name}}
		switch fault, state := faultOf(c, in.CollectedAt, in.Thresholds.OrDefault()); state {
		case faulty:
			finding.Message = fault
			more, state := reasonFor(c, in)
			if finding.Message += more; state != "" {
				states = append(states, state)
			}
			gaps = append(gaps, finding)
		case statusless:
			finding.Message = fault
			withoutStatus = append(withoutStatus, finding)
		case fresh:
			waiting++
		}
	}
	all := text.Counted(judged, "Certificate", "Certificates")
	switch {
	case len(in.Certificates) == 0:
		return check.Skip("there is no Certificate"), nil
	case judged == 0:
		return check.Skip("every Certificate waits for an issuer that is not ready"), nil
	case len(gaps) > 0:
		return check.Gap(fmt.Sprintf("%d of %s %s not ready, or not renewed in time", len(gaps), all, text.Are(len(gaps))), gaps...).In(states...), nil
	case len(withoutStatus) > 0:
		return check.Unknown(fmt.Sprintf("%d of %s %s without a status", len(withoutStatus), all, text.Are(len(withoutStatus))), withoutStatus...), nil
	}
	return check.Pass(fmt.Sprintf("%d of %s %s ready%s", judged-waiting, all, text.Are(judged), notes(waiting, left))), nil
}

// notes are what is mentioned although it is no gap.
func notes(waiting, left int) string {
	message := ""
	if waiting > 0 {
		message += fmt.Sprintf(", %d just asked for", waiting)
	}
	if left > 0 {
		message += fmt.Sprintf(", %d left out because the issuer is not ready", left)
	}
	return message
}

// issuer names an issuer; the namespace is empty for those of the whole cluster.
type issuer struct{ group, kind, namespace, name string }

// stateNoIssuer is that of a Certificate that names an issuer which is not there.
const stateNoIssuer = "no-issuer"

// stateChallenged is that of a Certificate for which a Challenge of an ACME server waits.
const stateChallenged = "challenged"

// reasonFor says why a Certificate is not issued, as far as other objects tell, and the state that this is.
func reasonFor(c *facts.Certificate, in *facts.Input) (more, state string) {
	if missing := withoutIssuer(c, in.Issuers); missing != "" {
		return "; " + missing, stateNoIssuer
	}
	if said := challengeOf(c, in.ProductResource(challenges).Objects); said != "" {
		return "; " + said, stateChallenged
	}
	return "", ""
}

// withoutIssuer says that none of cert-manager's issuers is the one that a Certificate names; "" when one is. Other
// issuers may be of kinds that are not read.
func withoutIssuer(c *facts.Certificate, all []facts.Issuer) string {
	namespace := c.Namespace
	switch {
	case c.IssuerGroup != "cert-manager.io" || c.IssuerName == "":
		return ""
	case c.IssuerKind == "ClusterIssuer":
		namespace = ""
	case c.IssuerKind != "Issuer":
		return ""
	}
	elsewhere := ""
	for _, i := range all {
		switch {
		case i.Group != c.IssuerGroup || i.Name != c.IssuerName:
		case i.Kind == c.IssuerKind && i.Namespace == namespace:
			return ""
		case i.Kind == "ClusterIssuer":
			elsewhere = "; a ClusterIssuer has the name"
		default:
			elsewhere = fmt.Sprintf("; an Issuer of namespace %s has the name, which serves only that namespace", i.Namespace)
		}
	}
	return fmt.Sprintf("it names %s %s, and there is none%s", c.IssuerKind, c.IssuerName, elsewhere)
}

// brokenIssuers are those without a Ready condition that is True.
func brokenIssuers(all []facts.Issuer) map[issuer]bool {
	broken := map[issuer]bool{}
	for _, i := range all {
		if i.Ready != "True" {
			broken[issuer{i.Group, i.Kind, i.Namespace, i.Name}] = true
		}
	}
	return broken
}

// states of a Certificate.
const (
	well       = iota // it is ready, and its renewal is planned or not due
	fresh             // it was asked for a moment ago
	statusless        // nothing is known of it, as in a manifest
	faulty
)

// faultOf describes what is wrong with a Certificate, and returns its state.
func faultOf(c *facts.Certificate, now time.Time, limits facts.Thresholds) (string, int) {
	since := c.Since
	if since.IsZero() {
		since = c.CreatedAt
	}
	switch {
	case c.Ready == "" && since.IsZero():
		return "it carries no status", statusless
	case c.Ready != "True" && now.Sub(since) < limits.CertificateIssuingMinutes.Duration():
		return "", fresh
	case c.Ready == "":
		return "no controller has said anything about it", faulty
	case c.Ready != "True":
		return notReady(c, since, now) + attempts(c), faulty
	case !c.NotAfter.IsZero() && !now.Before(c.NotAfter):
		return fmt.Sprintf("it has expired on %s%s", day(c.NotAfter), attempts(c)), faulty
	case !c.RenewalTime.IsZero() && now.Sub(c.RenewalTime) > limits.RenewalOverdueMinutes.Duration():
		return fmt.Sprintf("its renewal was due on %s, and it expires on %s%s", day(c.RenewalTime), day(c.NotAfter), attempts(c)), faulty
	case c.RenewalTime.IsZero() && !c.NotAfter.IsZero() &&
		c.NotAfter.Sub(now) < min(limits.CertificateExpiryDays.Duration(), c.NotAfter.Sub(c.NotBefore)/shortestShare):
		return fmt.Sprintf("it expires on %s, and no renewal is planned%s", day(c.NotAfter), attempts(c)), faulty
	}
	return "", well
}

func notReady(c *facts.Certificate, since, now time.Time) string {
	message := "not Ready"
	if !since.IsZero() {
		message += " for " + text.Duration(now.Sub(since))
	}
	switch {
	case c.Message != "":
		return message + ": " + c.Message
	case c.Reason != "":
		return message + ": " + c.Reason
	}
	return message
}

func attempts(c *facts.Certificate) string {
	if c.FailedAttempts == 0 {
		return ""
	}
	return fmt.Sprintf(" (%s to issue it failed)", text.Counted(c.FailedAttempts, "attempt", "attempts"))
}
