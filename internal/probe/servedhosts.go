package probe

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/kready/kready/internal/facts"
)

// servedHost is a name for which a controller is to show a certificate.
type servedHost struct {
	// host is the name in the object, sni the one that is asked for: a wildcard has none of its own.
	host, sni string
	// of is the Ingress or Gateway.
	of facts.ObjectRef
	// controller is that of the Ingress' class; nil for a Gateway, of which port is the listener's.
	controller *facts.Implementation
	port       int
}

func (s *Session) newServedHost(host string, of facts.ObjectRef) servedHost {
	sni := host
	if domain, wild := strings.CutPrefix(host, "*."); wild {
		sni = "kready-" + s.RunID + "." + domain
	}
	return servedHost{host: host, sni: sni, of: of}
}

// servedHosts are the hosts with TLS of Ingresses and Gateways whose controllers run in the cluster, each once for each
// controller or Gateway. Those of objects that are so new that a certificate may still be on its way are left out.
func (s *Session) servedHosts() []servedHost {
	var all []servedHost
	seen := map[[2]string]bool{}
	add := func(by string, h servedHost) {
		if at := [2]string{by, h.host}; !seen[at] {
			seen[at] = true
			all = append(all, h)
		}
	}
	for i := range s.Input.Ingresses {
		ingress := &s.Input.Ingresses[i]
		controller := s.controllerFor(ingress)
		if controller == nil || s.stillIssued(ingress.CreatedAt) {
			continue
		}
		for _, host := range encryptedHosts(ingress) {
			h := s.newServedHost(host, facts.ObjectRef{Kind: "Ingress", Namespace: ingress.Namespace, Name: ingress.Name})
			h.controller = controller
			add(controller.Namespace+"/"+controller.Name, h)
		}
	}
	for i := range s.Input.Gateways {
		g := &s.Input.Gateways[i]
		for _, l := range g.Listeners {
			if l.Protocol != "HTTPS" || l.Hostname == "" || s.stillIssued(g.CreatedAt) {
				continue
			}
			h := s.newServedHost(l.Hostname, facts.ObjectRef{Kind: "Gateway", Namespace: g.Namespace, Name: g.Name})
			h.port = l.Port
			add(fmt.Sprintf("Gateway %s/%s:%d", g.Namespace, g.Name, l.Port), h)
		}
	}
	return all
}

// stillIssued reports whether a first certificate may still be on its way to an object.
func (s *Session) stillIssued(created time.Time) bool {
	return s.Settings.Now().Sub(created) < s.Input.Thresholds.OrDefault().CertificateIssuingMinutes.Duration()
}

// controllerFor returns the running product that serves an Ingress; nil when it is not known, or is a provider's.
func (s *Session) controllerFor(ingress *facts.Ingress) *facts.Implementation {
	name := ingress.Class
	if name == "" {
		name = ingress.LegacyClass
	}
	for _, class := range s.Input.IngressClasses {
		if class.Name == name || name == "" && class.Default {
			if hasPrefixOf(class.Controller, cloudControllers()) {
				return nil
			}
			return s.controllerOf(class.Controller)
		}
	}
	return nil
}

// encryptedHosts are the hosts of an Ingress' rules that are to have TLS.
func encryptedHosts(ingress *facts.Ingress) []string {
	return slices.DeleteFunc(slices.Clone(ingress.Hosts), func(host string) bool {
		_, parent, _ := strings.Cut(host, ".")
		return host == "" || ingress.CertificateBy == "" && !slices.ContainsFunc(ingress.TLSHosts, func(of string) bool {
			return of == "*" || of == host || of == "*."+parent
		})
	})
}

// entryPointsTLS finds where each host is asked for: the host and port as seen from a pod. What leads to nothing comes back
// as the reasons.
func (s *Session) entryPointsTLS(ctx context.Context, hosts []servedHost) (at map[int]string, reasons []string, err error) {
	at = map[int]string{}
	known := map[string]string{}
	for i, h := range hosts {
		key, find := h.of.Namespace+"/"+h.of.Name+":"+fmt.Sprint(h.port), func() (string, error) { return s.gatewayTLS(ctx, h.of, h.port) }
		if h.controller != nil {
			key, find = h.controller.Namespace+" "+h.controller.Name, func() (string, error) {
				point, err := s.entryPointOf(ctx, h.controller)
				return point.httpsAddress(), err
			}
		}
		address, asked := known[key]
		if !asked {
			if address, err = find(); err != nil && ctx.Err() != nil {
				return nil, nil, err
			}
			if address == "" {
				reasons = append(reasons, whyNoEntry(h, err))
			}
			known[key] = address
		}
		if address != "" {
			at[i] = address
		}
	}
	return at, reasons, nil
}

func whyNoEntry(h servedHost, err error) string {
	switch {
	case err != nil:
		return err.Error()
	case h.controller != nil:
		return fmt.Sprintf("no Service with a port for HTTPS leads to %s in namespace %s", h.controller.Title, h.controller.Namespace)
	}
	return fmt.Sprintf("Gateway %s/%s has no address and no Service with port %d", h.of.Namespace, h.of.Name, h.port)
}

// gatewayTLS is where a port of a Gateway is reached: the Service in front of its own pods, or its first address.
func (s *Session) gatewayTLS(ctx context.Context, of facts.ObjectRef, port int) (string, error) {
	gateway, err := s.Client.Resource(gatewayResource("gateways")).Namespace(of.Namespace).Get(ctx, of.Name, metav1.GetOptions{})
	if err != nil {
		return "", fmt.Errorf("looking at Gateway %s/%s: %w", of.Namespace, of.Name, err)
	}
	services, err := s.services(of.Namespace).list(ctx, metav1.ListOptions{LabelSelector: "gateway.networking.k8s.io/gateway-name=" + of.Name})
	if err != nil {
		return "", fmt.Errorf("listing the Services of Gateway %s/%s: %w", of.Namespace, of.Name, err)
	}
	for i := range services {
		for _, p := range services[i].Spec.Ports {
			if ip := services[i].Spec.ClusterIP; int(p.Port) == port && ip != "" && ip != "None" {
				return hostPort(ip, port), nil
			}
		}
	}
	addresses, _, _ := unstructured.NestedSlice(gateway.Object, "status", "addresses")
	for _, raw := range addresses {
		if address, ok := raw.(map[string]any); ok {
			if value, _ := address["value"].(string); value != "" {
				return hostPort(value, port), nil
			}
		}
	}
	return "", nil
}
