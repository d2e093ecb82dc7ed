package ingress

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
	"github.com/kready/kready/internal/text"
)

// TLS asks whether hosts that the public can reach are served with TLS.
func TLS() check.Check {
	return check.Check{
		ID:    "ingress/tls",
		Title: "Every public host is served with TLS",
		Doc: `A host without TLS sends passwords, cookies and data in the clear, and browsers warn of
it or refuse it.

Each host in the rules of an Ingress must be covered by ` + "`spec.tls`" + `, or by an annotation
that gives the certificate to a load balancer (ALB, GKE, Application Gateway) or to the
controller (Traefik, OpenShift). A Gateway that has routes must have a listener with
HTTPS or TLS. Names that cannot be public (` + "`.local`, `.internal`" + `, …), and cert-manager's
Ingresses for ACME challenges, are left out.

Where a load balancer in front of a Service holds the certificate, plain hosts behind it
are unknown instead of a gap. It does not see a controller's default certificate, TLS
that ends outside of the cluster, or hosts in objects of a controller's own kind, such
as IngressRoute. Whether the certificates are valid is another question.`,
		Level:         check.LevelConfigured,
		Tier:          check.TierShould,
		Reads:         facts.Fields{facts.KindGateways, facts.KindIngresses, facts.KindServices},
		Requires:      []string{"ingress/present"},
		StandsWithout: check.StandsWithout{Gap: []facts.Portion{"ingresses", "gateways"}},
		Remediation: "Add `spec.tls`" + ` with the host and a Secret, or an HTTPS listener with a certificateRef.
cert-manager fills the Secret when the Ingress or Gateway carries
` + "`cert-manager.io/cluster-issuer`" + `. If TLS ends before the cluster, waive the check and
say where.`,
		Links: []string{
			"https://kubernetes.io/docs/concepts/services-networking/ingress/#tls",
			"https://gateway-api.sigs.k8s.io/guides/tls/",
		},
		Since: "0.1.0",
		Run:   runTLS,
	}
}

func runTLS(_ context.Context, in *facts.Input) (check.Outcome, error) {
	plain, hosts := bareIngresses(in.Ingresses)
	open, gateways := bareGateways(in.Gateways)
	if hosts == 0 && gateways == 0 {
		return check.Skip("no Ingress names a public host, and no Gateway has routes over HTTP"), nil
	}
	findings := plain
	if len(open) > 0 {
		findings = slices.Concat(plain, open)
	}
	slices.SortFunc(findings, func(a, b check.Finding) int {
		return cmp.Or(cmp.Compare(a.Message, b.Message), cmp.Compare(a.Object.Namespace, b.Object.Namespace), cmp.Compare(a.Object.Name, b.Object.Name))
	})
	var ends []string
	for _, s := range in.Services {
		if s.CertificateBy != "" {
			ends = append(ends, s.Namespace+"/"+s.Name)
		}
	}
	slices.Sort(ends)
	switch {
	case len(findings) > 0 && len(ends) > 0:
		return check.Unknown("TLS may end at the load balancer of "+strings.Join(ends, ", "), findings...), nil
	case len(findings) > 0:
		return check.Gap(said(
			len(plain), text.Counted(len(plain), "Ingress", "Ingresses")+" with hosts in the clear",
			len(open), text.Counted(len(open), "Gateway is", "Gateways are")+" in the clear only"), findings...), nil
	}
	return check.Pass(said(
		hosts, text.Counted(hosts, "public host of an Ingress has", "public hosts of Ingresses have")+" TLS",
		gateways, text.Counted(gateways, "Gateway has", "Gateways have")+" a listener with TLS")), nil
}

// said joins what is said of some Ingresses and of some Gateways, where there are any.
func said(ingresses int, one string, gateways int, other string) string {
	switch {
	case gateways == 0:
		return one
	case ingresses == 0:
		return other
	case one < other:
		return one + "; " + other
	}
	return other + "; " + one
}

// bareIngresses are findings on Ingresses with public hosts that no TLS of theirs is for, and how many different
// public hosts all of them have.
func bareIngresses(ingresses []facts.Ingress) (findings []check.Finding, hosts int) {
	seen := map[string]bool{}
	for i := range ingresses {
		in := &ingresses[i]
		if kube.ACMESolver(in) {
			continue
		}
		var bare []string
		for _, host := range in.Hosts {
			if privateHost(host) {
				continue
			}
			seen[host] = true
			if !encrypted(in, host) {
				bare = append(bare, host)
			}
		}
		if len(bare) > 0 {
			slices.Sort(bare)
			if findings == nil {
				findings = make([]check.Finding, 0, len(ingresses)-i) // where one is bare, so are most
			}
			findings = append(findings, check.Finding{
				Object: facts.ObjectRef{Kind: "Ingress", Namespace: in.Namespace, Name: in.Name}, Message: "no TLS for " + text.Few(bare),
			})
		}
	}
	return findings, len(seen)
}

// encrypted reports whether TLS of an Ingress is for one of its hosts. A wildcard stands for one label.
func encrypted(in *facts.Ingress, host string) bool {
	_, domain, _ := strings.Cut(host, ".")
	return in.CertificateBy != "" || slices.ContainsFunc(in.TLSHosts, func(h string) bool {
		return h == "*" || h == host || h == "*."+domain
	})
}

// bareGateways are findings on Gateways that have routes, let plain HTTP in and nothing else, and how many let it in.
func bareGateways(gateways []facts.Gateway) (findings []check.Finding, plain int) {
	for i := range gateways {
		g := &gateways[i]
		routes := 0
		for _, l := range g.Listeners {
			routes += l.AttachedRoutes
		}
		if !slices.ContainsFunc(g.Listeners, func(l facts.GatewayListener) bool { return l.Protocol == "HTTP" && l.AttachedRoutes > 0 }) {
			continue
		}
		plain++
		if g.CertificateBy == "" && !slices.ContainsFunc(g.Listeners, func(l facts.GatewayListener) bool { return l.Protocol == "HTTPS" || l.Protocol == "TLS" }) {
			findings = append(findings, check.Finding{
				Object:  facts.ObjectRef{Kind: "Gateway", Namespace: g.Namespace, Name: g.Name},
				Message: text.Counted(routes, "route is", "routes are") + " attached, and no listener has TLS",
			})
		}
	}
	return findings, plain
}

// privateHost holds for names that no public name server knows: those of one label, and those of the domains that
// RFC 6761, RFC 6762, RFC 8375 and ICANN keep for private use.
func privateHost(host string) bool {
	last := host[strings.LastIndexByte(host, '.')+1:]
	switch last {
	case "local", "localhost", "internal", "test", "invalid", "example":
		return true
	}
	return last == host || host == "home.arpa" || strings.HasSuffix(host, ".home.arpa")
}
