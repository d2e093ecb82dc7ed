package probe

import (
	"strings"
	"testing"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/kready/kready/internal/facts"
)

// TestRoutesOf: each class and each Gateway of a namespace is tried once.
func TestRoutesOf(t *testing.T) {
	in := func(namespace, class, legacy string) facts.LandingIngress {
		return facts.LandingIngress{Manifest: facts.Manifest{Namespace: namespace}, Class: class, LegacyClass: legacy}
	}
	gateway := facts.LandingRouteParent{Kind: "Gateway", Namespace: "edge", Name: "main"}
	own := &facts.Landing{
		Ingresses: []facts.LandingIngress{in("shop", "nginx", ""), in("shop", "", "nginx"), in("shop", "", ""), in("other", "nginx", "")},
		Routes: []facts.LandingRoute{
			{Manifest: facts.Manifest{Kind: "HTTPRoute", Namespace: "shop"}, Parents: []facts.LandingRouteParent{gateway, gateway, {Kind: "Service", Name: "web"}}},
			{Manifest: facts.Manifest{Kind: "TCPRoute", Namespace: "shop"}, Parents: []facts.LandingRouteParent{gateway}},
		},
	}
	var got []string
	for _, r := range routesOf(0, own) {
		got = append(got, r.proof.Namespace+" "+r.proof.What)
	}
	if want := "shop class nginx; shop the default class; other class nginx; shop Gateway edge/main"; strings.Join(got, "; ") != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestClassOf: what cannot be tried, or costs money, is not.
func TestClassOf(t *testing.T) {
	known := &facts.Input{
		Snapshot:  facts.Snapshot{IngressClasses: []facts.IngressClass{{Name: "nginx", Controller: "k8s.io/ingress-nginx", Default: true}, {Name: "alb", Controller: "ingress.k8s.aws/alb"}, {Name: "own", Controller: "example.com/own"}}},
		Inventory: []facts.Implementation{{Name: "ingress-nginx", State: facts.StateRunning, Controllers: []string{"k8s.io/ingress-nginx"}}},
	}
	p := &landPlace{Session: session(t, known, server(""))}
	for class, says := range map[string]string{"nginx": "", "": "", "alb": "costs money", "own": "no controller that kready knows", "gone": "its class is not there"} {
		got, err := p.classOf(&facts.LandingIngress{Class: class})
		if (err == nil) != (says == "") || err != nil && !strings.Contains(err.Error(), says) || err == nil && got.class != "nginx" {
			t.Errorf("%q: %+v %v", class, got, err)
		}
	}
}

// TestListenerOf: of a Gateway's listeners, one that the route asks for, that takes routes of the namespace and answers for
// more than one name.
func TestListenerOf(t *testing.T) {
	gateway := func(listeners ...any) *unstructured.Unstructured {
		return &unstructured.Unstructured{Object: map[string]any{
			"metadata": map[string]any{"namespace": "edge", "name": "main"}, "spec": map[string]any{"listeners": listeners},
			"status": map[string]any{"addresses": []any{map[string]any{"value": "192.0.2.1"}}},
		}}
	}
	listener := func(name, protocol string, port int64, hostname, from string) any {
		return map[string]any{
			"name": name, "protocol": protocol, "port": port, "hostname": hostname,
			"allowedRoutes": map[string]any{"namespaces": map[string]any{"from": from, "selector": map[string]any{"matchLabels": map[string]any{"team": "shop"}}}},
		}
	}
	in := &facts.Input{Snapshot: facts.Snapshot{Namespaces: []facts.Namespace{{Name: "shop", Labels: map[string]string{"team": "shop"}}}}}
	p := &landPlace{Session: session(t, in, server(""))}
	p.Namespace = "shop"
	for name, tt := range map[string]struct {
		gateway *unstructured.Unstructured
		parent  facts.LandingRouteParent
		url     string
		says    string
	}{
		"any":           {gateway(listener("web", "HTTP", 80, "", "All")), facts.LandingRouteParent{}, "http://192.0.2.1:80/", ""},
		"by its name":   {gateway(listener("web", "HTTP", 80, "", "All"), listener("tls", "HTTPS", 443, "*.example.com", "Selector")), facts.LandingRouteParent{Section: "tls"}, "https://192.0.2.1:443/", ""},
		"other port":    {gateway(listener("web", "HTTP", 80, "", "All")), facts.LandingRouteParent{Port: 8080}, "", "no listener for HTTP"},
		"own namespace": {gateway(listener("web", "HTTP", 80, "", "Same")), facts.LandingRouteParent{}, "", "takes no routes of namespace shop"},
		"a single name": {gateway(listener("web", "HTTP", 80, "shop.example.com", "All")), facts.LandingRouteParent{}, "", "answers for shop.example.com alone"},
		"TCP":           {gateway(listener("web", "TCP", 80, "", "All")), facts.LandingRouteParent{}, "", "no listener for HTTP"},
	} {
		got, err := p.listenerOf(t.Context(), tt.gateway, &tt.parent)
		switch {
		case tt.says != "" && (err == nil || !strings.Contains(err.Error(), tt.says)):
			t.Errorf("%s: %+v %v", name, got, err)
		case tt.says == "" && (err != nil || got.entryPoint.url() != tt.url || !strings.HasPrefix(got.host, "kready-")):
			t.Errorf("%s: %+v %v", name, got, err)
		}
	}
}

// TestJudgeRoute: nothing is proven without a baseline, nor against a service whose policies kready's pods are not let by.
func TestJudgeRoute(t *testing.T) {
	trial := func(phase, got string) facts.Trial {
		want := facts.Answered
		return facts.Trial{Phase: phase, Expected: want, Got: got, What: "HTTP", Detail: "404"}
	}
	policies := &facts.Input{Snapshot: facts.Snapshot{NetworkPolicies: []facts.NetworkPolicy{{Namespace: "shop", Name: "deny"}}}}
	for name, tt := range map[string]struct {
		in     *facts.Input
		trials []facts.Trial
		want   string
	}{
		"answered":         {&facts.Input{}, []facts.Trial{trial(facts.PhaseBaseline, facts.Answered), trial(facts.PhaseProof, facts.Answered)}, facts.ProofProven},
		"404":              {&facts.Input{}, []facts.Trial{trial(facts.PhaseBaseline, facts.Answered), trial(facts.PhaseProof, facts.Wrong)}, facts.ProofFailed},
		"404, with policy": {policies, []facts.Trial{trial(facts.PhaseBaseline, facts.Answered), trial(facts.PhaseProof, facts.Wrong)}, facts.ProofUnknown},
		"no baseline":      {&facts.Input{}, []facts.Trial{trial(facts.PhaseBaseline, facts.Blocked)}, facts.ProofUnknown},
		"nothing":          {&facts.Input{}, nil, facts.ProofUnknown},
		"stays":            {&facts.Input{}, []facts.Trial{trial(facts.PhaseProof, facts.Answered), trial(facts.PhaseRestored, facts.Wrong)}, facts.ProofFailed},
	} {
		p := &landPlace{Session: session(t, tt.in, server(""))}
		p.Namespace = "shop"
		r := &routeTrial{proof: facts.LandingProof{Result: facts.ProofUnknown}}
		p.judgeRoute(r, &Result{probe: facts.Probe{Trials: tt.trials}})
		if r.proof.Result != tt.want || (r.proof.Message == "") != (tt.want == facts.ProofProven) {
			t.Errorf("%s: %+v", name, r.proof)
		}
	}
}
