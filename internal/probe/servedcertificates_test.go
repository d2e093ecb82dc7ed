package probe

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/kready/kready/internal/agent"
	"github.com/kready/kready/internal/facts"
)

// TestServedHosts: hosts with TLS of controllers that run here, each once for each controller.
func TestServedHosts(t *testing.T) {
	in := &facts.Input{Inventory: []facts.Implementation{{Name: "traefik", Title: "Traefik", Namespace: "edge", State: facts.StateRunning, Controllers: []string{"traefik.io/"}}}}
	in.IngressClasses = []facts.IngressClass{{Name: "traefik", Controller: "traefik.io/ingress-controller", Default: true}, {Name: "alb", Controller: "ingress.k8s.aws/alb"}, {Name: "gone", Controller: "example.com/gone"}}
	old, young := time.Now().Add(-time.Hour), time.Now().Add(-time.Minute)
	ingress := func(class string, created time.Time, tls []string, hosts ...string) facts.Ingress {
		return facts.Ingress{Namespace: "shop", Name: "web", Class: class, Hosts: hosts, TLS: len(tls) > 0, TLSHosts: tls, CreatedAt: created}
	}
	annotated := ingress("traefik", old, nil, "annotated.example.com")
	annotated.CertificateBy = "traefik.ingress.kubernetes.io/router.tls"
	in.Ingresses = []facts.Ingress{
		ingress("traefik", old, []string{"a.example.com"}, "a.example.com", "plain.example.com"),
		ingress("", old, []string{"a.example.com"}, "a.example.com"),
		ingress("", old, []string{"*.example.com"}, "b.example.com", "*.example.com"),
		ingress("traefik", old, []string{"*"}, "c.example.org"),
		ingress("traefik", young, []string{"*"}, "young.example.org"),
		ingress("alb", old, []string{"*"}, "alb.example.org"),
		ingress("gone", old, []string{"*"}, "gone.example.org"),
		ingress("traefik", old, []string{"no-rule.example.org"}, ""),
		annotated,
	}
	in.Gateways = []facts.Gateway{{Namespace: "edge", Name: "gw", CreatedAt: old, Listeners: []facts.GatewayListener{
		{Protocol: "HTTPS", Hostname: "g.example.com", Port: 8443}, {Protocol: "HTTP", Hostname: "h.example.com", Port: 80}, {Protocol: "HTTPS", Port: 443},
	}}}
	s := session(t, in, server(""))
	var got []string
	for _, h := range s.servedHosts() {
		got = append(got, h.of.Kind+" "+h.host)
		if strings.HasPrefix(h.host, "*.") != (h.sni == "kready-"+s.RunID+strings.TrimPrefix(h.host, "*")) {
			t.Errorf("%s is asked for as %s", h.host, h.sni)
		}
	}
	want := []string{"Ingress a.example.com", "Ingress b.example.com", "Ingress *.example.com", "Ingress c.example.org", "Ingress annotated.example.com", "Gateway g.example.com"}
	if !slices.Equal(got, want) {
		t.Errorf("got  %v\nwant %v", got, want)
	}
}

// TestServed: what controllers showed, judged by the time; silence is a fault only where others are answered.
func TestServed(t *testing.T) {
	now := time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC)
	value := func(covers bool, days, life int) string {
		end := now.AddDate(0, 0, days)
		return fmt.Sprintf(`{"b":%q,"a":%q,"c":%v,"s":"web","i":"CA"}`, end.AddDate(0, 0, -life).Format(time.RFC3339), end.Format(time.RFC3339), covers)
	}
	answer := func(values ...string) agent.Answer {
		return agent.Answer{Got: facts.Answered, Values: values, Attempts: 3, Detail: "timeout"}
	}
	for name, tt := range map[string]struct {
		answers  []agent.Answer
		failures []string
		obstacle string
		days     int
	}{
		"good":                           {[]agent.Answer{answer(value(true, 60, 90)), answer(value(true, 40, 90))}, []string{"", ""}, "", 40},
		"for another name":               {[]agent.Answer{answer(value(false, 60, 90))}, []string{`is for other names ("web")`}, "", 0},
		"expired":                        {[]agent.Answer{answer(value(true, -3, 90))}, []string{"has expired on 2026-11-24"}, "", 0},
		"soon":                           {[]agent.Answer{answer(value(true, 5, 90))}, []string{"expires on 2026-12-02, in 5 days"}, "", 0},
		"a short life":                   {[]agent.Answer{answer(value(true, 2, 7))}, []string{""}, "", 2},
		"one of two replicas":            {[]agent.Answer{answer(value(true, 60, 90), value(true, -1, 90))}, []string{"has expired on 2026-11-26"}, "", 0},
		"shown for one, and not another": {[]agent.Answer{answer(value(true, 60, 90)), answer()}, []string{"", "is not shown, where those of other hosts are"}, "", 60},
		"shown for none":                 {[]agent.Answer{answer(), answer()}, nil, "no TLS handshake at 10.0.0.1:443 for host-0: timeout", 0},
	} {
		t.Run(name, func(t *testing.T) {
			var hosts []servedHost
			at, answers := map[int]string{}, map[int]agent.Answer{}
			for i, a := range tt.answers {
				hosts = append(hosts, servedHost{host: fmt.Sprintf("host-%d", i), of: facts.ObjectRef{Kind: "Ingress", Namespace: "shop", Name: "web"}})
				at[i], answers[i] = "10.0.0.1:443", a
			}
			out := &Result{}
			err := out.addServed(hosts, at, answers, nil, servedJudge{now, 7 * 24 * time.Hour})
			var failures []string
			for _, trial := range out.probe.Trials {
				failures = append(failures, trial.Failure)
				if trial.AsExpected() != (trial.Failure == "") {
					t.Errorf("%+v", trial)
				}
			}
			if !slices.Equal(failures, tt.failures) {
				t.Errorf("%q, want %q", failures, tt.failures)
			}
			if (err == nil) != (tt.obstacle == "") || err != nil && err.Error() != tt.obstacle {
				t.Errorf("obstacle %v, want %q", err, tt.obstacle)
			}
			if days, _ := out.probe.Measure("days until the first expires"); days.Value != tt.days {
				t.Errorf("%d days, want %d", days.Value, tt.days)
			}
		})
	}
	reasons := []string{"no Service with a port for HTTPS leads to x"}
	if err := (&Result{}).addServed(nil, nil, nil, reasons, servedJudge{}); err == nil {
		t.Error("a controller that nothing leads to is no obstacle")
	}
}
