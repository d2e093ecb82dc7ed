package collect

import (
	"context"
	"time"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/kready/kready/internal/facts"
)

const certManagerGroup = "cert-manager.io"

// issuerReads are cert-manager's own issuers, and those of projects that add to it and
// keep a Ready condition as it does.
func issuerReads() []Read {
	return []Read{
		ifServed(certManagerGroup, "issuers"), ifServed(certManagerGroup, "clusterissuers"),
		ifServed("awspca.cert-manager.io", "awspcaissuers"), ifServed("awspca.cert-manager.io", "awspcaclusterissuers"),
		ifServed("cas-issuer.jetstack.io", "googlecasissuers"), ifServed("cas-issuer.jetstack.io", "googlecasclusterissuers"),
		ifServed("certmanager.step.sm", "stepissuers"), ifServed("certmanager.step.sm", "stepclusterissuers"),
	}
}

func issuersCollector() Collector {
	return Collector{
		Facts:   facts.KindIssuers,
		Reads:   issuerReads(),
		Collect: collectIssuers,
	}
}

// collectIssuers reads what cert-manager gets certificates from.
func collectIssuers(ctx context.Context, r *Run) Fill {
	issuers := forEach(r, issuerReads(), func(r *Run, read Read) []facts.Issuer {
		return eachIfServed(ctx, r, read.Group, read.Resource, distilIssuer)
	})
	sortBy(issuers,
		func(i facts.Issuer) string { return i.Group },
		func(i facts.Issuer) string { return i.Kind },
		func(i facts.Issuer) string { return i.Namespace },
		func(i facts.Issuer) string { return i.Name })
	return func(s *facts.Snapshot) { s.Issuers = issuers }
}

func distilIssuer(o *unstructured.Unstructured) (facts.Issuer, error) {
	read := reader{fields: o.Object}
	out := facts.Issuer{
		Group: o.GroupVersionKind().Group, Kind: o.GetKind(), Namespace: o.GetNamespace(),
		Name: o.GetName(), CreatedAt: truncateToSecond(o.GetCreationTimestamp().Time),
	}
	for _, kind := range []string{"acme", "ca", "selfSigned", "vault", "venafi"} {
		if _, ok := read.at("spec", kind); ok && out.Group == certManagerGroup {
			out.Type = kind
		}
	}
	if c, ok := findCondition(read.conditions("status", "conditions"), "Ready"); ok {
		out.Ready, out.Reason, out.Message = c.Status, c.Reason, c.Message
	}
	return out, read.err
}

func certificatesCollector() Collector {
	return Collector{
		Facts:   facts.KindCertificates,
		Reads:   []Read{ifServed(certManagerGroup, "certificates")},
		Collect: collectCertificates,
	}
}

// collectCertificates reads cert-manager's Certificates: what they promise and how it
// goes, never the Secrets that hold them.
func collectCertificates(ctx context.Context, r *Run) Fill {
	certificates := eachIfServed(ctx, r, certManagerGroup, "certificates", distilCertificate)
	sortBy(certificates,
		func(c facts.Certificate) string { return c.Namespace },
		func(c facts.Certificate) string { return c.Name })
	return func(s *facts.Snapshot) { s.Certificates = certificates }
}

func distilCertificate(o *unstructured.Unstructured) (facts.Certificate, error) {
	read := reader{fields: o.Object}
	out := facts.Certificate{
		Namespace: o.GetNamespace(), Name: o.GetName(), CreatedAt: truncateToSecond(o.GetCreationTimestamp().Time),
		IssuerGroup: or(read.text("spec", "issuerRef", "group"), certManagerGroup),
		IssuerKind:  or(read.text("spec", "issuerRef", "kind"), "Issuer"),
		IssuerName:  read.text("spec", "issuerRef", "name"),
		Secret:      read.text("spec", "secretName"),
		NotBefore:   read.moment("status", "notBefore"), NotAfter: read.moment("status", "notAfter"),
		RenewalTime: read.moment("status", "renewalTime"), FailedAttempts: read.number("status", "failedIssuanceAttempts"),
	}
	if c, ok := findCondition(read.conditions("status", "conditions"), "Ready"); ok {
		out.Ready, out.Since = c.Status, c.Since
		if c.Status != "True" {
			out.Reason, out.Message = c.Reason, c.Message
		}
	}
	return out, read.err
}

// moment is a point in time; zero when there is none.
func (r *reader) moment(path ...string) time.Time {
	text := r.text(path...)
	if text == "" {
		return time.Time{}
	}
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		r.fail(path, "is not a time")
	}
	return truncateToSecond(at)
}

// or is the API's default for a value that is left out.
func or(value, fallback string) string {
	if value == "" {
		return fallback
	}
	return value
}
