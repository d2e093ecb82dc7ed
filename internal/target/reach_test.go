package target

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/pem"
	"io"
	"log"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/version"
)

// certificate makes a self-signed one for 127.0.0.1, and its key, in PEM.
func certificate(t *testing.T, from, to time.Time) (cert, key []byte) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "test"}, NotBefore: from, NotAfter: to,
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, private.Public(), private)
	if err != nil {
		t.Fatal(err)
	}
	encoded, err := x509.MarshalECPrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}),
		pem.EncodeToMemory(&pem.Block{Type: "EC PRIVATE KEY", Bytes: encoded})
}

// secure starts a TLS server with a certificate.
func secure(t *testing.T, cert, key []byte, handler http.HandlerFunc) string {
	t.Helper()
	pair, err := tls.X509KeyPair(cert, key)
	if err != nil {
		t.Fatal(err)
	}
	s := httptest.NewUnstartedServer(handler)
	s.TLS = &tls.Config{Certificates: []tls.Certificate{pair}}
	s.Config.ErrorLog = log.New(io.Discard, "", 0)
	s.StartTLS()
	t.Cleanup(s.Close)
	return s.URL
}

// reach opens a kubeconfig for a server and asks it for a sign of life.
func reach(t *testing.T, server, cluster, user string) error {
	t.Helper()
	return reachUntil(t.Context(), t, server, cluster, user)
}

func reachUntil(ctx context.Context, t *testing.T, server, cluster, user string) error {
	t.Helper()
	text := strings.Replace(kubeconfig(server, user), `server: "`+server+`"`, `server: "`+server+`"`+cluster, 1)
	src, err := NewLive(flagsFor(write(t, "config", text), ""), LiveOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return Reach(ctx, src)
}

func expect(t *testing.T, err error, wants ...string) {
	t.Helper()
	if !IsUnreachable(err) {
		t.Fatalf("not of the connection: %v", err)
	}
	for _, want := range wants {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%q does not say %q", err, want)
		}
	}
	for _, noise := range []string{"\n", "Get \"", "dial tcp", "x509:"} {
		if strings.Contains(err.Error(), noise) {
			t.Errorf("%q is noise", err)
		}
	}
}

func TestReachCertificates(t *testing.T) {
	now := time.Now()
	ok := func(w http.ResponseWriter, _ *http.Request) { reply(w, 200, version.Info{GitVersion: "v1.37.2"}) }
	b64 := base64.StdEncoding.EncodeToString
	cert, key := certificate(t, now.Add(-time.Hour), now.Add(time.Hour))
	server := secure(t, cert, key, ok)
	if err := reach(t, server, ", certificate-authority-data: "+b64(cert), "{token: t}"); err != nil {
		t.Errorf("a good one: %v", err)
	}
	expect(t, reach(t, server, "", "{token: t}"), "127.0.0.1:", "signed by an authority that the kubeconfig does not name")
	expect(t, reach(t, server, ", tls-server-name: other.example, certificate-authority-data: "+b64(cert), "{token: t}"), "is for another name")

	old, oldKey := certificate(t, now.Add(-48*time.Hour), now.Add(-24*time.Hour))
	expired := secure(t, old, oldKey, ok)
	expect(t, reach(t, expired, ", certificate-authority-data: "+b64(old), "{token: t}"),
		"the certificate of 127.0.0.1:", "is valid from", now.Add(-24*time.Hour).UTC().Format(time.DateOnly))

	refusing := secure(t, cert, key, func(w http.ResponseWriter, _ *http.Request) {
		reply(w, 401, status(401, metav1.StatusReasonUnauthorized, "Unauthorized"))
	})
	trusted := ", certificate-authority-data: " + b64(cert)
	expect(t, reach(t, refusing, trusted, "{token: t}"), `refuses the credentials of context "dev"`, "401")
	expect(t, reach(t, refusing, trusted, "{client-certificate-data: "+b64(old)+", client-key-data: "+b64(oldKey)+"}"),
		`the client certificate of context "dev" expired on`)
}

func TestReachInterrupted(t *testing.T) {
	stopped, stop := context.WithCancel(t.Context())
	stop()
	expect(t, reachUntil(stopped, t, "https://10.0.0.1", "", "{token: t}"), "interrupted before 10.0.0.1:443 had answered")
}

func TestReach(t *testing.T) {
	closed, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := closed.Addr().String()
	_ = closed.Close()
	expect(t, reach(t, "https://"+address, "", "{token: t}"), address+" does not answer: connection refused")
	expect(t, reach(t, "https://nowhere.invalid", "", "{token: t}"), "nowhere.invalid:443 cannot be found")
	expect(t, reach(t, "https://10.0.0.1", `, proxy-url: "http://`+address+`"`, "{token: t}"), "the proxy on the way to 10.0.0.1:443 does not answer")

	answers := map[string]struct {
		handler http.HandlerFunc
		want    string
	}{
		"web page": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html")
			_, _ = w.Write([]byte("<html>"))
		}, "web page"},
		"something else": {
			func(w http.ResponseWriter, _ *http.Request) { reply(w, 200, map[string]string{"hello": "world"}) },
			"not as a Kubernetes API server",
		},
		"not found":   {http.NotFound, "not as a Kubernetes API server"},
		"bad gateway": {func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "", http.StatusBadGateway) }, "answers 502 Bad Gateway"},
	}
	for name, c := range answers {
		t.Run(name, func(t *testing.T) {
			s := httptest.NewServer(c.handler)
			defer s.Close()
			expect(t, reach(t, s.URL, "", "{token: t}"), c.want)
		})
	}
	plain := httptest.NewServer(http.NotFoundHandler())
	defer plain.Close()
	expect(t, reach(t, strings.Replace(plain.URL, "http://", "https://", 1), "", "{token: t}"), "speaks plain HTTP")
}

func TestReachForbiddenIsReached(t *testing.T) {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		reply(w, 403, status(403, metav1.StatusReasonForbidden, "no"))
	}))
	defer s.Close()
	if err := reach(t, s.URL, "", "{token: t}"); err != nil {
		t.Error(err)
	}
}

func TestFailingPlugin(t *testing.T) {
	plugin := write(t, "plugin.sh", "#!/bin/sh\nexit 3\n")
	makeExecutable(t, plugin)
	err := reach(t, "https://127.0.0.1:1", "", `{exec: {apiVersion: client.authentication.k8s.io/v1, interactiveMode: Never, command: `+plugin+`}}`)
	expect(t, err, "the credentials cannot be obtained", "exit code 3")
}
