package collect

import (
	"context"
	"strings"
	"testing"

	"k8s.io/apimachinery/pkg/runtime"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/target"
)

const dnsService = `
apiVersion: v1
kind: Service
metadata: {name: kube-dns, namespace: kube-system, labels: {k8s-app: kube-dns}, uid: u}
spec: {selector: {k8s-app: kube-dns}, ports: [{name: dns, port: 53, protocol: UDP}]}
`

const dnsEndpoints = `
---
apiVersion: v1
kind: Endpoints
metadata: {name: kube-dns, namespace: kube-system}
subsets:
- addresses: [{ip: 10.0.0.1, nodeName: worker, targetRef: {kind: Pod, name: coredns-a}}]
  notReadyAddresses: [{ip: 10.0.0.2, nodeName: other, targetRef: {kind: Pod, name: coredns-b}}]
  ports: [{name: dns, port: 53, protocol: UDP}]
`

const dnsSlice = `
---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: {name: kube-dns-x, namespace: kube-system, labels: {kubernetes.io/service-name: kube-dns}}
endpoints: [{addresses: [10.0.0.1], conditions: {ready: true}, targetRef: {kind: Pod, name: coredns-a}}]
ports: [{name: dns, port: 53}]
`

// oldCluster serves no EndpointSlices.
type oldCluster struct{ target.Source }

func (oldCluster) Describe() facts.Target { return facts.Target{Kind: "cluster"} }

func (c oldCluster) Each(ctx context.Context, q target.Query, fn func(runtime.Object) error) error {
	if q.Resource == "endpointslices" {
		return &target.ReadError{Reason: facts.ReasonNotServed, Message: "404"}
	}
	return c.Source.Each(ctx, q, fn)
}

// TestEndpointsStandIn: a file with Endpoints alone, and a cluster that is too old for EndpointSlices, tell as
// much; a file with neither says nothing of who is ready, unless its Services were never applied.
func TestEndpointsStandIn(t *testing.T) {
	for name, tc := range map[string]struct {
		src        target.Source
		all, ready int
		blind      bool
	}{
		"a whole file with Endpoints":        {src: dump(t, dnsService+dnsEndpoints, true), all: 2, ready: 1},
		"a file with Endpoints":              {src: dump(t, dnsService+dnsEndpoints, false), all: 2, ready: 1},
		"a file with both":                   {src: dump(t, dnsService+dnsEndpoints+dnsSlice, true), all: 1, ready: 1},
		"a whole file with neither":          {src: dump(t, dnsService, true), blind: true},
		"a file with neither":                {src: dump(t, dnsService, false), blind: true},
		"a whole file, no selector":          {src: dump(t, strings.Replace(dnsService, "selector: {k8s-app: kube-dns}, ", "", 1), true)},
		"a file without slices, no selector": {src: dump(t, strings.Replace(dnsService, "selector: {k8s-app: kube-dns}, ", "", 1), false), blind: true},
		"whole manifests":                    {src: dump(t, strings.Replace(dnsService, ", uid: u", "", 1), true)},
		"an old cluster":                     {src: oldCluster{dump(t, dnsService+dnsEndpoints, true)}, all: 2, ready: 1},
		"an old cluster without any of them": {src: oldCluster{dump(t, dnsService, true)}},
	} {
		t.Run(name, func(t *testing.T) {
			s := Snapshot(t.Context(), tc.src, []facts.Kind{facts.KindBackends}, Options{Now: moment})
			b := one(t, s.Backends, func(b facts.Backend) bool { return b.Name == "kube-dns" })
			if b.Endpoints != tc.all || b.ReadyEndpoints != tc.ready {
				t.Errorf("%d endpoints, %d of them ready, want %d and %d", b.Endpoints, b.ReadyEndpoints, tc.all, tc.ready)
			}
			if tc.ready == 1 && !b.Ports[0].Served {
				t.Error("its port is not served")
			}
			blind := false
			for _, spot := range s.Blind([]facts.Kind{facts.KindBackends}) {
				blind = blind || spot.Resource == "endpoints" || spot.Resource == "endpointslices.discovery.k8s.io"
			}
			if blind != tc.blind {
				t.Errorf("blind spots: %v", s.BlindSpots)
			}
		})
	}
}
