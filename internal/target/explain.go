package target

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/kready/kready/internal/text"
)

// messageMax is the maximum length of a message of the server or a library.
const messageMax = 300

// explain returns in one line why the server could not be reached.
func (l *live) explain(err error) string {
	where := l.target.Server
	if text := explainCertificate(where, err); text != "" {
		return text
	}
	var op *net.OpError
	var dns *net.DNSError
	var redirect *redirectError
	switch {
	case errors.As(err, &redirect):
		return fmt.Sprintf("%s does not answer itself: %s", where, redirect)
	case errors.Is(err, errHTML):
		return fmt.Sprintf("%s answers with a web page, not as a Kubernetes API: is there a proxy or a login page in between?", where)
	case errors.As(err, &op) && op.Op == "proxyconnect":
		return fmt.Sprintf("the proxy on the way to %s does not answer: %s", where, rootCause(err))
	case errors.As(err, &dns):
		return fmt.Sprintf("%s cannot be found: no such host %q", where, dns.Name)
	case strings.Contains(err.Error(), "server gave HTTP response to HTTPS client"):
		return fmt.Sprintf("%s speaks plain HTTP where HTTPS is expected", where)
	case strings.Contains(err.Error(), "getting credentials"):
		return "the credentials cannot be obtained: " + textAfter(err.Error(), "getting credentials: ")
	case strings.Contains(err.Error(), "tls: expired certificate"), strings.Contains(err.Error(), "tls: bad certificate"):
		if text := l.clientCertificate(); text != "" {
			return text
		}
		return fmt.Sprintf("%s refuses the client certificate: %s", where, rootCause(err))
	}
	return fmt.Sprintf("%s does not answer: %s", where, rootCause(err))
}

// explainCertificate returns what is wrong with the server's certificate; "" for any other
// error.
func explainCertificate(where string, err error) string {
	var invalid x509.CertificateInvalidError
	var authority x509.UnknownAuthorityError
	var name x509.HostnameError
	var other *tls.CertificateVerificationError
	switch {
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		return fmt.Sprintf("the certificate of %s is valid from %s to %s only", where, day(invalid.Cert.NotBefore), day(invalid.Cert.NotAfter))
	case errors.As(err, &authority):
		return fmt.Sprintf("the certificate of %s is signed by an authority that the kubeconfig does not name", where)
	case errors.As(err, &name):
		return fmt.Sprintf("the certificate of %s is for another name: %s", where, strings.TrimPrefix(oneLine(name), "x509: "))
	case errors.As(err, &other):
		return fmt.Sprintf("the certificate of %s cannot be trusted: %s", where, strings.TrimPrefix(oneLine(other.Err), "x509: "))
	}
	return ""
}

// clientCertificate returns a message when the kubeconfig's client certificate has expired; ""
// otherwise.
func (l *live) clientCertificate() string {
	data := l.config.CertData
	if len(data) == 0 && l.config.CertFile != "" {
		data, _ = os.ReadFile(l.config.CertFile)
	}
	block, _ := pem.Decode(data)
	if block == nil {
		return ""
	}
	cert, err := x509.ParseCertificate(block.Bytes)
	if err != nil || time.Now().Before(cert.NotAfter) {
		return ""
	}
	return fmt.Sprintf("the client certificate of context %q expired on %s", l.target.Name, day(cert.NotAfter))
}

func day(t time.Time) string { return t.UTC().Format(time.DateOnly) }

// rootCause returns the text of the innermost error.
func rootCause(err error) string {
	var link *url.Error
	if errors.As(err, &link) {
		err = link.Err
	}
	var op *net.OpError
	if errors.As(err, &op) {
		err = op.Err
	}
	var call *os.SyscallError
	if errors.As(err, &call) {
		err = call.Err
	}
	return oneLine(err)
}

// oneLine returns the text of err on one line, shortened, without the secrets of URLs.
func oneLine(err error) string {
	return text.Truncate(text.OneLine(text.RedactURLs(err.Error())), messageMax)
}

// textAfter returns what follows the last mark in text, on one line.
func textAfter(text, mark string) string {
	if i := strings.LastIndex(text, mark); i >= 0 {
		text = text[i+len(mark):]
	}
	return oneLine(errors.New(text))
}
