package ingress

import (
	"context"
	"fmt"
	"slices"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
	"github.com/kready/kready/internal/text"
)

// ReferencesGranted asks whether what routes and Gateways refer to in other namespaces lets them.
func ReferencesGranted() check.Check {
	return check.Check{
		ID:      "ingress/references-granted",
		Title:   "ReferenceGrants allow what routes and Gateways of the service refer to in other namespaces",
		Subject: check.SubjectService,
		Doc: `A route that sends requests to a Service of another namespace, and a Gateway that ends TLS with a Secret of another
one, need a ReferenceGrant there. Without it the reference does not resolve (` + "`RefNotPermitted`" + `): the route
answers with 500, and the listener is not programmed.

kready compares each such reference with the ReferenceGrants of the namespace that it leads to, in the cluster and among
the manifests. What routes are attached to (` + "`parentRefs`" + `) needs none: ` + "`ingress/route-gateways`" + `.`,
		Level: check.LevelConfigured,
		Tier:  check.TierMust,
		Reads: facts.Fields{facts.PartService, facts.KindNamedGrants, facts.KindNamespaces},
		Remediation: `Have the owners of the other namespace add a ReferenceGrant to it, or refer to something in the service's own. These are
there:

    kubectl -n NAMESPACE get referencegrants -o yaml`,
		Links: []string{"https://gateway-api.sigs.k8s.io/api-types/referencegrant/"},
		Since: "0.2.0",
		Run:   runReferencesGranted,
	}
}

func runReferencesGranted(_ context.Context, in *facts.Input) (check.Outcome, error) {
	var gaps, unknowns []check.Finding
	all, grants := kube.Crossing(&in.Service), grantsOf(in)
	for i := range all {
		r := &all[i]
		granted, known := grants.allow(r)
		what := fmt.Sprintf("the %s %s/%s that it refers to", r.To.Kind, r.To.Namespace, r.To.Name)
		switch {
		case granted:
		case known:
			gaps = append(gaps, check.OfManifest(r.From, r.To.Line, check.ByPlatform,
				fmt.Sprintf("%s is in another namespace, and no ReferenceGrant there allows it to a %s of the namespace %s", what, r.From.Kind, r.From.Namespace)))
		default:
			unknowns = append(unknowns, check.OfManifest(r.From, r.To.Line, check.ByPlatform, "whether a ReferenceGrant allows "+what+" could not be looked up"))
		}
	}
	if len(all) == 0 {
		return check.Skip("no route and no Gateway of the service refers to another namespace"), nil
	}
	references := text.Counted(len(all), "reference", "references")
	return check.ByFindings(gaps, unknowns,
		fmt.Sprintf("%d of %s into other namespaces %s not allowed", len(gaps), references, text.Are(len(gaps))),
		fmt.Sprintf("whether %d of %s into other namespaces %s allowed is not known", len(unknowns), references, text.Are(len(unknowns))),
		references+" into other namespaces, all allowed"), nil
}

// grants are the ReferenceGrants of the service and of the cluster, by their namespaces.
type grants struct {
	brings *kube.Brought
	seen   *kube.Seen
	own    map[string][]*facts.ReferenceGrant
	there  map[string]*facts.NamedGrants
}

func grantsOf(in *facts.Input) grants {
	g := grants{kube.NewBrought(&in.Service), kube.NewSeen(&in.Snapshot), map[string][]*facts.ReferenceGrant{}, map[string]*facts.NamedGrants{}}
	for i := range in.Service.Grants {
		own := &in.Service.Grants[i]
		g.own[own.Namespace] = append(g.own[own.Namespace], &own.Grant)
	}
	for i := range in.NamedGrants {
		if n := &in.NamedGrants[i]; g.there[n.Namespace] == nil {
			g.there[n.Namespace] = n
		}
	}
	return g
}

// allow reports whether a ReferenceGrant allows a reference, and whether that is known.
func (g *grants) allow(r *kube.Reference) (granted, known bool) {
	allows := func(grant *facts.ReferenceGrant) bool { return kube.Grants(grant, r) }
	if slices.ContainsFunc(g.own[r.To.Namespace], allows) {
		return true, true
	}
	if n := g.there[r.To.Namespace]; n != nil {
		return slices.ContainsFunc(n.Grants, func(grant facts.ReferenceGrant) bool { return kube.Grants(&grant, r) }), true
	}
	return false, g.brings.Object("", "Namespace", "", r.To.Namespace) != nil && g.seen.Namespace(r.To.Namespace) == nil
}
