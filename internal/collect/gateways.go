package collect

import (
	"context"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/kready/kready/internal/facts"
)

// gatewayCertificates are annotations of a Gateway that end TLS at the provider's
// load balancer.
var gatewayCertificates = []string{"networking.gke.io/certmap"}

func gatewaysCollector() Collector {
	return Collector{
		Facts:   facts.KindGateways,
		Reads:   []Read{ifServed(gatewayGroup, "gateways")},
		Collect: collectGateways,
	}
}

// collectGateways reads the Gateways, where the Gateway API is served.
func collectGateways(ctx context.Context, r *Run) Fill {
	gateways := eachIfServed(ctx, r, gatewayGroup, "gateways", distilGateway)
	sortBy(gateways,
		func(g facts.Gateway) string { return g.Namespace },
		func(g facts.Gateway) string { return g.Name })
	return func(s *facts.Snapshot) { s.Gateways = gateways }
}

func distilGateway(o *unstructured.Unstructured) (facts.Gateway, error) {
	read := reader{fields: o.Object}
	out := facts.Gateway{
		Namespace: o.GetNamespace(), Name: o.GetName(), CreatedAt: truncateToSecond(o.GetCreationTimestamp().Time),
		Class: read.text("spec", "gatewayClassName"), CertificateBy: annotated(o.GetAnnotations(), gatewayCertificates...),
		Current: isCurrent(&read, o.GetGeneration(), "Accepted", "Programmed"),
	}
	conditions := read.conditions("status", "conditions")
	out.Accepted, out.Programmed = conditionStatus(conditions, "Accepted"), conditionStatus(conditions, "Programmed")
	statuses := map[string]*reader{}
	for _, fields := range read.list("status", "listeners") {
		one := &reader{fields: fields}
		statuses[one.text("name")] = one
	}
	for _, fields := range read.list("spec", "listeners") {
		one := reader{fields: fields}
		out.Listeners = append(out.Listeners, distilListener(&one, statuses[one.text("name")]))
		read.takeError(&one)
	}
	for _, one := range statuses {
		read.takeError(one)
	}
	return out, read.err
}

// distilListener joins a listener's spec with its status, which may be nil.
func distilListener(spec, status *reader) facts.GatewayListener {
	out := facts.GatewayListener{
		Name: spec.text("name"), Protocol: spec.text("protocol"), Hostname: spec.text("hostname"),
		Port: spec.number("port"), Certificates: len(spec.list("tls", "certificateRefs")),
		AllowedFrom: spec.text("allowedRoutes", "namespaces", "from"), AllowedNamespaces: spec.selector("allowedRoutes", "namespaces", "selector"),
	}
	if out.AllowedFrom == "" {
		out.AllowedFrom = "Same"
	}
	for _, kind := range spec.list("allowedRoutes", "kinds") {
		one := reader{fields: kind}
		out.AllowedKinds = append(out.AllowedKinds, one.text("kind"))
		spec.takeError(&one)
	}
	if status == nil {
		return out
	}
	out.AttachedRoutes = status.number("attachedRoutes")
	conditions := status.conditions("conditions")
	out.Accepted, out.Programmed = conditionStatus(conditions, "Accepted"), conditionStatus(conditions, "Programmed")
	out.ResolvedRefs, out.Conflicted = conditionStatus(conditions, "ResolvedRefs"), conditionStatus(conditions, "Conflicted")
	return out
}

// conditionStatus is what a condition says; empty when it is not there.
func conditionStatus(conditions []facts.Condition, kind string) facts.Verdict {
	c, _ := findCondition(conditions, kind)
	return facts.Verdict{Status: c.Status, Reason: c.Reason, Message: c.Message}
}

// isCurrent reports whether the conditions of these types are of the current generation. A
// condition without a generation counts as current.
func isCurrent(read *reader, generation int64, kinds ...string) bool {
	for _, fields := range read.list("status", "conditions") {
		one := reader{fields: fields}
		about := int64(one.number("observedGeneration"))
		for _, kind := range kinds {
			if one.text("type") == kind && about > 0 && about < generation {
				return false
			}
		}
	}
	return true
}
