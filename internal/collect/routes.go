package collect

import (
	"context"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/kready/kready/internal/facts"
)

func routeReads() []Read {
	return []Read{
		ifServed(gatewayGroup, "httproutes"), ifServed(gatewayGroup, "grpcroutes"), ifServed(gatewayGroup, "tlsroutes"),
		ifServed(gatewayGroup, "tcproutes"), ifServed(gatewayGroup, "udproutes"),
	}
}

func routesCollector() Collector {
	return Collector{
		Facts:   facts.KindRoutes,
		Reads:   routeReads(),
		Collect: collectRoutes,
	}
}

// collectRoutes reads the status of the routes of the Gateway API, without their rules, filters
// and backends.
func collectRoutes(ctx context.Context, r *Run) Fill {
	routes := forEach(r, routeReads(), func(r *Run, read Read) []facts.Route {
		return eachIfServed(ctx, r, read.Group, read.Resource, distilRoute)
	})
	sortBy(routes,
		func(r facts.Route) string { return r.Kind },
		func(r facts.Route) string { return r.Namespace },
		func(r facts.Route) string { return r.Name })
	return func(s *facts.Snapshot) { s.Routes = routes }
}

func distilRoute(o *unstructured.Unstructured) (facts.Route, error) {
	read := reader{fields: o.Object}
	out := facts.Route{
		Kind: o.GetKind(), Namespace: o.GetNamespace(), Name: o.GetName(),
		CreatedAt: truncateToSecond(o.GetCreationTimestamp().Time),
	}
	byParent := map[facts.RouteParent][]facts.RouteParent{}
	for _, fields := range read.list("status", "parents") {
		one := reader{fields: fields}
		ref, _ := fields["parentRef"].(map[string]any)
		key := parent(&reader{fields: ref}, out.Namespace)
		full := key
		full.Controller = one.text("controllerName")
		conditions := one.conditions("conditions")
		full.Accepted, full.ResolvedRefs = conditionStatus(conditions, "Accepted"), conditionStatus(conditions, "ResolvedRefs")
		byParent[key] = append(byParent[key], full)
		read.takeError(&one)
	}
	// The status may still have parents that were removed from the spec.
	for _, fields := range read.list("spec", "parentRefs") {
		one := reader{fields: fields}
		key := parent(&one, out.Namespace)
		read.takeError(&one)
		if len(byParent[key]) == 0 {
			byParent[key] = []facts.RouteParent{key}
		}
		out.Parents = append(out.Parents, byParent[key]...)
	}
	sortBy(out.Parents,
		func(p facts.RouteParent) string { return p.Kind },
		func(p facts.RouteParent) string { return p.Namespace },
		func(p facts.RouteParent) string { return p.Name },
		func(p facts.RouteParent) string { return p.Section },
		func(p facts.RouteParent) string { return p.Controller })
	return out, read.err
}

// parent names what a route refers to, with the API's defaults filled in. A port is
// written into the section: both choose among the listeners.
func parent(ref *reader, namespace string) facts.RouteParent {
	out := facts.RouteParent{Kind: "Gateway", Namespace: namespace, Name: ref.text("name"), Section: ref.text("sectionName")}
	if kind := ref.text("kind"); kind != "" {
		out.Kind = kind
	}
	if own := ref.text("namespace"); own != "" {
		out.Namespace = own
	}
	if port := ref.value("port"); port != "" {
		out.Section += ":" + port
	}
	return out
}
