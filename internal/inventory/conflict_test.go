package inventory

import (
	"slices"
	"testing"
	"time"

	"github.com/kready/kready/internal/facts"
)

// TestSingleton tells operators that must be alone from those that are configured for
// a part of the cluster.
func TestSingleton(t *testing.T) {
	whole := deployment("cert-manager", "cert-manager", "cert-manager", "jetstack/cert-manager-controller", "v1.21.0")
	part := deployment("shop", "cert-manager", "shop", "jetstack/cert-manager-controller", "v1.20.1")
	part.Containers[0].Args = []facts.Arg{{Name: "namespace", Value: "shop"}}
	nginx := deployment("edge", "public", "public", "ingress-nginx/controller", "v1.14.0")
	in := shipped(t).Input(&facts.Snapshot{Workloads: []facts.Workload{whole, part, nginx}}, time.Time{})
	found := all(in, "cert-manager")
	if len(found) != 2 || !found[0].Singleton || found[1].Singleton {
		t.Errorf("cert-manager for all and for one namespace: %+v", found)
	}
	if found[0].Table != "cert-manager" {
		t.Errorf("its table is %q", found[0].Table)
	}
	if found := all(in, "ingress-nginx"); len(found) != 1 || found[0].Singleton {
		t.Errorf("ingress-nginx may run several times: %+v", found)
	}
}

// TestRegistrations names the configurations by which the API server still calls a remnant.
func TestRegistrations(t *testing.T) {
	s := &facts.Snapshot{
		Webhooks: []facts.WebhookConfig{{Kind: "MutatingWebhookConfiguration", Name: "injector", Webhooks: []facts.Webhook{
			{Name: "linkerd-proxy-injector.linkerd.io"}, {Name: "linkerd-sp-validator.linkerd.io"},
		}}},
		APIServices: []facts.APIService{{Name: "v3.projectcalico.org", ServiceNamespace: "calico-system", ServiceName: "calico-api"}},
	}
	in := shipped(t).Input(s, time.Time{})
	want := []facts.ObjectRef{{Kind: "MutatingWebhookConfiguration", Name: "injector"}}
	if impl, ok := find(in, "linkerd"); !ok || !slices.Equal(impl.Registrations, want) {
		t.Errorf("Linkerd: %+v", impl)
	}
	want = []facts.ObjectRef{{Kind: "APIService", Name: "v3.projectcalico.org"}}
	if impl, ok := find(in, "calico"); !ok || !slices.Equal(impl.Registrations, want) {
		t.Errorf("Calico: %+v", impl)
	}
}
