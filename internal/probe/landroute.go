package probe

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
)

// routesMax is how many classes and Gateways of services one run tries.
const routesMax = 10

// RouteRights are the rights that trials of routes need in the namespaces of the routes.
func RouteRights() []kube.Right {
	verbs := []string{"create", "get", "list", "delete"}
	return slices.Concat(
		LandingRights(),
		kube.Rights("apps", "deployments", verbs...), kube.Rights("", "services", verbs...),
		kube.Rights("networking.k8s.io", "ingresses", "create", "list", "delete"),
		kube.Rights("gateway.networking.k8s.io", "httproutes", verbs...),
	)
}

// RouteReads are the rights that they need in the namespaces of Gateways and controllers.
func RouteReads() []kube.Right {
	return slices.Concat(kube.Rights("gateway.networking.k8s.io", "gateways", "get"), kube.Rights("", "services", "list"), kube.Rights("", "pods", "list"))
}

// routeTrial is the class of an Ingress, or the Gateway of an HTTPRoute, of a service.
type routeTrial struct {
	service, number int
	proof           facts.LandingProof
	ingress         *facts.LandingIngress
	parent          *facts.LandingRouteParent
}

// routesOf are the classes and Gateways that a service has routes for, each once a namespace.
func routesOf(service int, own *facts.Landing) []*routeTrial {
	var out []*routeTrial
	add := func(m facts.Manifest, what string, line int, t routeTrial) {
		same := func(o *routeTrial) bool { return o.proof.Namespace == m.Namespace && o.proof.What == what }
		if slices.ContainsFunc(out, same) {
			return
		}
		t.service = service
		t.proof = facts.LandingProof{Manifest: m, Of: "route", What: what, Result: facts.ProofUnknown, By: "platform", AtLine: line}
		out = append(out, &t)
	}
	for i := range own.Ingresses {
		in := &own.Ingresses[i]
		what := "the default class"
		if class := in.Class + in.LegacyClass; class != "" {
			what = "class " + class
		}
		add(in.Manifest, what, in.ClassLine, routeTrial{ingress: in})
	}
	for i := range own.Routes {
		route := &own.Routes[i]
		for j := range route.Parents {
			if parent := &route.Parents[j]; route.Kind == "HTTPRoute" && parent.Kind == "Gateway" {
				what := fmt.Sprintf("Gateway %s/%s", parent.Namespace, parent.Name)
				if parent.Section != "" {
					what += ", listener " + parent.Section
				}
				add(route.Manifest, what, parent.ParentLine, routeTrial{parent: parent})
			}
		}
	}
	return out
}

// RouteNamespaces are the namespaces of the routes of a service that are tried.
func RouteNamespaces(own *facts.Landing) []string {
	var out []string
	for _, t := range routesOf(0, own) {
		out = append(out, t.proof.Namespace)
	}
	return out
}

// tryRoute tries a route of a class or a Gateway, for a name that nobody has, with a server of kready's behind it.
func (r *landRun) tryRoute(t *routeTrial) {
	if t.number >= routesMax {
		t.proof.Message = fmt.Sprintf("one run tries %d classes and Gateways, and this is one more", routesMax)
		return
	}
	p := r.place(t.proof.Namespace)
	if p.problem != "" {
		t.proof.Message = p.problem
		return
	}
	refused, err := missingRights(r.ctx, p.Client, p.Namespace, RouteRights())
	if missing := refused.firstOf(RouteRights()); err == nil && missing != "" {
		err = &ObstacleError{missing + " in namespace " + p.Namespace + ": `kready rbac --land --service-probe PATH` prints the role that it takes"}
	}
	if err != nil {
		t.proof.Message = reasonOf(err)
		return
	}
	out := &Result{}
	if t.ingress != nil {
		err = p.tryOwnIngress(r.ctx, t, out)
	} else {
		err = p.tryOwnRoute(r.ctx, t, out)
	}
	if err != nil {
		t.proof.Message = reasonOf(err)
		return
	}
	p.judgeRoute(t, out)
}

// tryOwnIngress tries the class of an Ingress.
func (p *landPlace) tryOwnIngress(ctx context.Context, t *routeTrial, out *Result) error {
	class, err := p.classOf(t.ingress)
	if err != nil {
		return err
	}
	echo, err := p.EchoServers()
	if err != nil {
		return err
	}
	return p.tryIngress(ctx, out, echo, class, strconv.Itoa(t.number))
}

// classOf is the class of an Ingress, with its controller; an obstacle where it cannot be tried.
func (p *landPlace) classOf(in *facts.LandingIngress) (ingressClass, error) {
	if err := p.checkReadable(facts.KindIngressClasses, facts.PartInventory); err != nil {
		return ingressClass{}, err
	}
	name := in.Class + in.LegacyClass
	i := slices.IndexFunc(p.Input.IngressClasses, func(c facts.IngressClass) bool { return c.Name == name || name == "" && c.Default })
	if i < 0 {
		return ingressClass{}, &ObstacleError{"its class is not there, as ingress/class-there says"}
	}
	class := p.Input.IngressClasses[i]
	if hasPrefixOf(class.Controller, cloudControllers()) {
		return ingressClass{}, &ObstacleError{fmt.Sprintf("class %s makes a load balancer of the provider's for an Ingress, which costs money", class.Name)}
	}
	controller := p.controllerOf(class.Controller)
	if controller == nil {
		return ingressClass{}, &ObstacleError{fmt.Sprintf("no controller that kready knows by %s runs here", class.Controller)}
	}
	return ingressClass{class.Name, controller}, nil
}

// tryOwnRoute tries the Gateway of an HTTPRoute.
func (p *landPlace) tryOwnRoute(ctx context.Context, t *routeTrial, out *Result) error {
	gateway, err := p.Client.Resource(gatewayResource("gateways")).Namespace(t.parent.Namespace).Get(ctx, t.parent.Name, metav1.GetOptions{})
	if apierrors.IsNotFound(err) {
		return &ObstacleError{"its Gateway is not there, as ingress/route-gateways says"}
	}
	if err != nil {
		return fmt.Errorf("looking at the Gateway %s: %w", t.parent.Name, err)
	}
	listener, err := p.listenerOf(ctx, gateway, t.parent)
	if err != nil {
		return err
	}
	echo, err := p.EchoServers()
	if err != nil {
		return err
	}
	return p.tryRoute(ctx, out, echo, listener, strconv.Itoa(t.number))
}

// listenerOf is a listener of the parent that takes routes of the namespace, with a name of its hosts that nobody has.
func (p *landPlace) listenerOf(ctx context.Context, gateway *unstructured.Unstructured, parent *facts.LandingRouteParent) (gatewayListener, error) {
	listeners, _, _ := unstructured.NestedSlice(gateway.Object, "spec", "listeners") // empty when it does not match the CRD
	why := "it has no listener for HTTP that its route asks for"
	for _, raw := range listeners {
		listener, _ := raw.(map[string]any)
		name, _ := listener["name"].(string)
		port, _ := listener["port"].(int64)
		secure := listener["protocol"] == "HTTPS"
		if listener["protocol"] != "HTTP" && !secure || parent.Section != "" && parent.Section != name || parent.Port != 0 && int64(parent.Port) != port {
			continue
		}
		if !p.takesRoutes(listener, gateway.GetNamespace()) {
			why = fmt.Sprintf("its listener %s takes no routes of namespace %s", name, p.Namespace)
			continue
		}
		hostname, _ := listener["hostname"].(string)
		o := gatewayListener{namespace: gateway.GetNamespace(), gateway: gateway.GetName(), listener: name, host: p.hostnameFor(hostname)}
		if o.host == "" {
			why = fmt.Sprintf("its listener %s answers for %s alone, which is not kready's to try", name, hostname)
			continue
		}
		var ok bool
		if o.entryPoint, ok = p.gatewayEntryPoint(ctx, gateway, int(port)); !ok {
			why = "it has no address yet"
			continue
		}
		if secure && o.entryPoint.https == 0 {
			o.entryPoint.https = int(port)
		}
		if secure {
			o.entryPoint.http = 0
		}
		return o, nil
	}
	return gatewayListener{}, &ObstacleError{why}
}

// takesRoutes reports whether a listener takes routes of the namespace.
func (p *landPlace) takesRoutes(listener map[string]any, gateway string) bool {
	from, _, _ := unstructured.NestedString(listener, "allowedRoutes", "namespaces", "from")
	switch from {
	case "All":
		return true
	case "Selector":
		raw, _, _ := unstructured.NestedMap(listener, "allowedRoutes", "namespaces", "selector")
		namespace := kube.Namespace(&p.Input.Snapshot, p.Namespace)
		return namespace != nil && kube.RawSelects(raw, namespace.Labels)
	}
	return gateway == p.Namespace
}

// judgeRoute says what the trials of a route prove. A policy of the namespace may stop kready's pods, and let those of the
// service pass.
func (p *landPlace) judgeRoute(t *routeTrial, out *Result) {
	policies := len(p.Input.BlindTo(facts.KindNetworkPolicies)) > 0 || slices.ContainsFunc(p.Input.NetworkPolicies, func(n facts.NetworkPolicy) bool { return n.Namespace == p.Namespace })
	for _, trial := range out.probe.Trials {
		if trial.AsExpected() {
			continue
		}
		said := fmt.Sprintf("%s, %s: %s", trial.What, trial.When, trial.Detail)
		switch {
		case trial.Phase == facts.PhaseBaseline:
			t.proof.Message = "kready's own server does not answer its client: " + trial.Detail
		case policies:
			t.proof.Message = said + "; a NetworkPolicy of the namespace may stop kready's pods alone"
		case trial.Phase == facts.PhaseRestored:
			t.proof.Result, t.proof.Message = facts.ProofFailed, "what was removed still answers: "+said
		default:
			t.proof.Result, t.proof.Message = facts.ProofFailed, "nothing right came back: "+said
		}
		return
	}
	if !out.PhaseSucceeded(facts.PhaseProof) {
		t.proof.Message = reasonOf(errors.New("nothing was tried"))
		return
	}
	t.proof.Result = facts.ProofProven
}
