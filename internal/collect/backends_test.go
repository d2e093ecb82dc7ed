package collect

import (
	"testing"

	discoveryv1 "k8s.io/api/discovery/v1"

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
