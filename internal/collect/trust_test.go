package collect

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/pem"
	"math/big"
	"slices"
	"testing"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/kready/kready/internal/yaml"
)

// ca makes a CA certificate, in PEM.
func ca(t *testing.T, subject pkix.Name, notAfter time.Time) []byte {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: subject, IsCA: true,
		NotBefore: notAfter.AddDate(-1, 0, 0), NotAfter: notAfter,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
}

// object reads a manifest.
func object(t *testing.T, manifest string) *unstructured.Unstructured {
	t.Helper()
	o := &unstructured.Unstructured{}
	asJSON, err := yaml.ToJSON([]byte(manifest))
	if err == nil {
		err = o.UnmarshalJSON(asJSON)
	}
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func TestCABundles(t *testing.T) {
	end := time.Date(2027, 3, 1, 0, 0, 0, 0, time.UTC)
	old := ca(t, pkix.Name{CommonName: "webhook-ca"}, end.AddDate(-1, 0, 0))
	young := ca(t, pkix.Name{Organization: []string{"Example"}}, end)
	for name, bundle := range map[string]string{"absent": "", "blank": "\n", "white": " \t\n"} {
		if got := distilCA([]byte(bundle)); got.Given || got.Malformed {
			t.Errorf("%s: %+v", name, got)
		}
	}
	key := "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"
	for name, bundle := range map[string]string{"words": "CA_PEM_PLACEHOLDER", "no certificate": key, "cut": string(old[:100])} {
		if got := distilCA([]byte(bundle)); !got.Given || !got.Malformed || got.Certificates != nil {
			t.Errorf("%s: %+v", name, got)
		}
	}
	got := distilCA([]byte("# ours\n" + string(old) + key + string(young)))
	if len(got.Certificates) != 2 || got.Malformed || got.Certificates[0].Name != "webhook-ca" || got.Certificates[1].Name != "Example" {
		t.Fatalf("%+v", got)
	}
	if last, ok := got.LastExpiry(); !ok || !last.NotAfter.Equal(end) || !last.NotBefore.Equal(end.AddDate(-1, 0, 0)) {
		t.Errorf("%+v", last)
	}
}

func FuzzCABundle(f *testing.F) {
	f.Add([]byte("-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"))
	f.Fuzz(func(_ *testing.T, bundle []byte) { distilCA(bundle) })
}

func TestAPIServiceCA(t *testing.T) {
	bundle := ca(t, pkix.Name{CommonName: "api-ca"}, time.Date(2027, 3, 1, 0, 0, 0, 0, time.UTC))
	api, err := distilAPIService(object(t, `
kind: APIService
metadata: {name: v1.example.com, labels: {olm.owner: packageserver}}
spec:
  version: v1
  caBundle: `+base64.StdEncoding.EncodeToString(bundle)+`
  service: {namespace: olm, name: packageserver}`))
	if err != nil || api.RenewedBy != "OLM" || api.Insecure || len(api.CA.Certificates) != 1 {
		t.Errorf("%+v %v", api, err)
	}
	if _, err := distilAPIService(object(t, "{kind: APIService, metadata: {name: a}, spec: {caBundle: '!'}}")); err == nil {
		t.Error("a bundle that is no base64 is not malformed")
	}
	api, err = distilAPIService(object(t, "{kind: APIService, metadata: {name: a}, spec: {version: v1, insecureSkipTLSVerify: true, service: {name: s}}}"))
	if err != nil || !api.Insecure || api.CA.Given {
		t.Errorf("%+v %v", api, err)
	}
}

func TestRenewedBy(t *testing.T) {
	for _, tt := range []struct {
		notes, labels map[string]string
		want          string
	}{
		{nil, nil, ""},
		{map[string]string{"cert-manager.io/inject-ca-from": "ns/cert"}, nil, "cert-manager"},
		{map[string]string{"cert-manager.io/inject-ca-from-secret": "ns/s"}, nil, "cert-manager"},
		{map[string]string{"service.beta.openshift.io/inject-cabundle": "true"}, nil, "OpenShift"},
		{nil, map[string]string{"olm.managed": "true"}, "OLM"},
		{nil, map[string]string{"webhook.kyverno.io/managed-by": "kyverno"}, "Kyverno"},
		{nil, map[string]string{"control-plane": "elastic-operator"}, "ECK"},
		{nil, map[string]string{"app.kubernetes.io/managed-by": "Helm", "control-plane": "manager"}, ""},
	} {
		if got := renewedBy(&metav1.ObjectMeta{Annotations: tt.notes, Labels: tt.labels}); got != tt.want {
			t.Errorf("%v %v: %q, want %q", tt.notes, tt.labels, got, tt.want)
		}
	}
}

func TestIssuers(t *testing.T) {
	i, err := distilIssuer(object(t, `
apiVersion: cert-manager.io/v1
kind: ClusterIssuer
metadata: {name: letsencrypt, creationTimestamp: "2026-06-01T10:00:00Z"}
spec: {acme: {server: "https://acme.example", email: someone@example.com, privateKeySecretRef: {name: key}}}
status:
  acme: {uri: "https://acme.example/acct/1"}
  conditions:
  - {type: Ready, status: "False", reason: ErrRegisterACMEAccount, message: refused, lastTransitionTime: "2026-06-01T10:00:01Z"}`))
	if err != nil || i.Group != "cert-manager.io" || i.Type != "acme" || i.Ready != "False" || i.Message != "refused" || i.CreatedAt.IsZero() {
		t.Errorf("%+v %v", i, err)
	}
	i, err = distilIssuer(object(t, "{apiVersion: certmanager.step.sm/v1beta1, kind: StepIssuer, metadata: {namespace: a, name: b}, spec: {url: u}}"))
	if err != nil || i.Group != "certmanager.step.sm" || i.Type != "" || i.Ready != "" {
		t.Errorf("%+v %v", i, err)
	}
}

func TestCertificates(t *testing.T) {
	c, err := distilCertificate(object(t, `
apiVersion: cert-manager.io/v1
kind: Certificate
metadata: {namespace: shop, name: web, creationTimestamp: "2026-06-01T10:00:00Z"}
spec: {secretName: web-tls, dnsNames: [shop.example], issuerRef: {name: letsencrypt, kind: ClusterIssuer}}
status:
  failedIssuanceAttempts: 2
  notBefore: "2026-09-01T10:00:00Z"
  notAfter: "2026-11-30T10:00:00Z"
  renewalTime: "2026-10-31T10:00:00Z"
  conditions:
  - {type: Issuing, status: "False", reason: Failed}
  - {type: Ready, status: "True", reason: Ready, message: Certificate is up to date and has not expired}`))
	if err != nil || c.Ready != "True" || c.Message != "" || c.FailedAttempts != 2 || c.IssuerGroup != "cert-manager.io" || c.IssuerKind != "ClusterIssuer" {
		t.Errorf("%+v %v", c, err)
	}
	if c.RenewalTime.Day() != 31 || c.NotAfter.Sub(c.NotBefore) != 90*24*time.Hour {
		t.Errorf("%+v", c)
	}
	c, err = distilCertificate(object(t, "{apiVersion: cert-manager.io/v1, kind: Certificate, metadata: {name: b}, spec: {issuerRef: {name: x}}}"))
	if err != nil || c.IssuerKind != "Issuer" || !c.NotAfter.IsZero() || c.Ready != "" {
		t.Errorf("%+v %v", c, err)
	}
	if _, err := distilCertificate(object(t, "{kind: Certificate, apiVersion: v1, metadata: {name: b}, status: {notAfter: soon}}")); err == nil {
		t.Error("a date that is none is not malformed")
	}
}

func TestRestricted(t *testing.T) {
	for conditions, want := range map[string]bool{
		`[]`:                           false,
		`[{namespaces: [shop]}]`:       true,
		`[{namespaceSelector: {}}]`:    false,
		`[{namespaceRegexes: [".*"]}]`: false,
		`[{namespaces: [a]}, {namespaceSelector: {}}]`:    false,
		`[{namespaceSelector: {matchLabels: {team: a}}}]`: true,
		`[{namespaceRegexes: ["team-.*"]}]`:               true,
	} {
		s, err := distilSecretStore(object(t, "{apiVersion: external-secrets.io/v1, kind: ClusterSecretStore, metadata: {name: a}, spec: {conditions: "+conditions+"}}"))
		if err != nil || s.Restricted != want {
			t.Errorf("%s: %+v %v", conditions, s, err)
		}
	}
}

func TestSyncedSecrets(t *testing.T) {
	s, err := distilExternalSecret(object(t, `
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: {namespace: shop, name: db}
spec: {refreshInterval: 2h30m, secretStoreRef: {name: vault}, data: [{secretKey: password, remoteRef: {key: hunter2}}]}
status:
  refreshTime: "2026-11-01T10:00:00Z"
  conditions:
  - {type: Ready, status: "False", reason: SecretSyncedError, message: no such key}`))
	if err != nil || s.Ready != "False" || s.Reason != "SecretSyncedError" || s.RefreshSeconds != 9000 || s.RefreshedAt.IsZero() {
		t.Errorf("%+v %v", s, err)
	}
	if s.StoreKind != "SecretStore" || s.StoreNamespace != "shop" || s.StoreName != "vault" {
		t.Errorf("%+v", s)
	}
	for spec, want := range map[string]int{
		`{}`: 3600, `{refreshInterval: "0"}`: 0, `{refreshInterval: 0s}`: 0, `{refreshInterval: 15s}`: 15,
		`{refreshPolicy: CreatedOnce, refreshInterval: 1h}`: 0, `{refreshPolicy: OnChange}`: 0,
		`{refreshPolicy: Periodic, refreshInterval: 1m}`: 60, `{refreshInterval: 1m, syncWindows: {allow: []}}`: 0,
	} {
		s, err := distilExternalSecret(object(t, "{apiVersion: external-secrets.io/v1, kind: ExternalSecret, metadata: {name: a}, spec: "+spec+"}"))
		if err != nil || s.RefreshSeconds != want {
			t.Errorf("%s: %d %v, want %d", spec, s.RefreshSeconds, err, want)
		}
	}
}

func TestSealedAndVaultSecrets(t *testing.T) {
	s, err := distilSealedSecret(object(t, `
apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata: {namespace: shop, name: key}
spec: {encryptedData: {a: AgBy}}
status: {observedGeneration: 1, conditions: [{type: Synced, status: "False", message: no key could decrypt secret}]}`))
	if err != nil || s.Ready != "False" || s.Message != "no key could decrypt secret" || s.StoreName != "" {
		t.Errorf("%+v %v", s, err)
	}
	for manifest, want := range map[string]string{
		"{spec: {vaultAuthRef: ops/auth}, status: {lastGeneration: 1}}":                                           "True ops/auth",
		"{spec: {vaultAuthRef: auth}, status: {lastGeneration: 0}}":                                               " shop/auth",
		"{spec: {}, status: {lastGeneration: 1, conditions: [{type: SecretSynced, status: 'False'}]}}":            "False /",
		"{spec: {}, status: {conditions: [{type: Ready, status: 'True'}, {type: SecretSynced, status: 'True'}]}}": "True /",
	} {
		o := object(t, "{apiVersion: secrets.hashicorp.com/v1beta1, kind: VaultStaticSecret, metadata: {namespace: shop, name: a}}")
		for key, value := range object(t, "{apiVersion: v1, kind: X, "+manifest[1:]).Object {
			if key == "spec" || key == "status" {
				o.Object[key] = value
			}
		}
		s, err := distilVaultSecret(o)
		if got := s.Ready + " " + s.StoreNamespace + "/" + s.StoreName; err != nil || got != want {
			t.Errorf("%s: %q %v, want %q", manifest, got, err, want)
		}
	}
	if !slices.ContainsFunc(syncedSecretReads(), func(r Read) bool { return r.Resource == "sealedsecrets" && r.Group == "bitnami.com" }) {
		t.Error("SealedSecrets are not read")
	}
}
