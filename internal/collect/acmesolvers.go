package collect

import (
	"context"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/kready/kready/internal/facts"
)

func acmeSolverReads() []Read {
	return []Read{ifServed(certManagerGroup, "issuers"), ifServed(certManagerGroup, "clusterissuers")}
}

func acmeSolversCollector() Collector {
	return Collector{
		Facts:   facts.KindACMESolvers,
		Reads:   acmeSolverReads(),
		Collect: collectACMESolvers,
	}
}

// collectACMESolvers reads how cert-manager's issuers answer challenges over HTTP. Solvers by DNS are left
// out, as is all that could hold a credential.
func collectACMESolvers(ctx context.Context, r *Run) Fill {
	var solvers []facts.ACMESolver
	for _, of := range forEach(r, acmeSolverReads(), func(r *Run, read Read) [][]facts.ACMESolver {
		return eachIfServed(ctx, r, read.Group, read.Resource, distilACMESolvers)
	}) {
		solvers = append(solvers, of...)
	}
	sortBy(solvers,
		func(s facts.ACMESolver) string { return s.IssuerKind },
		func(s facts.ACMESolver) string { return s.Namespace },
		func(s facts.ACMESolver) string { return s.Issuer })
	return func(s *facts.Snapshot) { s.ACMESolvers = solvers }
}

// distilACMESolvers returns the solvers of one issuer that answer over HTTP.
func distilACMESolvers(o *unstructured.Unstructured) ([]facts.ACMESolver, error) {
	issuer := reader{fields: o.Object}
	var solvers []facts.ACMESolver
	for _, solver := range issuer.list("spec", "acme", "solvers") {
		read := reader{fields: solver}
		one := facts.ACMESolver{IssuerKind: o.GetKind(), Namespace: o.GetNamespace(), Issuer: o.GetName()}
		switch {
		case read.has("http01", "ingress"):
			one.Class = read.text("http01", "ingress", "ingressClassName")
			one.AnnotatedClass = read.text("http01", "ingress", "class")
			one.Ingress = read.text("http01", "ingress", "name")
		case read.has("http01", "gatewayHTTPRoute"):
			for _, parent := range read.list("http01", "gatewayHTTPRoute", "parentRefs") {
				ref := reader{fields: parent}
				one.Gateways = append(one.Gateways, facts.ObjectRef{
					Kind: or(ref.text("kind"), "Gateway"), Namespace: ref.text("namespace"), Name: ref.text("name"),
				})
				read.takeError(&ref)
			}
		default:
			continue
		}
		issuer.takeError(&read)
		solvers = append(solvers, one)
	}
	return solvers, issuer.err
}
