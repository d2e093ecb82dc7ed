package collect

import (
	"cmp"
	"context"
	"slices"
	"strings"

	networkingv1 "k8s.io/api/networking/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/target"
	"github.com/kready/kready/internal/text"
)

const (
	// claimsMax is how many Ingresses and routes of one host are kept, and claimedMax how many paths of each.
	claimsMax  = 100
	claimedMax = 200
	// canary is the annotation by which ingress-nginx lets two Ingresses have one path.
	canary = "nginx.ingress.kubernetes.io/canary"
)

// routesWithHosts are those that are told apart by hosts.
var routesWithHosts = []string{"httproutes", "grpcroutes", "tlsroutes"}

func namedHostsCollector() Collector {
	when := "an Ingress or a route that is to land has a host"
	reads := []Read{{Group: networkingGroup, Resource: "ingresses", Verbs: []string{"list"}, When: when}}
	for _, resource := range routesWithHosts {
		read := ifServed(gatewayGroup, resource)
		read.When = when
		reads = append(reads, read)
	}
	return Collector{Facts: facts.KindNamedHosts, Reads: reads, Collect: collectNamedHosts}
}

// claimed is a host of an Ingress or a route.
type claimed struct {
	host  string
	claim facts.HostClaim
}

// collectNamedHosts looks through Ingresses and routes for the hosts that a service has: one fact for each host. Nothing else of
// them is kept.
func collectNamedHosts(ctx context.Context, r *Run) Fill {
	hosts := sorted(slices.Clone(r.opts.Lookups.Hosts))
	hosts = hosts[:min(len(hosts), namedMax)]
	if len(hosts) == 0 {
		return nil
	}
	q := target.Query{Group: networkingGroup, Version: "v1", Resource: "ingresses"}
	all := eachSome(ctx, r, q, func(i *networkingv1.Ingress) ([]claimed, bool) {
		found := claimsOfIngress(i, hosts)
		return found, len(found) > 0
	})
	for _, resource := range routesWithHosts {
		all = append(all, eachIfServed(ctx, r, gatewayGroup, resource, func(o *unstructured.Unstructured) ([]claimed, error) {
			return claimsOfRoute(o, hosts)
		})...)
	}
	if len(r.blind) > 0 {
		return nil // one that is not read may have it
	}
	out := make([]facts.NamedHost, len(hosts))
	for i, host := range hosts {
		out[i].Host = host
	}
	for _, of := range all {
		for _, c := range of {
			if i, found := slices.BinarySearch(hosts, c.host); found && len(out[i].Claims) < claimsMax {
				out[i].Claims = append(out[i].Claims, c.claim)
			}
		}
	}
	for i := range out {
		sortBy(out[i].Claims,
			func(c facts.HostClaim) string { return c.Kind },
			func(c facts.HostClaim) string { return c.Namespace },
			func(c facts.HostClaim) string { return c.Name })
	}
	return func(s *facts.Snapshot) { s.NamedHosts = out }
}

// claimsOfIngress are the hosts of an Ingress that are among some, each with its paths.
func claimsOfIngress(i *networkingv1.Ingress, hosts []string) []claimed {
	claim := facts.HostClaim{Kind: "Ingress", Namespace: i.Namespace, Name: i.Name, Class: text.Truncate(i.Annotations[legacyClass], valueMax), Canary: text.Truncate(i.Annotations[canary], valueMax)}
	if i.Spec.IngressClassName != nil {
		claim.Class = *i.Spec.IngressClassName
	}
	var out []claimed
	for _, rule := range i.Spec.Rules {
		host := strings.ToLower(rule.Host)
		if _, asked := slices.BinarySearch(hosts, host); !asked || rule.HTTP == nil {
			continue
		}
		one := claim
		for _, path := range rule.HTTP.Paths[:min(len(rule.HTTP.Paths), claimedMax)] {
			kept := facts.ClaimedPath{Path: cmp.Or(text.Truncate(path.Path, hostMax), "/")}
			if path.PathType != nil {
				kept.Type = string(*path.PathType)
			}
			one.Paths = append(one.Paths, kept)
		}
		out = append(out, claimed{host, one})
	}
	return out
}

// claimsOfRoute are the hosts of a route that are among some, each with the paths of all its rules.
func claimsOfRoute(o *unstructured.Unstructured, hosts []string) ([]claimed, error) {
	read := reader{fields: o.Object}
	value, _ := read.at("spec", "hostnames")
	names := plainValues(value)
	if len(names) == 0 {
		names = []string{""}
	}
	var out []claimed
	for _, name := range names {
		name = strings.ToLower(name)
		if _, asked := slices.BinarySearch(hosts, name); asked {
			out = append(out, claimed{host: name})
		}
	}
	if len(out) == 0 {
		return nil, read.err
	}
	claim := facts.HostClaim{Kind: o.GetKind(), Namespace: o.GetNamespace(), Name: o.GetName(), Paths: pathsOfRoute(&read)}
	for _, fields := range read.list("spec", "parentRefs") {
		one := reader{fields: fields}
		if p := parent(&one, o.GetNamespace()); p.Kind == "Gateway" {
			claim.Parents = append(claim.Parents, strings.TrimSuffix(p.Namespace+"/"+p.Name+"/"+p.Section, "/"))
		}
		read.takeError(&one)
	}
	claim.Parents = sorted(claim.Parents)
	for i := range out {
		out[i].claim = claim
	}
	return out, read.err
}

// pathsOfRoute are the matches that ask for nothing but a path. Headers and parameters, whose values may be secret, are
// not kept.
func pathsOfRoute(read *reader) []facts.ClaimedPath {
	var out []facts.ClaimedPath
	all := facts.ClaimedPath{Type: "PathPrefix", Path: "/"}
	for _, fields := range read.list("spec", "rules") {
		rule := reader{fields: fields}
		matches := rule.list("matches")
		if len(matches) == 0 {
			out = append(out, all)
		}
		for _, match := range matches {
			if match["headers"] != nil || match["method"] != nil || match["queryParams"] != nil {
				continue
			}
			one := reader{fields: match}
			path := facts.ClaimedPath{Type: cmp.Or(one.text("path", "type"), all.Type), Path: cmp.Or(text.Truncate(one.text("path", "value"), hostMax), all.Path)}
			if len(out) < claimedMax {
				out = append(out, path)
			}
			rule.takeError(&one)
		}
		read.takeError(&rule)
	}
	return out
}
