package ingress

import (
	"strings"
	"testing"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
)

func TestTLS(t *testing.T) {
	ingress := func(hosts, tls string) facts.Snapshot {
		return facts.Snapshot{Ingresses: []facts.Ingress{{Namespace: "shop", Name: "web", Hosts: strings.Fields(hosts), TLSHosts: strings.Fields(tls)}}}
	}
	gateway := func(listeners ...facts.GatewayListener) facts.Snapshot {
		return facts.Snapshot{Gateways: []facts.Gateway{{Namespace: "infra", Name: "public", Listeners: listeners}}}
	}
	plain := facts.GatewayListener{Protocol: "HTTP", AttachedRoutes: 1}
	solver, annotated, balanced, both := ingress("a.acme.org", ""), ingress("a.acme.org", ""), ingress("a.acme.org", ""), ingress("a.acme.org", "")
	solver.Ingresses[0].Name = "cm-acme-http-solver-1"
	annotated.Ingresses[0].CertificateBy = "x"
	balanced.Services = []facts.Service{{Namespace: "infra", Name: "lb", CertificateBy: "x"}}
	both.Gateways = gateway(plain, plain).Gateways
	for name, tt := range map[string]struct {
		in   facts.Snapshot
		want check.Status
		// said are the reason and the findings' messages.
		said string
	}{
		"covered":                      {ingress("a.acme.org", "a.acme.org"), check.StatusPass, "1 public host of an Ingress has TLS"},
		"an entry without hosts":       {ingress("a.acme.org b.acme.org", "*"), check.StatusPass, "2 public hosts of Ingresses have TLS"},
		"a wildcard":                   {ingress("a.acme.org", "*.acme.org"), check.StatusPass, "1 public host of an Ingress has TLS"},
		"a wildcard is of one label":   {ingress("a.b.acme.org", "*.acme.org"), check.StatusGap, "1 Ingress with hosts in the clear|no TLS for a.b.acme.org"},
		"nor is it of none":            {ingress("acme.org", "*.acme.org"), check.StatusGap, "1 Ingress with hosts in the clear|no TLS for acme.org"},
		"a wildcard host":              {ingress("*.acme.org", "*.acme.org"), check.StatusPass, "1 public host of an Ingress has TLS"},
		"hosts are named":              {ingress("d.acme.org c.acme.org b.acme.org a.acme.org", ""), check.StatusGap, "1 Ingress with hosts in the clear|no TLS for a.acme.org, b.acme.org, c.acme.org and 1 more"},
		"names that are not public":    {ingress("a.local b.internal grafana x.home.arpa home.arpa", ""), check.StatusSkip, "no Ingress names a public host, and no Gateway has routes over HTTP"},
		"a name that only looks so":    {ingress("a.notlocal", ""), check.StatusGap, "1 Ingress with hosts in the clear|no TLS for a.notlocal"},
		"an ACME challenge":            {solver, check.StatusSkip, "no Ingress names a public host, and no Gateway has routes over HTTP"},
		"a certificate by annotation":  {annotated, check.StatusPass, "1 public host of an Ingress has TLS"},
		"a load balancer's":            {balanced, check.StatusUnknown, "TLS may end at the load balancer of infra/lb|no TLS for a.acme.org"},
		"a Gateway":                    {gateway(plain), check.StatusGap, "1 Gateway is in the clear only|1 route is attached, and no listener has TLS"},
		"with HTTPS":                   {gateway(plain, plain, facts.GatewayListener{Protocol: "HTTPS"}), check.StatusPass, "1 Gateway has a listener with TLS"},
		"without routes":               {gateway(facts.GatewayListener{Protocol: "HTTP"}), check.StatusSkip, "no Ingress names a public host, and no Gateway has routes over HTTP"},
		"another protocol":             {gateway(facts.GatewayListener{Protocol: "HBONE", AttachedRoutes: 3}), check.StatusSkip, "no Ingress names a public host, and no Gateway has routes over HTTP"},
		"an Ingress and a Gateway too": {both, check.StatusGap, "1 Gateway is in the clear only; 1 Ingress with hosts in the clear|2 routes are attached, and no listener has TLS|no TLS for a.acme.org"},
	} {
		t.Run(name, func(t *testing.T) {
			out, err := TLS().Run(t.Context(), &facts.Input{Snapshot: tt.in})
			if err != nil {
				t.Fatal(err)
			}
			said := []string{out.Reason}
			for _, f := range out.Findings {
				said = append(said, f.Message)
			}
			if out.Status != tt.want || strings.Join(said, "|") != tt.said {
				t.Errorf("%s: %q", out.Status, said)
			}
		})
	}
}
