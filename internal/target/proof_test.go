package target

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/client-go/rest"

	"github.com/kready/kready/internal/facts"
)

// TestCount: how many objects there are takes one request for one object.
func TestCount(t *testing.T) {
	for body, want := range map[string]int{
		`{"kind":"PartialObjectMetadataList","apiVersion":"meta.k8s.io/v1","metadata":{"continue":"next","remainingItemCount":4095},"items":[{"metadata":{"name":"10.96.0.1"}}]}`: 4096,
		`{"kind":"PartialObjectMetadataList","apiVersion":"meta.k8s.io/v1","metadata":{"continue":"next"},"items":[{"metadata":{"name":"10.96.0.1"}}]}`:                           -1,
		`{"kind":"PartialObjectMetadataList","apiVersion":"meta.k8s.io/v1","metadata":{},"items":[{"metadata":{"name":"10.96.0.1"}}]}`:                                            1,
		`{"kind":"PartialObjectMetadataList","apiVersion":"meta.k8s.io/v1","metadata":{},"items":null}`:                                                                           0,
	} {
		requests := 0
		server := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			requests++
			if got := r.URL.Query().Get("limit"); got != "1" {
				t.Errorf("the limit is %q", got)
			}
			w.Header().Set("Content-Type", "application/json")
			_, _ = w.Write([]byte(body))
		}))
		config := &rest.Config{Host: server.URL, TLSClientConfig: rest.TLSClientConfig{Insecure: true}}
		src, err := newLive(config, facts.Target{Server: server.URL}, LiveOptions{})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := CertificateOf(src); err == nil {
			t.Error("a certificate before any response")
		}
		got := -2
		q := Query{Group: "networking.k8s.io", Version: "v1", Resource: "ipaddresses", Metadata: true, Count: func(n int) { got = n }}
		if err := src.Each(t.Context(), q, func(runtime.Object) error { return nil }); err != nil {
			t.Fatal(err)
		}
		if got != want || requests != 1 {
			t.Errorf("%s: %d after %d requests, want %d", body, got, requests, want)
		}
		certificate, err := CertificateOf(src)
		if err != nil || !certificate.Equal(server.Certificate()) {
			t.Errorf("another certificate than the server's: %v", err)
		}
		server.Close()
	}
}

// TestNoCertificate: over plain HTTP there is none, and objects have no server.
func TestNoCertificate(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("{}")) }))
	defer server.Close()
	src, err := newLive(&rest.Config{Host: server.URL}, facts.Target{}, LiveOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := src.Raw(t.Context(), "/version"); err != nil {
		t.Fatal(err)
	}
	if certificate, err := CertificateOf(src); err != nil || certificate != nil {
		t.Errorf("%v, %v", certificate, err)
	}
	if _, err := CertificateOf(&dump{}); err == nil {
		t.Error("a certificate of objects")
	}
}
