package collect

import (
	"cmp"
	"context"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/target"
	"github.com/kready/kready/internal/text"
)

// issuerPath is where the API server publishes by what its tokens can be verified:
// https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/#service-account-issuer-discovery
const issuerPath = "/.well-known/openid-configuration"

func servingCertificateCollector() Collector {
	return Collector{
		Facts: facts.KindServingCertificate,
		// The certificate came with the first response; nothing more is asked for.
		After:   []facts.Kind{facts.KindVersion},
		Collect: collectServingCertificate,
	}
}

// collectServingCertificate keeps what the connection to the API server showed of its certificate.
func collectServingCertificate(_ context.Context, r *Run) Fill {
	q := target.Query{Resource: "the certificate of the API server"}
	certificate, err := target.CertificateOf(r.src)
	if err != nil {
		r.fail("get", q, err)
		return nil
	}
	if certificate == nil {
		return nil
	}
	out := distilServingCertificate(certificate)
	return func(s *facts.Snapshot) { s.ServingCertificate = out }
}

func distilServingCertificate(c *x509.Certificate) facts.ServingCertificate {
	return facts.ServingCertificate{
		Shown: true, Name: commonName(c.Subject), Issuer: commonName(c.Issuer),
		NotBefore: truncateToSecond(c.NotBefore), NotAfter: truncateToSecond(c.NotAfter),
	}
}

// commonName is the common name of a subject, or else its organisations.
func commonName(n pkix.Name) string {
	return text.Truncate(cmp.Or(n.CommonName, strings.Join(n.Organization, ", ")), valueMax)
}

func tokenIssuerCollector() Collector {
	return Collector{
		Facts:   facts.KindTokenIssuer,
		Reads:   []Read{nonResource(issuerPath)},
		Collect: collectTokenIssuer,
	}
}

// collectTokenIssuer reads what the API server says of the tokens of ServiceAccounts.
func collectTokenIssuer(ctx context.Context, r *Run) Fill {
	q := target.Query{Resource: issuerPath}
	body, err := r.src.Raw(ctx, issuerPath)
	if err != nil {
		r.fail("get", q, err)
		return nil
	}
	issuer, err := distilTokenIssuer(body)
	if err != nil {
		r.fail("get", q, &target.ReadError{Reason: facts.ReasonMalformed, Message: err.Error()})
		return nil
	}
	return func(s *facts.Snapshot) { s.TokenIssuer = issuer }
}

// distilTokenIssuer reads a document of OpenID discovery.
func distilTokenIssuer(body []byte) (facts.TokenIssuer, error) {
	var document struct {
		Issuer string `json:"issuer"`
		KeysAt string `json:"jwks_uri"`
	}
	if err := json.Unmarshal(body, &document); err != nil {
		return facts.TokenIssuer{}, fmt.Errorf("the configuration of the issuer is not valid JSON: %w", err)
	}
	if document.Issuer == "" {
		return facts.TokenIssuer{}, fmt.Errorf("the configuration names no issuer")
	}
	return facts.TokenIssuer{
		Issuer: text.Truncate(redactURLs(document.Issuer), valueMax), KeysAt: text.Truncate(redactURLs(document.KeysAt), valueMax),
	}, nil
}
