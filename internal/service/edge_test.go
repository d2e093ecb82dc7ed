package service

import (
	"reflect"
	"testing"

	"github.com/kready/kready/internal/facts"
)

// TestDefaults: fields that are left out have the value that the API server gives them.
func TestDefaults(t *testing.T) {
	m, err := Parse("shop", "web.yaml", []byte(`
apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  selector: {app: web}
  ports:
  - {port: 80}
  - {port: 53, protocol: UDP, targetPort: dns}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: web}
spec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}, maxReplicas: 3}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: web}
spec:
  podSelector: {}
  egress:
  - ports: [{port: 53}]
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: web}
spec: {minAvailable: 50%}
`), Options{Namespace: "shop"})
	if err != nil {
		t.Fatal(err)
	}
	landing, err := m.Facts()
	if err != nil {
		t.Fatal(err)
	}
	service, scaler, policy, budget := landing.Services[0], landing.Scalers[0], landing.Policies[0].Policy, landing.Budgets[0]
	for name, tt := range map[string]struct{ got, want any }{
		"type":          {service.Type, "ClusterIP"},
		"target":        {service.Ports[0], facts.LandingServicePort{Protocol: "TCP", Port: 80, Target: 80, Line: 8}},
		"named target":  {service.Ports[1], facts.LandingServicePort{Protocol: "UDP", Port: 53, TargetName: "dns", Line: 9}},
		"metric":        {scaler.Metrics[0], facts.LandingMetric{Type: "Resource", Name: "cpu", Target: "Utilization", Line: 14}},
		"min":           {scaler.Min, 1},
		"policy types":  {policy.PolicyTypes, []string{"Ingress", "Egress"}},
		"policy port":   {policy.Egress[0].Ports[0], facts.PolicyPort{Protocol: "TCP", Port: 53}},
		"null selector": {budget.Selector.Set, false},
		"min available": {budget.MinAvailable, "50%"},
	} {
		if !reflect.DeepEqual(tt.got, tt.want) {
			t.Errorf("%s: got %+v, want %+v", name, tt.got, tt.want)
		}
	}
}

// TestBackends: each backend is kept once, with the namespace that it is in.
func TestBackends(t *testing.T) {
	m, err := Parse("shop", "web.yaml", []byte(`
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: web}
spec:
  tls: [{secretName: web-tls, hosts: [a.example]}]
  rules:
  - http:
      paths:
      - {path: /, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}
      - {path: /api, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: web}
spec:
  rules:
  - backendRefs: [{name: web, namespace: other, port: 80}]
`), Options{Namespace: "shop"})
	if err != nil {
		t.Fatal(err)
	}
	landing, err := m.Facts()
	if err != nil {
		t.Fatal(err)
	}
	want := []facts.LandingBackend{{Kind: "Service", Namespace: "shop", Name: "web", Port: 80, Line: 10}}
	if got := landing.Ingresses[0].Backends; !reflect.DeepEqual(got, want) {
		t.Errorf("backends of the Ingress: %+v", got)
	}
	want = []facts.LandingBackend{{Kind: "Service", Namespace: "other", Name: "web", Port: 80, Line: 18}}
	if got := landing.Routes[0].Backends; !reflect.DeepEqual(got, want) {
		t.Errorf("backends of the route: %+v", got)
	}
	lookups := Lookups(landing)
	if len(lookups.Services) != 2 {
		t.Errorf("Services looked up: %v", lookups.Services)
	}
}
