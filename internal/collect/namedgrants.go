package collect

import (
	"context"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/target"
	"github.com/kready/kready/internal/text"
)

// grantsMax is how many ReferenceGrants of a namespace are read, and grantPartsMax how many references of each are kept: as many as the
// API server takes.
const grantsMax, grantPartsMax = 200, 16

func namedGrantsCollector() Collector {
	read := ifServed(gatewayGroup, "referencegrants")
	read.When = "a route or a Gateway that is to land refers to something in their namespace"
	return Collector{Facts: facts.KindNamedGrants, Reads: []Read{read}, Collect: collectNamedGrants}
}

// collectNamedGrants reads the ReferenceGrants of the namespaces that a service refers to from others.
func collectNamedGrants(ctx context.Context, r *Run) Fill {
	q := target.Query{Group: gatewayGroup, Resource: "referencegrants"}
	names := sorted(r.opts.Lookups.GrantsIn)
	if len(names) == 0 || !r.serves(&q) {
		return nil
	}
	var parts []func(*Run) []facts.NamedGrants
	for _, name := range names[:min(len(names), namedMax)] {
		parts = append(parts, func(r *Run) []facts.NamedGrants {
			q := q
			q.Namespace = name
			grants := distilled(r, q, eachUpTo(ctx, r, q, grantsMax, tryDistil(distilReferenceGrant)))
			if len(r.blind) > 0 {
				return nil
			}
			sortBy(grants, func(g facts.ReferenceGrant) string { return g.Name })
			return []facts.NamedGrants{{Namespace: name, Grants: grants}}
		})
	}
	found := runParallel(r, parts)
	return func(s *facts.Snapshot) { s.NamedGrants = found }
}

func distilReferenceGrant(o *unstructured.Unstructured) (facts.ReferenceGrant, error) {
	read := reader{fields: o.Object}
	out := facts.ReferenceGrant{Name: o.GetName()}
	for _, fields := range read.list("spec", "from") {
		one := reader{fields: fields}
		if len(out.From) < grantPartsMax {
			out.From = append(out.From, facts.GrantedFrom{Group: text.Truncate(one.text("group"), valueMax), Kind: text.Truncate(one.text("kind"), valueMax), Namespace: text.Truncate(one.text("namespace"), valueMax)})
		}
		read.takeError(&one)
	}
	for _, fields := range read.list("spec", "to") {
		one := reader{fields: fields}
		if len(out.To) < grantPartsMax {
			out.To = append(out.To, facts.GrantedTo{Group: text.Truncate(one.text("group"), valueMax), Kind: text.Truncate(one.text("kind"), valueMax), Name: text.Truncate(one.text("name"), valueMax)})
		}
		read.takeError(&one)
	}
	return out, read.err
}
