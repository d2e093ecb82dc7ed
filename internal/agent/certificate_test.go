package agent

import (
	"crypto/tls"
	"net"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/kready/kready/internal/facts"
)

// TestCertificate: what the server shows for a name is told, whether it is for it or not; without a handshake nothing is.
func TestCertificate(t *testing.T) {
	server := httptest.NewUnstartedServer(nil)
	server.StartTLS()
	defer server.Close()
	wants := httptest.NewUnstartedServer(nil)
	wants.TLS = &tls.Config{ClientAuth: tls.RequireAnyClientCert, MaxVersion: tls.VersionTLS12}
	wants.StartTLS()
	defer wants.Close()
	plain, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = plain.Close() }()
	go func() {
		for {
			conn, err := plain.Accept()
			if err != nil {
				return
			}
			_, _ = conn.Write([]byte("HTTP/1.1 400 Bad Request\r\n\r\n"))
			_ = conn.Close()
		}
	}()
	for name, tt := range map[string]struct {
		target, host string
		got, detail  string
		covers       bool
	}{
		"for the name":                      {server.Listener.Addr().String(), "example.com", facts.Answered, "", true},
		"for another":                       {server.Listener.Addr().String(), "shop.invalid", facts.Answered, "", false},
		"one that wants one of the client":  {wants.Listener.Addr().String(), "example.com", facts.Answered, "", true},
		"a server that does not speak TLS":  {plain.Addr().String(), "example.com", facts.Blocked, "connected, and no TLS handshake", false},
		"nothing that listens at the port ": {"127.0.0.1:1", "example.com", facts.Blocked, "", false},
	} {
		t.Run(name, func(t *testing.T) {
			got := tryCertificate(t.Context(), Trial{Target: tt.target, Params: map[string]string{"host": tt.host}})
			if outcome(got) != tt.got || got.err != nil && !strings.Contains(got.err.Error(), tt.detail) {
				t.Fatalf("%+v", got)
			}
			if tt.got != facts.Answered {
				return
			}
			c, err := ParseServed(got.value)
			if err != nil || c.Covers != tt.covers || c.NotAfter.IsZero() || !c.NotBefore.Before(c.NotAfter) || c.Subject == "" {
				t.Errorf("%+v %v", c, err)
			}
		})
	}
}
