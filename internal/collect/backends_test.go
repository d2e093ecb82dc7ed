package collect

import (
	"slices"
	"testing"

	corev1 "k8s.io/api/core/v1"
	discoveryv1 "k8s.io/api/discovery/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/kready/kready/internal/facts"
)

// TestServedPorts: a port is served when a slice with a ready endpoint has it by its name.
func TestServedPorts(t *testing.T) {
	yes, no, name, empty, number := true, false, "https", "", int32(8443)
	slice := func(ready *bool, ports ...discoveryv1.EndpointPort) *discoveryv1.EndpointSlice {
		return &discoveryv1.EndpointSlice{
			Endpoints: []discoveryv1.Endpoint{{Addresses: []string{"10.0.0.1"}, Conditions: discoveryv1.EndpointConditions{Ready: ready}}},
			Ports:     ports,
		}
	}
	for title, c := range map[string]struct {
		port  facts.BackendPort
		slice *discoveryv1.EndpointSlice
		want  bool
	}{
		"by name":             {facts.BackendPort{Port: 443, Name: name}, slice(&yes, discoveryv1.EndpointPort{Name: &name, Port: &number}), true},
		"without a name":      {facts.BackendPort{Port: 443}, slice(nil, discoveryv1.EndpointPort{Name: &empty, Port: &number}), true},
		"another port":        {facts.BackendPort{Port: 443, Name: "http"}, slice(&yes, discoveryv1.EndpointPort{Name: &name, Port: &number}), false},
		"no container has it": {facts.BackendPort{Port: 443, Name: name}, slice(&yes), false},
		"nobody is ready":     {facts.BackendPort{Port: 443, Name: name}, slice(&no, discoveryv1.EndpointPort{Name: &name, Port: &number}), false},
	} {
		b := facts.Backend{Ports: []facts.BackendPort{c.port}}
		countEndpoints(&b, []*discoveryv1.EndpointSlice{c.slice})
		if b.Ports[0].Served != c.want {
			t.Errorf("%s: served %v, want %v", title, b.Ports[0].Served, c.want)
		}
	}
}

// TestServiceAddresses: the addresses of cluster DNS are kept, in which a Corefile can name itself, and those of no other Service.
func TestServiceAddresses(t *testing.T) {
	dns := &corev1.Service{Spec: corev1.ServiceSpec{ClusterIP: "10.96.0.10", ClusterIPs: []string{"10.96.0.10", "fd00::a"}}}
	if got := distilService(dns, roleDNS).Addresses; !slices.Equal(got, dns.Spec.ClusterIPs) {
		t.Errorf("the addresses of cluster DNS are %v", got)
	}
	old := &corev1.Service{Spec: corev1.ServiceSpec{ClusterIP: "10.96.0.10"}}
	if got := distilService(old, roleDNS).Addresses; !slices.Equal(got, []string{"10.96.0.10"}) {
		t.Errorf("the address of cluster DNS is %v", got)
	}
	headless := &corev1.Service{Spec: corev1.ServiceSpec{ClusterIP: corev1.ClusterIPNone, ClusterIPs: []string{corev1.ClusterIPNone}}}
	if got := distilService(headless, roleDNS).Addresses; len(got) > 0 {
		t.Errorf("a headless Service has the addresses %v", got)
	}
	if got := distilService(dns, roleWebhook).Addresses; len(got) > 0 {
		t.Errorf("a webhook's Service has the addresses %v", got)
	}
}

// TestTargetNames: only a targetPort that is a name is kept.
func TestTargetNames(t *testing.T) {
	ports := distilPorts(&corev1.Service{Spec: corev1.ServiceSpec{Ports: []corev1.ServicePort{
		{Port: 443, TargetPort: intstr.FromString("webhook")}, {Port: 8443, TargetPort: intstr.FromInt32(9443)},
	}}})
	if ports[0].TargetName != "webhook" || ports[1].TargetName != "" {
		t.Errorf("the target ports are %+v", ports)
	}
}
