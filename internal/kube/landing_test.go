package kube

import (
	"testing"

	"github.com/kready/kready/internal/facts"
)

// TestMaker: what configures something makes no pods, and anything else that is not Kubernetes' own may.
func TestMaker(t *testing.T) {
	object := func(group, kind string) facts.LandingObject {
		return facts.LandingObject{Manifest: facts.Manifest{Kind: kind, Namespace: "shop", Name: "main"}, Group: group}
	}
	builtin := object("apps", "Deployment")
	builtin.Builtin = true
	for name, tt := range map[string]struct {
		object facts.LandingObject
		want   string
	}{
		"Kubernetes' own":       {builtin, ""},
		"an operator's":         {object("postgresql.cnpg.io", "Cluster"), "Cluster main"},
		"a monitor":             {object("monitoring.coreos.com", "ServiceMonitor"), ""},
		"a server":              {object("monitoring.coreos.com", "Prometheus"), "Prometheus main"},
		"a route":               {object("gateway.networking.k8s.io", "HTTPRoute"), ""},
		"a Gateway":             {object("gateway.networking.k8s.io", "Gateway"), "Gateway main"},
		"Istio's configuration": {object("networking.istio.io", "VirtualService"), ""},
		"Istio itself":          {object("install.istio.io", "IstioOperator"), "IstioOperator main"},
		"an Application":        {object("argoproj.io", "Application"), "Application main"},
	} {
		t.Run(name, func(t *testing.T) {
			s := &facts.Landing{Objects: []facts.LandingObject{tt.object}}
			if got := Maker(s, "shop"); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
			if got := Maker(s, "till"); got != "" {
				t.Errorf("in another namespace: %q", got)
			}
		})
	}
}
