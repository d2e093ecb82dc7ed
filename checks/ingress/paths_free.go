package ingress

import (
	"context"
	"fmt"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
	"github.com/kready/kready/internal/text"
)

// PathsFree asks whether another Ingress has the hosts and paths of a service's Ingresses.
func PathsFree() check.Check {
	return check.Check{
		ID:      "ingress/paths-free",
		Title:   "No other Ingress has the hosts and paths of the service's Ingresses",
		Subject: check.SubjectService,
		Doc: `Where two Ingresses of a controller have the same host and path, one of them gets no requests, and which one is the
controller's own rule. The admission webhook of ingress-nginx refuses the second, unless one of the two is a canary.

kready compares the hosts and paths of the service's Ingresses with each other and with those of the cluster, which
are looked through for these hosts alone. Ingresses of different controllers do not meet. Of controllers other than
ingress-nginx the answer is unknown, since some of them merge rules on purpose. A snapshot has the hosts of Ingresses
without the paths: another Ingress of the same host is unknown then.`,
		Level:         check.LevelConfigured,
		Tier:          check.TierMust,
		Reads:         facts.Fields{facts.PartService, facts.KindNamedHosts, facts.KindIngresses, facts.KindIngressClasses},
		OptionalReads: facts.Fields{facts.KindWebhooks},
		Remediation: `Give the service a host or a path of its own, or take the other Ingress away first:

    kubectl get ingress -A`,
		Links: []string{"https://kubernetes.github.io/ingress-nginx/how-it-works/#building-the-nginx-model"},
		Since: "0.2.0",
		Run: func(_ context.Context, in *facts.Input) (check.Outcome, error) {
			return judgePaths(in, ingressClaims(in), "the service has no Ingress with a path"), nil
		},
	}
}

// RoutePathsFree asks whether another route has the hosts and paths of a service's routes.
func RoutePathsFree() check.Check {
	return check.Check{
		ID:      "ingress/route-paths-free",
		Title:   "No other route of their Gateways has the hosts and paths of the service's routes",
		Subject: check.SubjectService,
		Doc: `Of two routes of a Gateway with the same host and match, the older one gets the requests. A listener takes either
HTTPRoutes or GRPCRoutes of one host.

kready compares the hosts and paths of the service's routes with each other and with those of the cluster, which are looked
through for these hosts alone. Routes of different Gateways or listeners do not meet. Matches that ask for headers,
methods or parameters are not compared, nor are hosts with a wildcard with those below them. A snapshot has no hosts of
routes: the answer is unknown then.`,
		Level: check.LevelConfigured,
		Tier:  check.TierShould,
		Reads: facts.Fields{facts.PartService, facts.KindNamedHosts},
		Remediation: `Give the service a host or a path of its own, or take the other route away first:

    kubectl get httproutes -A
    kubectl get grpcroutes -A`,
		Links: []string{"https://gateway-api.sigs.k8s.io/reference/spec/#httprouterule"},
		Since: "0.2.0",
		Run: func(_ context.Context, in *facts.Input) (check.Outcome, error) {
			return judgePaths(in, routeClaims(in), "the service has no route with a path"), nil
		},
	}
}

// claim is a path that an Ingress or a route of the service has.
type claim struct {
	of      facts.Manifest
	host    string
	path    facts.LandingPath
	class   string
	canary  string
	parents []string
}

func (c *claim) String() string {
	host := c.host
	if host == "" {
		host = "all hosts"
	}
	return fmt.Sprintf("the path %s of %s", c.path.Path, host)
}

func judgePaths(in *facts.Input, all []claim, none string) check.Outcome {
	var found check.Found
	meet := newMeeting(in)
	for i := range all {
		c := &all[i]
		message, known := meet.met(c)
		meet.add(c)
		finding := check.OfManifest(c.of, c.path.PathLine, check.ByService, message)
		found.Add(finding, known)
	}
	if len(all) == 0 {
		return check.Skip(none)
	}
	paths := text.Counted(len(all), "path", "paths")
	return check.ByFindings(found.Gaps, found.Unknowns,
		fmt.Sprintf("%d of %s %s taken", len(found.Gaps), paths, text.Are(len(found.Gaps))),
		fmt.Sprintf("whether requests for %d of %s come to the service is not known", len(found.Unknowns), paths),
		paths+", which nothing else has")
}

// ingressClaims are the paths of a service's Ingresses.
func ingressClaims(in *facts.Input) []claim {
	var out []claim
	brings := kube.NewBrought(&in.Service)
	for i := range in.Service.Ingresses {
		g := &in.Service.Ingresses[i]
		one := claim{of: g.Manifest, class: classOf(in, g)}
		if o := brings.Object("networking.k8s.io", "Ingress", g.Namespace, g.Name); o != nil {
			one.canary = o.Annotations["nginx.ingress.kubernetes.io/canary"]
		}
		for _, path := range g.Paths {
			one.host, one.path = path.Host, path
			out = append(out, one)
		}
	}
	return out
}

// routeClaims are the paths of a service's routes, one for each host.
func routeClaims(in *facts.Input) []claim {
	var out []claim
	for i := range in.Service.Routes {
		r := &in.Service.Routes[i]
		if !kube.HasHosts(r) {
			continue
		}
		one := claim{of: r.Manifest, parents: gatewaysOf(r)}
		for _, host := range kube.HostsOf(r) {
			for _, path := range r.Paths {
				one.host, one.path = host, path
				out = append(out, one)
			}
		}
	}
	return out
}

// classOf is the class that an Ingress ends up with; "" where that is not known.
func classOf(in *facts.Input, g *facts.LandingIngress) string {
	if g.Class != "" || g.LegacyClass != "" {
		return g.Class + g.LegacyClass
	}
	for _, c := range in.IngressClasses {
		if c.Default {
			return c.Name
		}
	}
	return ""
}

// gatewaysOf are the Gateways of a route, as facts.HostClaim names them.
func gatewaysOf(r *facts.LandingRoute) []string {
	var out []string
	for _, p := range r.Parents {
		if p.Kind != "Gateway" {
			continue
		}
		name := p.Namespace + "/" + p.Name
		if p.Section != "" || p.Port > 0 {
			name += "/" + p.Section
		}
		if p.Port > 0 {
			name += fmt.Sprintf(":%d", p.Port)
		}
		out = append(out, name)
	}
	return out
}
