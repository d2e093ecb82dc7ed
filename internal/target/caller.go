package target

import (
	"crypto/x509"
	"encoding/pem"
	"os"

	"github.com/kready/kready/internal/facts"
)

// Known is a Source that knows by what it signs in.
type Known interface {
	// Groups returns the groups that the client certificate names; false where the caller signs in by something
	// else, or acts as somebody else. Every error is a *ReadError.
	Groups() (groups []string, told bool, err error)
}

// Groups returns the organisations of the client certificate, which the API server takes for groups:
// https://kubernetes.io/docs/reference/access-authn-authz/authentication/#x509-client-certificates
func (l *live) Groups() (groups []string, told bool, err error) {
	of := l.config.TLSClientConfig
	data := of.CertData
	if len(data) == 0 && of.CertFile != "" {
		if data, err = os.ReadFile(of.CertFile); err != nil {
			return nil, false, &ReadError{Reason: facts.ReasonUnavailable, Message: "the client certificate could not be read", Err: err}
		}
	}
	if block, _ := pem.Decode(data); block != nil && l.config.Impersonate.UserName == "" {
		certificate, err := x509.ParseCertificate(block.Bytes)
		if err != nil {
			return nil, false, &ReadError{Reason: facts.ReasonMalformed, Message: "the client certificate is not valid", Err: err}
		}
		return certificate.Subject.Organization, true, nil
	}
	return nil, false, nil
}

// GroupsOf returns the groups of the caller; objects of a file do not tell them.
func GroupsOf(src Source) (groups []string, told bool, err error) {
	if known, ok := src.(Known); ok {
		return known.Groups()
	}
	return nil, false, &ReadError{Reason: facts.ReasonNotContained, Message: "objects do not tell who read them"}
}
