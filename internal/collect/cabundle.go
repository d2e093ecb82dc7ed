package collect

import (
	"bytes"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/text"
)

// distilCA parses a bundle of PEM certificates as the API server does: what is no
// certificate is passed over, and a bundle without any cannot be used. Manifests carry
// a blank one ("Cg==") where something is meant to fill it in later.
func distilCA(bundle []byte) facts.CABundle {
	var out facts.CABundle
	if len(bytes.TrimSpace(bundle)) == 0 {
		return out
	}
	out.Given = true
	for block, rest := pem.Decode(bundle); block != nil; block, rest = pem.Decode(rest) {
		if block.Type != "CERTIFICATE" || len(block.Headers) != 0 {
			continue
		}
		if c, err := x509.ParseCertificate(block.Bytes); err == nil {
			out.Certificates = append(out.Certificates, facts.CACertificate{
				Name:      subject(c),
				NotBefore: truncateToSecond(c.NotBefore), NotAfter: truncateToSecond(c.NotAfter),
			})
		}
	}
	out.Malformed = len(out.Certificates) == 0
	return out
}

func subject(c *x509.Certificate) string {
	if c.Subject.CommonName != "" {
		return text.Truncate(c.Subject.CommonName, valueMax)
	}
	return text.Truncate(strings.Join(c.Subject.Organization, ", "), valueMax)
}

// ca is a bundle in an object without a compiled type, where it is base64.
func (r *reader) ca(path ...string) facts.CABundle {
	value, _ := r.at(path...)
	text, _ := value.(string)
	bundle, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		r.fail(path, "is not base64")
	}
	return distilCA(bundle)
}

// renewedBy says who keeps the CA bundles of an object current, as far as it carries
// that one's mark. See cert-manager.io/docs/reference/cainjector for the first.
func renewedBy(o metav1.Object) string {
	notes, labels := o.GetAnnotations(), o.GetLabels()
	for _, mark := range []struct {
		on       map[string]string
		key, who string
	}{
		{notes, "cert-manager.io/inject-ca-from", "cert-manager"},
		{notes, "cert-manager.io/inject-ca-from-secret", "cert-manager"},
		{notes, "cert-manager.io/inject-apiserver-ca", "cert-manager"},
		{notes, "service.beta.openshift.io/inject-cabundle", "OpenShift"},
		{labels, "olm.managed", "OLM"},
		{labels, "olm.owner", "OLM"},
		{labels, "webhook.kyverno.io/managed-by", "Kyverno"},
	} {
		if mark.on[mark.key] != "" {
			return mark.who
		}
	}
	if labels["control-plane"] == "elastic-operator" {
		return "ECK"
	}
	return ""
}
