package collect

import (
	"slices"
	"testing"

	"github.com/kready/kready/internal/facts"
)

// gateway is a Gateway with routes as Envoy Gateway leaves them.
const gateway = `
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: eg, namespace: infra, creationTimestamp: "2026-06-01T00:00:00Z", generation: 3, annotations: {networking.gke.io/certmap: shop}}
spec:
  gatewayClassName: eg
  listeners:
  - {name: http, port: 80, protocol: HTTP, allowedRoutes: {namespaces: {from: Selector, selector: {matchLabels: {edge: open}}}, kinds: [{kind: HTTPRoute}]}}
  - {name: https, port: 443, protocol: HTTPS, hostname: "*.example.com", tls: {mode: Terminate, certificateRefs: [{name: cert}]}}
status:
  addresses: [{type: IPAddress, value: 203.0.113.7}]
  conditions:
  - {type: Accepted, status: "True", reason: Accepted, observedGeneration: 3, lastTransitionTime: "2026-06-01T00:01:00Z", message: ok}
  - {type: Programmed, status: "True", reason: Programmed, observedGeneration: 2, lastTransitionTime: "2026-06-01T00:01:00Z", message: ok}
  listeners:
  - name: https
    attachedRoutes: 1
    supportedKinds: [{group: gateway.networking.k8s.io, kind: HTTPRoute}]
    conditions:
    - {type: ResolvedRefs, status: "False", reason: InvalidCertificateRef, observedGeneration: 3, message: Secret infra/cert not found, lastTransitionTime: "2026-06-01T00:01:00Z"}
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: web, namespace: shop, creationTimestamp: "2026-06-01T00:00:00Z"}
spec:
  parentRefs:
  - {name: eg, namespace: infra, sectionName: https}
  - {group: gateway.networking.k8s.io, kind: Gateway, name: own, port: 8080}
  - {group: "", kind: Service, name: api}
  rules: [{backendRefs: [{name: api, port: 80}]}]
status:
  parents:
  - parentRef: {group: gateway.networking.k8s.io, kind: Gateway, name: eg, namespace: infra, sectionName: https}
    controllerName: gateway.envoyproxy.io/gatewayclass-controller
    conditions:
    - {type: Accepted, status: "True", reason: Accepted, observedGeneration: 1, message: Route is accepted, lastTransitionTime: "2026-06-01T00:01:00Z"}
    - {type: ResolvedRefs, status: "False", reason: BackendNotFound, observedGeneration: 1, message: service shop/api not found, lastTransitionTime: "2026-06-01T00:01:00Z"}
  - parentRef: {name: gone, namespace: infra}
    controllerName: gateway.envoyproxy.io/gatewayclass-controller
    conditions: [{type: Accepted, status: "False", reason: NoMatchingParent, message: "", lastTransitionTime: "2026-06-01T00:01:00Z"}]
---
apiVersion: v1
kind: Service
metadata: {name: lb, namespace: infra, annotations: {service.beta.kubernetes.io/aws-load-balancer-ssl-cert: "arn:x"}}
spec: {type: LoadBalancer, loadBalancerClass: service.k8s.aws/nlb}
status: {loadBalancer: {ingress: [{hostname: a.elb.example}]}}
---
apiVersion: v1
kind: Service
metadata: {name: fixed, namespace: infra}
spec: {type: ClusterIP, externalIPs: [192.0.2.9, 192.0.2.7]}
---
apiVersion: v1
kind: Service
metadata: {name: inner, namespace: infra}
spec: {type: NodePort}
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: web, namespace: shop, annotations: {alb.ingress.kubernetes.io/certificate-arn: "arn:x"}}
spec:
  rules: [{host: b.example.com}, {host: a.example.com}, {http: {paths: []}}]
  tls: [{secretName: cert}, {hosts: [a.example.com]}]
`

func TestGateways(t *testing.T) {
	s := Snapshot(t.Context(), dump(t, gateway, true), facts.Kinds(), Options{Now: moment, Platform: everything})
	g := s.Gateways[0]
	if g.Class != "eg" || g.Current || g.Accepted.Status != "True" || g.Programmed.Reason != "Programmed" || g.CertificateBy == "" {
		t.Errorf("%+v", g)
	}
	https := one(t, g.Listeners, func(l facts.GatewayListener) bool { return l.Name == "https" })
	if https.Port != 443 || https.Certificates != 1 || https.AttachedRoutes != 1 || https.ResolvedRefs.Reason != "InvalidCertificateRef" || https.Accepted.Status != "" || https.AllowedFrom != "Same" {
		t.Errorf("%+v", https)
	}
	if http := one(t, g.Listeners, func(l facts.GatewayListener) bool { return l.Name == "http" }); http.Port != 80 || http.ResolvedRefs.Status != "" || http.AllowedFrom != "Selector" || http.AllowedNamespaces.String() != "edge=open" || !slices.Equal(http.AllowedKinds, []string{"HTTPRoute"}) {
		t.Errorf("%+v", http)
	}
}

func TestRoutes(t *testing.T) {
	s := Snapshot(t.Context(), dump(t, gateway, true), facts.Kinds(), Options{Now: moment, Platform: everything})
	parents := s.Routes[0].Parents
	if len(parents) != 3 {
		t.Fatalf("a parent that the spec has dropped counts: %+v", parents)
	}
	told := one(t, parents, func(p facts.RouteParent) bool { return p.Name == "eg" })
	if told.Namespace != "infra" || told.Controller == "" || told.Accepted.Status != "True" || told.ResolvedRefs.Reason != "BackendNotFound" {
		t.Errorf("%+v", told)
	}
	own := one(t, parents, func(p facts.RouteParent) bool { return p.Name == "own" })
	if own != (facts.RouteParent{Kind: "Gateway", Namespace: "shop", Name: "own", Section: ":8080"}) {
		t.Errorf("%+v", own)
	}
	if mesh := one(t, parents, func(p facts.RouteParent) bool { return p.Name == "api" }); mesh.Kind != "Service" {
		t.Errorf("%+v", mesh)
	}
}

func TestOuterServices(t *testing.T) {
	s := Snapshot(t.Context(), dump(t, gateway, true), facts.Kinds(), Options{Now: moment, Platform: everything})
	if len(s.Services) != 2 {
		t.Fatalf("%+v", s.Services)
	}
	if fixed := s.Services[0]; !slices.Equal(fixed.ExternalIPs, []string{"192.0.2.7", "192.0.2.9"}) || fixed.Type != "ClusterIP" {
		t.Errorf("%+v", fixed)
	}
	if lb := s.Services[1]; lb.Addresses != 1 || lb.LoadBalancerClass != "service.k8s.aws/nlb" || lb.CertificateBy == "" {
		t.Errorf("%+v", lb)
	}
}

func TestIngressHosts(t *testing.T) {
	s := Snapshot(t.Context(), dump(t, gateway, true), facts.Kinds(), Options{Now: moment, Platform: everything})
	i := s.Ingresses[0]
	if !slices.Equal(i.Hosts, []string{"a.example.com", "b.example.com"}) || !slices.Equal(i.TLSHosts, []string{"*", "a.example.com"}) {
		t.Errorf("%+v", i)
	}
	if i.CertificateBy != "alb.ingress.kubernetes.io/certificate-arn" {
		t.Errorf("%+v", i)
	}
}
