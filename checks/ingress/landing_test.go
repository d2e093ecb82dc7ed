package ingress

import (
	"testing"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/landtest"
)

// landed is a case of a requirement: manifests, and what the cluster is known to have.
type landed struct {
	manifests string
	cluster   facts.Snapshot
	want      check.Status
	says      string
}

// judge runs a requirement on the manifests.
func (l landed) judge(t *testing.T, c check.Check) {
	t.Helper()
	landtest.Judge(t, c, l.manifests, facts.Input{Snapshot: l.cluster}, l.want, l.says)
}

// TestPathsFree: which Ingresses meet depends on their controllers, and on canaries.
func TestPathsFree(t *testing.T) {
	one := func(name, class, more, rule string) string {
		return "---\napiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: " + name + more + "}\nspec:\n  ingressClassName: " + class +
			"\n  rules: [{" + rule + "http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}]}}]\n"
	}
	canary := ", annotations: {nginx.ingress.kubernetes.io/canary: \"true\"}"
	cluster := facts.Snapshot{
		IngressClasses: []facts.IngressClass{{Name: "inner", Controller: "k8s.io/ingress-nginx"}, {Name: "outer", Controller: "k8s.io/ingress-nginx"}, {Name: "edge", Controller: "traefik.io/ingress-controller"}},
		Webhooks:       []facts.WebhookConfig{{Webhooks: []facts.Webhook{{Name: "validate.nginx.ingress.kubernetes.io"}}}},
		Ingresses:      []facts.Ingress{{Namespace: "other", Name: "all", Class: "outer"}},
	}
	host := "host: a.example.com, "
	for name, tt := range map[string]struct {
		manifests string
		want      check.Status
		says      string
	}{
		"two classes of one controller": {one("a", "inner", "", host) + one("b", "outer", "", host), check.StatusGap, "refuses the second"},
		"two controllers":               {one("a", "inner", "", host) + one("b", "edge", "", host), check.StatusPass, ""},
		"a canary":                      {one("a", "inner", "", host) + one("b", "inner", canary, host), check.StatusPass, ""},
		"two canaries":                  {one("a", "inner", canary, host) + one("b", "inner", canary, host), check.StatusGap, "refuses the second"},
		"another host":                  {one("a", "inner", "", host) + one("b", "inner", "", "host: b.example.com, "), check.StatusPass, ""},
		"all hosts, in a snapshot":      {one("a", "inner", "", ""), check.StatusUnknown, "the Ingress other/all may have"},
	} {
		t.Run(name, func(t *testing.T) {
			landtest.Judge(t, PathsFree(), tt.manifests, facts.Input{Snapshot: cluster}, tt.want, tt.says)
		})
	}
}

const route = "---\napiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: {name: web}\nspec:\n  parentRefs: [{name: public}]\n  hostnames: [a.example.com]\n  rules: [{backendRefs: [{name: api, namespace: data, port: 80}]}]\n"

// TestRoutePathsFree: routes of other Gateways and other paths do not meet.
func TestRoutePathsFree(t *testing.T) {
	host := func(parent, path string) facts.Snapshot {
		return facts.Snapshot{NamedHosts: []facts.NamedHost{{Host: "a.example.com", Claims: []facts.HostClaim{{
			Kind: "HTTPRoute", Namespace: "other", Name: "web", Parents: []string{parent}, Paths: []facts.ClaimedPath{{Type: "PathPrefix", Path: path}},
		}}}}}
	}
	landed{route, host("shop/public", "/"), check.StatusGap, "the older of the two"}.judge(t, RoutePathsFree())
	landed{route, host("shop/public/web", "/"), check.StatusGap, "the older of the two"}.judge(t, RoutePathsFree())
	landed{route, host("shop/public", "/api"), check.StatusPass, ""}.judge(t, RoutePathsFree())
	landed{route, host("shop/publication", "/"), check.StatusPass, ""}.judge(t, RoutePathsFree())
}

// TestReferencesGranted: a grant is for a kind of one namespace, and for an object where it names one.
func TestReferencesGranted(t *testing.T) {
	granted := func(kind, namespace, name string) facts.Snapshot {
		return facts.Snapshot{NamedGrants: []facts.NamedGrants{{Namespace: "data", Grants: []facts.ReferenceGrant{{
			From: []facts.GrantedFrom{{Group: "gateway.networking.k8s.io", Kind: kind, Namespace: namespace}}, To: []facts.GrantedTo{{Kind: "Service", Name: name}},
		}}}}}
	}
	landed{route, granted("HTTPRoute", "shop", ""), check.StatusPass, ""}.judge(t, ReferencesGranted())
	landed{route, granted("HTTPRoute", "shop", "api"), check.StatusPass, ""}.judge(t, ReferencesGranted())
	landed{route, granted("HTTPRoute", "shop", "db"), check.StatusGap, "no ReferenceGrant"}.judge(t, ReferencesGranted())
	landed{route, granted("HTTPRoute", "other", ""), check.StatusGap, "no ReferenceGrant"}.judge(t, ReferencesGranted())
	landed{route, granted("GRPCRoute", "shop", ""), check.StatusGap, "no ReferenceGrant"}.judge(t, ReferencesGranted())
}

// TestRouteFeatures: what a route uses is held against the class of its Gateway.
func TestRouteFeatures(t *testing.T) {
	of := func(features ...string) facts.Snapshot {
		return facts.Snapshot{Gateways: []facts.Gateway{{Namespace: "shop", Name: "public", Class: "edge"}}, GatewayClasses: []facts.GatewayClass{{Name: "edge", Features: features}}}
	}
	timed := "---\napiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: {name: web}\nspec:\n  parentRefs: [{name: public}]\n  rules: [{timeouts: {request: 1s}}]\n"
	landed{route, of("HTTPRoute"), check.StatusPass, ""}.judge(t, RouteFeatures())
	landed{timed, of("HTTPRoute"), check.StatusGap, "HTTPRouteRequestTimeout"}.judge(t, RouteFeatures())
	landed{timed, of("HTTPRoute", "HTTPRouteRequestTimeout"), check.StatusPass, ""}.judge(t, RouteFeatures())
	landed{timed, of("GRPCRoute"), check.StatusUnknown, "does not say"}.judge(t, RouteFeatures())
}
