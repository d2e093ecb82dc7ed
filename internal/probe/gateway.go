package probe

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/kready/kready/internal/agent"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
)

// gatewayHTTP tests whether an HTTPRoute routes a request through an existing Gateway. It
// creates no Gateway: at many providers each is a load balancer.
func gatewayHTTP() Probe {
	return Probe{
		Name:            "ingress/gateway-http-path",
		Creates:         "an HTTPRoute for a name that nobody has, 2 client Jobs, for each of up to 3 Gateways",
		ExpectedSeconds: 30,
		Reads:           facts.Fields{facts.KindGateways},
		Skip: func(s *Session) (string, error) {
			if len(s.Input.Gateways) == 0 {
				return "there is no Gateway", s.checkReadable(facts.KindGateways)
			}
			return "", nil
		},
		Rights: slices.Concat(
			kube.Rights("gateway.networking.k8s.io", "httproutes", "create", "get", "list", "delete"),
			kube.Rights("gateway.networking.k8s.io", "gateways", "list"),
		),
		Run: runGatewayHTTP,
	}
}

func gatewayResource(name string) schema.GroupVersionResource {
	return schema.GroupVersionResource{Group: "gateway.networking.k8s.io", Version: "v1", Resource: name}
}

// gatewayListener is a listener that allows routes of the probe's namespace.
type gatewayListener struct {
	namespace, gateway, listener string
	// host is a hostname that the listener accepts.
	host       string
	entryPoint entryPoint
}

func runGatewayHTTP(ctx context.Context, s *Session, out *Result) error {
	list, err := s.Client.Resource(gatewayResource("gateways")).List(ctx, metav1.ListOptions{})
	if err != nil {
		return fmt.Errorf("listing the Gateways: %w", err)
	}
	const most = 3
	var gatewayListeners []gatewayListener
	for i := range list.Items {
		o, ok := s.listenerFor(ctx, &list.Items[i])
		if ok && len(gatewayListeners) < most {
			gatewayListeners = append(gatewayListeners, o)
		}
	}
	if len(gatewayListeners) == 0 {
		out.NotApplicable("no Gateway has an address and a listener for HTTP that takes routes of other namespaces")
		return nil
	}
	echo, err := s.EchoServers()
	if err != nil {
		return err
	}
	var problems []error
	for i, o := range gatewayListeners {
		if err := s.tryRoute(ctx, out, echo, o, strconv.Itoa(i)); err != nil {
			problems = append(problems, err)
		}
	}
	return errors.Join(problems...)
}

// listenerFor finds a listener for HTTP that allows the probe's routes.
func (s *Session) listenerFor(ctx context.Context, gateway *unstructured.Unstructured) (gatewayListener, bool) {
	listeners, _, _ := unstructured.NestedSlice(gateway.Object, "spec", "listeners") // empty when it does not match the CRD
	for _, raw := range listeners {
		listener, ok := raw.(map[string]any)
		if !ok || listener["protocol"] != "HTTP" || !s.allowsRoutes(listener) {
			continue
		}
		name, _ := listener["name"].(string)
		hostname, _ := listener["hostname"].(string)
		port, _ := listener["port"].(int64)
		o := gatewayListener{namespace: gateway.GetNamespace(), gateway: gateway.GetName(), listener: name, host: s.hostnameFor(hostname)}
		if o.entryPoint, ok = s.gatewayEntryPoint(ctx, gateway, int(port)); ok && o.host != "" {
			return o, true
		}
	}
	return gatewayListener{}, false
}

// allowsRoutes reports whether a listener allows routes of the probe's namespace. By default it
// allows those of the Gateway's namespace only.
func (s *Session) allowsRoutes(listener map[string]any) bool {
	from, _, _ := unstructured.NestedString(listener, "allowedRoutes", "namespaces", "from")
	switch from {
	case "All":
		return true
	case "Selector":
		raw, _, _ := unstructured.NestedMap(listener, "allowedRoutes", "namespaces", "selector")
		return kube.RawSelects(raw, s.namespaceLabels())
	}
	return false
}

// hostnameFor returns a hostname for the run that a listener accepts; "" when the listener
// accepts a single name, which is in use.
func (s *Session) hostnameFor(hostname string) string {
	name := "kready-" + s.RunID
	if hostname == "" {
		return name + ".invalid"
	}
	if domain, wild := strings.CutPrefix(hostname, "*."); wild {
		return name + "." + domain
	}
	return ""
}

// gatewayEntryPoint is the Service in front of the Gateway's own pods, named by the label that
// implementations put on it (GEP-1762), or else the Gateway's first address.
func (s *Session) gatewayEntryPoint(ctx context.Context, gateway *unstructured.Unstructured, port int) (entryPoint, bool) {
	services, err := s.services(gateway.GetNamespace()).list(ctx, metav1.ListOptions{
		LabelSelector: "gateway.networking.k8s.io/gateway-name=" + gateway.GetName(),
	})
	if err == nil {
		for i := range services {
			if f := entryPointAt(&services[i]); f.http != 0 {
				return f, true
			}
		}
	}
	addresses, _, _ := unstructured.NestedSlice(gateway.Object, "status", "addresses")
	for _, raw := range addresses {
		if address, ok := raw.(map[string]any); ok {
			if value, _ := address["value"].(string); value != "" {
				return entryPoint{name: "Gateway " + gateway.GetNamespace() + "/" + gateway.GetName(), host: value, http: port}, true
			}
		}
	}
	return entryPoint{}, false
}

// tryRoute makes the trials of one Gateway.
func (s *Session) tryRoute(ctx context.Context, out *Result, echo *EchoServers, o gatewayListener, at string) error {
	name := "route-" + at
	routed := agent.Trial{
		Name: "routed", Kind: "http", Target: o.entryPoint.url(), Expected: facts.Answered, Seconds: enforceSeconds,
		Params: map[string]string{"host": o.host, "contains": s.RunID, "redirect": o.entryPoint.httpsAddress()},
	}
	client, err := s.StartClient(ctx, Client{Name: name + "-before", Limit: 2 * time.Minute, Script: agent.Script{Steps: []agent.Step{
		{Phase: facts.PhaseBaseline, Signal: true, Trials: []agent.Trial{{Name: "direct", Kind: "http", Target: URL(echo.IP, "/"), Params: map[string]string{"contains": s.RunID}, Expected: facts.Answered}}},
		{Phase: facts.PhaseProof, Trials: []agent.Trial{routed}},
	}}})
	if err != nil {
		return err
	}
	routes := s.Client.Resource(gatewayResource("httproutes")).Namespace(s.Namespace)
	results, _, err := applyChange(ctx, []*RunningClient{client}, func() error {
		_, err := routes.Create(ctx, s.route(name, o, echo.Service), metav1.CreateOptions{})
		if err != nil {
			return fmt.Errorf("creating an HTTPRoute: %w", err)
		}
		return nil
	})
	if err != nil {
		return err
	}
	reasons := ""
	if route, err := routes.Get(ctx, name+"-"+s.RunID, metav1.GetOptions{}); err == nil {
		reasons = rejectedConditions(route)
	}
	out.AddAnswers(results[0], func(try agent.Trial) facts.Trial {
		if try.Name == "direct" {
			return facts.Trial{What: "HTTP to the Service itself"}
		}
		return facts.Trial{What: "HTTP through " + o.entryPoint.name, When: "with an HTTPRoute on Gateway " + o.namespace + "/" + o.gateway + reasons}
	})
	err = routes.Delete(ctx, name+"-"+s.RunID, metav1.DeleteOptions{})
	if err != nil && !apierrors.IsNotFound(err) {
		return fmt.Errorf("deleting the HTTPRoute: %w", err)
	}
	return nil
}

func (s *Session) route(name string, o gatewayListener, service string) *unstructured.Unstructured {
	ours := map[string]any{}
	for key, value := range s.labels(nil) {
		ours[key] = value
	}
	return &unstructured.Unstructured{Object: map[string]any{
		"apiVersion": "gateway.networking.k8s.io/v1", "kind": "HTTPRoute",
		"metadata": map[string]any{"name": name + "-" + s.RunID, "namespace": s.Namespace, "labels": ours},
		"spec": map[string]any{
			"parentRefs": []any{map[string]any{"namespace": o.namespace, "name": o.gateway, "sectionName": o.listener}},
			"hostnames":  []any{o.host},
			"rules": []any{map[string]any{"backendRefs": []any{
				map[string]any{"name": service, "port": int64(agent.PortHTTP)},
			}}},
		},
	}}
}

// rejectedConditions lists the false conditions of a route, as the end of a sentence.
func rejectedConditions(route *unstructured.Unstructured) string {
	parents, _, _ := unstructured.NestedSlice(route.Object, "status", "parents")
	var reasons []string
	for _, raw := range parents {
		parent, _ := raw.(map[string]any)
		conditions, _, _ := unstructured.NestedSlice(parent, "conditions")
		for _, raw := range conditions {
			if c, ok := raw.(map[string]any); ok && c["status"] == "False" {
				reasons = append(reasons, shorten(fmt.Sprintf("%v: %v", c["reason"], c["message"])))
			}
		}
	}
	slices.Sort(reasons)
	if len(reasons) == 0 {
		return ""
	}
	return ", of which its controller says " + strings.Join(slices.Compact(reasons), "; ")
}
