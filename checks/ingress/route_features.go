package ingress

import (
	"context"
	"fmt"
	"slices"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/text"
)

// RouteFeatures asks whether Gateways can do what the routes of a service ask for.
func RouteFeatures() check.Check {
	return check.Check{
		ID:      "ingress/route-features",
		Title:   "The Gateways of the service's routes can do what the routes ask for",
		Subject: check.SubjectService,
		Doc: `Much of the Gateway API is optional for implementations: redirects of a path, timeouts, mirroring, matches by method or
parameter. A route that asks for what its Gateway cannot do is not accepted, or served without it.

Controllers list in the status of their GatewayClass what they have. kready compares that with the filters, matches and
timeouts of HTTPRoutes, and with the kinds of the routes. Where a class lists nothing, or a feature got its name after
Gateway API 1.1, so that an older list may lack it, the answer is unknown. What every implementation has is not asked for.`,
		Level:       check.LevelConfigured,
		Tier:        check.TierShould,
		Reads:       facts.Fields{facts.PartService, facts.KindGateways, facts.KindGatewayClasses},
		Remediation: "Leave the filter, match or timeout out, or attach the route to a Gateway of another class:\n\n    kubectl get gatewayclasses -o yaml\n",
		Links: []string{
			"https://gateway-api.sigs.k8s.io/reference/spec/#supportedfeature",
			"https://gateway-api.sigs.k8s.io/implementations/",
		},
		Since: "0.2.0",
		Run:   runRouteFeatures,
	}
}

// namedLater are the features that implementations may have without listing them: their names came after Gateway API 1.1.
func namedLater() []string {
	return []string{
		"HTTPRoute303RedirectStatusCode", "HTTPRoute307RedirectStatusCode", "HTTPRoute308RedirectStatusCode", "HTTPRouteBackendRequestHeaderModification",
		"HTTPRouteCORS", "HTTPRouteRequestPercentageMirror", "TCPRoute", "UDPRoute",
	}
}

func runRouteFeatures(_ context.Context, in *facts.Input) (check.Outcome, error) {
	var found check.Found
	asked, gateways := 0, gatewaysBy(in)
	for i := range in.Service.Routes {
		r := &in.Service.Routes[i]
		uses := append([]facts.LandingUse{{Feature: r.Kind}}, r.Uses...)
		for _, class := range classesOf(in, gateways, r) {
			asked += len(uses)
			for _, use := range uses {
				message, known := lacking(class, use.Feature)
				finding := check.OfManifest(r.Manifest, max(use.UseLine, r.Line), check.ByService, message)
				found.Add(finding, known)
			}
		}
	}
	if asked == 0 {
		return check.Skip("the service has no route of a Gateway whose class is there"), nil
	}
	features := text.Counted(asked, "feature", "features")
	return check.ByFindings(found.Gaps, found.Unknowns,
		fmt.Sprintf("%d of %s that routes use %s not there", len(found.Gaps), features, text.Are(len(found.Gaps))),
		fmt.Sprintf("whether %d of %s that routes use %s there is not known", len(found.Unknowns), features, text.Are(len(found.Unknowns))),
		features+" that routes use, listed by their GatewayClasses"), nil
}

// gatewaysBy are the classes of Gateways by namespace and name: those of the service come before those of the cluster.
func gatewaysBy(in *facts.Input) map[[2]string][]string {
	out, own := map[[2]string][]string{}, map[[2]string]bool{}
	for i := range in.Service.Gateways {
		g := &in.Service.Gateways[i]
		if at := [2]string{g.Namespace, g.Name}; g.Kind == "Gateway" && !own[at] {
			out[at], own[at] = []string{g.Class}, true
		}
	}
	for i := range in.Gateways {
		g := &in.Gateways[i]
		if at := [2]string{g.Namespace, g.Name}; !own[at] {
			out[at] = append(out[at], g.Class)
		}
	}
	return out
}

// classesOf are the GatewayClasses of a route's Gateways that are there, each once.
func classesOf(in *facts.Input, gateways map[[2]string][]string, r *facts.LandingRoute) []*facts.GatewayClass {
	var names []string
	for _, p := range r.Parents {
		if p.Kind != "Gateway" {
			continue
		}
		names = append(names, gateways[[2]string{p.Namespace, p.Name}]...)
	}
	var out []*facts.GatewayClass
	for i := range in.GatewayClasses {
		if slices.Contains(names, in.GatewayClasses[i].Name) {
			out = append(out, &in.GatewayClasses[i])
		}
	}
	return out
}

// lacking says that a class does not list a feature, and whether it would if it had it; "" where it does. All that speak
// of routes at all list HTTPRoute.
func lacking(class *facts.GatewayClass, feature string) (message string, known bool) {
	switch {
	case !slices.Contains(class.Features, "HTTPRoute"):
		return fmt.Sprintf("it uses %s, and the GatewayClass %s does not say what it can do", feature, class.Name), false
	case slices.Contains(class.Features, feature):
		return "", true
	case slices.Contains(namedLater(), feature):
		return fmt.Sprintf("it uses %s, which the GatewayClass %s does not list: older releases have it without listing it", feature, class.Name), false
	}
	return fmt.Sprintf("it uses %s, which the GatewayClass %s does not list", feature, class.Name), true
}
