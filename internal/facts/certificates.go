package facts

import "time"

// Issuer is an Issuer or ClusterIssuer of cert-manager, or one of those that other
// projects add to it.
type Issuer struct {
	// Group is "cert-manager.io", or that of an external issuer.
	Group     string    `json:"group"`
	Kind      string    `json:"kind"`
	Namespace string    `json:"namespace"`
	Name      string    `json:"name"`
	CreatedAt time.Time `json:"createdAt,omitzero"`
	// Type is how one of cert-manager's own issues: acme, ca, selfSigned, vault or
	// venafi; "" for all others.
	Type string `json:"type"`
	// Ready is True, False, Unknown, or "" when the status says nothing.
	Ready   string `json:"ready" jsonschema:"enum=,enum=True,enum=False,enum=Unknown"`
	Reason  string `json:"reason"`
	Message string `json:"message"`
}

// Certificate is one Certificate of cert-manager: a promise to keep a certificate
// fresh. The certificate itself is in a Secret and is not read.
type Certificate struct {
	Namespace string    `json:"namespace"`
	Name      string    `json:"name"`
	CreatedAt time.Time `json:"createdAt,omitzero"`
	// IssuerGroup, IssuerKind and IssuerName are spec.issuerRef, the API's defaults
	// filled in.
	IssuerGroup string `json:"issuerGroup"`
	IssuerKind  string `json:"issuerKind"`
	IssuerName  string `json:"issuerName"`
	// Secret is the name of the Secret that it is written to; "" in snapshots of an older kready.
	Secret string `json:"secret"`
	// Ready is True, False, Unknown, or "" when the status says nothing; Since is its
	// last transition. Reason and Message are empty while it is True.
	Ready   string    `json:"ready" jsonschema:"enum=,enum=True,enum=False,enum=Unknown"`
	Since   time.Time `json:"since,omitzero"`
	Reason  string    `json:"reason"`
	Message string    `json:"message"`
	// NotBefore, NotAfter and RenewalTime are zero until a certificate was issued.
	NotBefore   time.Time `json:"notBefore,omitzero"`
	NotAfter    time.Time `json:"notAfter,omitzero"`
	RenewalTime time.Time `json:"renewalTime,omitzero"`
	// FailedAttempts counts the issuances that failed one after the other.
	FailedAttempts int `json:"failedAttempts"`
}

// CABundle is the caBundle of a webhook or an aggregated API.
type CABundle struct {
	// Given is false for one that is absent, empty, or nothing but white space.
	Given bool `json:"given"`
	// Malformed marks one that holds something which is no certificate, so that the API
	// server cannot use it.
	Malformed bool `json:"malformed"`
	// Certificates are those that it holds, in its own order.
	Certificates []CACertificate `json:"certificates"`
}

// CACertificate is one certificate of a CABundle.
type CACertificate struct {
	// Name is the subject's common name, or its organisation.
	Name      string    `json:"name"`
	NotBefore time.Time `json:"notBefore,omitzero"`
	NotAfter  time.Time `json:"notAfter,omitzero"`
}

// LastExpiry returns the certificate of the bundle that expires last: while it is valid
// the bundle may be. It reports false for a bundle without certificates.
func (b *CABundle) LastExpiry() (CACertificate, bool) {
	var last CACertificate
	for _, c := range b.Certificates {
		if c.NotAfter.After(last.NotAfter) {
			last = c
		}
	}
	return last, len(b.Certificates) > 0
}

// ACMESolver is one way by which an Issuer or ClusterIssuer of cert-manager answers the challenge of an
// ACME server over HTTP: through which class of Ingress, or through which Gateways.
type ACMESolver struct {
	IssuerKind string `json:"issuerKind"`
	Namespace  string `json:"namespace"`
	Issuer     string `json:"issuer"`
	// Class is spec.ingressClassName of the Ingresses that it makes, AnnotatedClass the annotation of
	// old. Both are "" where it names no class.
	Class          string `json:"class"`
	AnnotatedClass string `json:"annotatedClass"`
	// Ingress is the one Ingress that it edits instead, by name.
	Ingress string `json:"ingress"`
	// Gateways are those that the routes which it makes attach to.
	Gateways []ObjectRef `json:"gateways"`
}
