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
			if got := NewBrought(s).Maker("shop"); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
			if got := NewBrought(s).Maker("till"); got != "" {
				t.Errorf("in another namespace: %q", got)
			}
		})
	}
}

func TestServiceOf(t *testing.T) {
	for host, want := range map[string][2]string{
		"db": {"db", "shop"}, "db.data": {"db", "data"}, "db.data.svc": {"db", "data"}, "db.data.svc.cluster.local.": {"db", "data"},
		"api.example.com": {"", ""}, "a.b.example.com": {"", ""},
	} {
		if name, namespace := ServiceOf("shop", host); [2]string{name, namespace} != want {
			t.Errorf("%s: got %s/%s", host, namespace, name)
		}
	}
}

func TestRequires(t *testing.T) {
	s := &facts.Landing{Objects: []facts.LandingObject{{
		Manifest:    facts.Manifest{Kind: "Deployment", Namespace: "shop", Name: "web"},
		Annotations: map[string]string{requires: "db.data:5432, cache:6379,none,:1,a:b"},
	}}}
	pods := &facts.LandingPods{Manifest: s.Objects[0].Manifest}
	if got := NewBrought(s).Requires(pods); len(got) != 2 || got[0] != (HostPort{"db.data", 5432}) || got[1] != (HostPort{"cache", 6379}) {
		t.Errorf("of the workload: %v", got)
	}
	pods.Annotations = map[string]string{requires: "own:1"}
	if got := NewBrought(s).Requires(pods); len(got) != 1 || got[0] != (HostPort{"own", 1}) {
		t.Errorf("of the template: %v", got)
	}
}
