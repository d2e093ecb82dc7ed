package service

import (
	"slices"
	"testing"

	"github.com/kready/kready/internal/facts"
)

// TestRoutes: parents have the defaults of the API, and their lines.
func TestRoutes(t *testing.T) {
	m, err := Parse("web", "web.yaml", []byte(`apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: web}
spec:
  hostnames: [shop.example.com]
  parentRefs:
  - name: public
  - {group: "", kind: Service, namespace: other, name: api, port: 80, sectionName: web}
`), Options{Namespace: "shop"})
	if err != nil {
		t.Fatal(err)
	}
	got, err := m.Facts()
	if err != nil {
		t.Fatal(err)
	}
	want := []facts.LandingRouteParent{
		{Group: "gateway.networking.k8s.io", Kind: "Gateway", Namespace: "shop", Name: "public", ParentLine: 7},
		{Kind: "Service", Namespace: "other", Name: "api", Section: "web", Port: 80, ParentLine: 8},
	}
	if len(got.Routes) != 1 || !slices.Equal(got.Routes[0].Parents, want) || got.Routes[0].HostnamesLine != 5 {
		t.Errorf("got %+v, want %+v", got.Routes, want)
	}
}
