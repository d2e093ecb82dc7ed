package target

import (
	"crypto/tls"
	"crypto/x509"
	"sync"

	"github.com/kready/kready/internal/facts"
)

// proof keeps the certificate by which the API server, or what stands before it, proved itself in
// the first response.
type proof struct {
	mutex       sync.Mutex
	answered    bool
	certificate *x509.Certificate
}

// note keeps the certificate of the first response; nil for one that came without TLS.
func (p *proof) note(state *tls.ConnectionState) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	if p.answered {
		return
	}
	p.answered = true
	if state != nil && len(state.PeerCertificates) > 0 {
		p.certificate = state.PeerCertificates[0]
	}
}

// Proven is a source whose server may prove itself by a certificate.
type Proven interface {
	// ServingCertificate returns the certificate of the first response; nil where that came without TLS. An
	// error is a *ReadError: there was none, or the source has no server.
	ServingCertificate() (*x509.Certificate, error)
}

// ServingCertificate returns the API server's certificate.
func (l *live) ServingCertificate() (*x509.Certificate, error) {
	l.proved.mutex.Lock()
	defer l.proved.mutex.Unlock()
	if !l.proved.answered {
		return nil, &ReadError{Reason: facts.ReasonUnavailable, Message: "there was no response"}
	}
	return l.proved.certificate, nil
}

// CertificateOf returns the certificate of a source's server.
func CertificateOf(src Source) (*x509.Certificate, error) {
	if proven, ok := src.(Proven); ok {
		return proven.ServingCertificate()
	}
	return nil, &ReadError{Reason: facts.ReasonNotContained, Message: "objects do not tell the certificate of the API server"}
}
