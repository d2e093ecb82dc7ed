package agent

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"time"

	"github.com/kready/kready/internal/text"
)

// nameMax limits the names of a certificate that are told.
const nameMax = 40

// ServedCertificate is what a server showed in a TLS handshake.
type ServedCertificate struct {
	NotBefore time.Time `json:"b"`
	NotAfter  time.Time `json:"a"`
	// Covers says whether it is for the name that was asked for.
	Covers bool `json:"c"`
	// Subject is its common name, or the first of its names; Issuer is whoever signed it.
	Subject string `json:"s"`
	Issuer  string `json:"i"`
}

// ParseServed parses a value of a trial of kind certificate.
func ParseServed(value string) (ServedCertificate, error) {
	var c ServedCertificate
	if err := json.Unmarshal([]byte(value), &c); err != nil {
		return c, fmt.Errorf("parsing what is told of a certificate: %w", err)
	}
	return c, nil
}

// tryCertificate makes a TLS handshake at the host and port of Target. Params: host (the name that is asked for, SNI). The
// server's certificate is the answer's value; who signed it is not verified. A server that then wants one of the client has
// shown its own.
func tryCertificate(ctx context.Context, t Trial) reply {
	conn, err := (&net.Dialer{}).DialContext(ctx, "tcp", t.Target)
	if err != nil {
		return reply{err: err}
	}
	defer func() { _ = conn.Close() }()
	var shown *x509.Certificate
	client := tls.Client(conn, &tls.Config{
		ServerName: t.Params["host"], InsecureSkipVerify: true, //nolint:gosec // its dates and names are read, nothing is sent
		VerifyConnection: func(state tls.ConnectionState) error {
			if len(state.PeerCertificates) > 0 {
				shown = state.PeerCertificates[0]
			}
			return nil
		},
	})
	switch err = client.HandshakeContext(ctx); {
	case shown != nil:
		return reply{value: describeServed(shown, t.Params["host"])}
	case err != nil:
		return reply{err: fmt.Errorf("connected, and no TLS handshake: %s", explain(err))}
	}
	return reply{err: errors.New("the server shows no certificate")}
}

func describeServed(c *x509.Certificate, host string) string {
	subject := c.Subject.CommonName
	if subject == "" && len(c.DNSNames) > 0 {
		subject = c.DNSNames[0]
	}
	value, err := json.Marshal(ServedCertificate{
		NotBefore: c.NotBefore.UTC(), NotAfter: c.NotAfter.UTC(), Covers: c.VerifyHostname(host) == nil,
		Subject: text.Truncate(subject, nameMax), Issuer: text.Truncate(c.Issuer.CommonName, nameMax),
	})
	if err != nil { // dates and strings always encode
		return ""
	}
	return string(value)
}
