package target

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"math/big"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"k8s.io/client-go/rest"

	"github.com/kready/kready/internal/facts"
)

// TestGroups: the organisations of a client certificate are groups, wherever it is from; a token and --as tell none.
func TestGroups(t *testing.T) {
	data := clientCertificate(t, "kubeadm:cluster-admins", "people")
	file := filepath.Join(t.TempDir(), "client.crt")
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name   string
		config rest.Config
		told   bool
	}{
		{"data", rest.Config{TLSClientConfig: rest.TLSClientConfig{CertData: data}}, true},
		{"file", rest.Config{TLSClientConfig: rest.TLSClientConfig{CertFile: file}}, true},
		{"token", rest.Config{BearerToken: "t"}, false},
		{"as somebody else", rest.Config{TLSClientConfig: rest.TLSClientConfig{CertData: data}, Impersonate: rest.ImpersonationConfig{UserName: "a"}}, false},
	} {
		groups, told, err := GroupsOf(&live{config: &c.config})
		if err != nil || told != c.told || told != (slices.Contains(groups, "kubeadm:cluster-admins") && len(groups) == 2) {
			t.Errorf("%s: %v, %v, %v", c.name, groups, told, err)
		}
	}
	for name, src := range map[string]Source{
		"no file":        &live{config: &rest.Config{TLSClientConfig: rest.TLSClientConfig{CertFile: file + "s"}}},
		"no certificate": &live{config: &rest.Config{TLSClientConfig: rest.TLSClientConfig{CertData: pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE"})}}},
		"no server":      nil,
	} {
		var read *ReadError
		if _, told, err := GroupsOf(src); told || !errors.As(err, &read) || name == "no server" && read.Reason != facts.ReasonNotContained {
			t.Errorf("%s: %v, %v", name, told, err)
		}
	}
}

// clientCertificate makes a certificate of these organisations.
func clientCertificate(t *testing.T, organisations ...string) []byte {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "someone", Organization: organisations}}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
}
