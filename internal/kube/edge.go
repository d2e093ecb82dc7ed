package kube

import (
	"strings"

	"github.com/kready/kready/internal/facts"
)

// HasHosts reports whether a route is of a kind that is told apart by hosts.
func HasHosts(r *facts.LandingRoute) bool {
	return r.Kind == "HTTPRoute" || r.Kind == "GRPCRoute" || r.Kind == "TLSRoute"
}

// HostsOf are the hosts of a route: "" for those of its listeners, where it names none.
func HostsOf(r *facts.LandingRoute) []string {
	if len(r.Hostnames) == 0 {
		return []string{""}
	}
	var out []string
	for _, name := range r.Hostnames {
		out = append(out, strings.ToLower(name))
	}
	return out
}

// Reference is one from an object of a service to an object of another namespace.
type Reference struct {
	From facts.Manifest
	To   facts.LandingBackend
}

// Crossing are the references of routes, Gateways and ListenerSets into other namespaces, which a ReferenceGrant there
// has to allow.
func Crossing(s *facts.Landing) []Reference {
	var out []Reference
	add := func(from facts.Manifest, to []facts.LandingBackend) {
		for _, b := range to {
			if b.Namespace != from.Namespace && b.Namespace != "" {
				out = append(out, Reference{from, b})
			}
		}
	}
	for i := range s.Routes {
		add(s.Routes[i].Manifest, s.Routes[i].Backends)
	}
	for i := range s.Gateways {
		add(s.Gateways[i].Manifest, s.Gateways[i].Certificates)
	}
	return out
}

// Grants reports whether a ReferenceGrant allows a reference. The groups of routes and Gateways are all the Gateway API's.
func Grants(g *facts.ReferenceGrant, r *Reference) bool {
	from, to := false, false
	for _, f := range g.From {
		from = from || f.Group == "gateway.networking.k8s.io" && f.Kind == r.From.Kind && f.Namespace == r.From.Namespace
	}
	for _, t := range g.To {
		to = to || t.Group == r.To.Group && t.Kind == r.To.Kind && (t.Name == "" || t.Name == r.To.Name)
	}
	return from && to
}
