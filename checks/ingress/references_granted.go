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
	all := kube.Crossing(&in.Service)
	for i := range all {
		r := &all[i]
		granted, known := granted(in, r)
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

// granted reports whether a ReferenceGrant of the service or of the cluster allows a reference, and whether that is known.
func granted(in *facts.Input, r *kube.Reference) (granted, known bool) {
	for i := range in.Service.Grants {
		g := &in.Service.Grants[i]
		if g.Namespace == r.To.Namespace && kube.Grants(&g.Grant, r) {
			return true, true
		}
	}
	for i := range in.NamedGrants {
		if n := &in.NamedGrants[i]; n.Namespace == r.To.Namespace {
			return slices.ContainsFunc(n.Grants, func(g facts.ReferenceGrant) bool { return kube.Grants(&g, r) }), true
		}
	}
	return false, kube.Brings(&in.Service, "", "Namespace", "", r.To.Namespace) != nil && kube.Namespace(&in.Snapshot, r.To.Namespace) == nil
}
