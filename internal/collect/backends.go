package collect

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"sync"

	corev1 "k8s.io/api/core/v1"
	discoveryv1 "k8s.io/api/discovery/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/target"
	"github.com/kready/kready/internal/text"
)

// Roles of a backend.
const (
	roleDNS        = "dns"
	roleWebhook    = "webhook"
	roleAPIService = "apiservice"
	roleConversion = "conversion"
)

// openShiftDNS is the namespace of OpenShift's cluster DNS.
const openShiftDNS = "openshift-dns"

func backendReads() []Read {
	label := list("", "services")
	label.Namespace = metav1.NamespaceSystem
	slices := list("discovery.k8s.io", "endpointslices")
	slices.When = "there is a Service of cluster DNS, of a webhook or of an aggregated API"
	return []Read{
		label,
		{
			Resource: "services", Verbs: []string{"get"},
			When: "a webhook or an aggregated API is served by a Service, or that of cluster DNS has no label",
		},
		slices,
		{Resource: "endpoints", Verbs: []string{"get"}, When: "EndpointSlices are not served, as before Kubernetes 1.21"},
	}
}

func backendsCollector() Collector {
	return Collector{
		Facts:   facts.KindBackends,
		Reads:   backendReads(),
		After:   []facts.Kind{facts.KindAPIServices, facts.KindCRDs, facts.KindWebhooks},
		BasedOn: []facts.Kind{facts.KindAPIServices, facts.KindWebhooks},
		Collect: collectBackends,
	}
}

// collectBackends reads the Services that the API server or every pod depends on, and their
// endpoints. Both are asked for at the same time, by the names of the Services.
func collectBackends(ctx context.Context, r *Run) Fill {
	backends := listed(r, r.clusterDNS())
	var others []facts.Backend
	for _, b := range referenced(r.Before) {
		i := slices.IndexFunc(backends, func(o facts.Backend) bool { return o.Namespace == b.Namespace && o.Name == b.Name })
		if i < 0 {
			others = append(others, b)
			continue
		}
		backends[i].Roles = sorted(append(backends[i].Roles, b.Roles...))
	}
	found, endpoints := both(r,
		func(r *Run) []facts.Backend {
			return forEach(r, others, func(r *Run, b facts.Backend) []facts.Backend { return r.backend(ctx, b) })
		},
		func(r *Run) []slicesOfNamespace { return r.endpointSlices(ctx, slices.Concat(backends, others)) })
	backends = r.countEndpoints(ctx, append(backends, found...), endpoints)
	sortBy(backends,
		func(b facts.Backend) string { return b.Namespace },
		func(b facts.Backend) string { return b.Name })
	return func(s *facts.Snapshot) { s.Backends = backends }
}

// referenced returns the names and roles of the Services of webhooks, aggregated APIs and
// conversions of custom resources.
func referenced(s *facts.Snapshot) []facts.Backend {
	var out []facts.Backend
	add := func(namespace, name, role string) {
		if name == "" {
			return
		}
		i := slices.IndexFunc(out, func(b facts.Backend) bool { return b.Namespace == namespace && b.Name == name })
		if i < 0 {
			out = append(out, facts.Backend{Namespace: namespace, Name: name})
			i = len(out) - 1
		}
		out[i].Roles = sorted(append(out[i].Roles, role))
	}
	for _, config := range s.Webhooks {
		for _, webhook := range config.Webhooks {
			add(webhook.ServiceNamespace, webhook.ServiceName, roleWebhook)
		}
	}
	for _, crd := range s.CRDs {
		add(crd.Conversion.ServiceNamespace, crd.Conversion.ServiceName, roleConversion)
	}
	for _, api := range s.APIServices {
		add(api.ServiceNamespace, api.ServiceName, roleAPIService)
	}
	return out
}

// clusterDNSOnce returns a function that finds the Services of cluster DNS, at the first call: by
// their usual label, or else by their known names, for which a second round of requests is made only where none has
// the label. It waits for no other kind of fact.
func clusterDNSOnce(ctx context.Context, s shared) func() listing[facts.Backend] {
	return sync.OnceValue(func() listing[facts.Backend] {
		r := &Run{shared: s}
		if found := r.labelledDNS(ctx); len(found) > 0 {
			return listing[facts.Backend]{all: found, blind: r.blind}
		}
		ways := []func(*Run) []facts.Backend{
			func(r *Run) []facts.Backend { return r.namedDNS(ctx, metav1.NamespaceSystem, "kube-dns") },
			func(r *Run) []facts.Backend {
				if !r.openShift() { // whose failure to tell is noted
					return nil
				}
				return r.namedDNS(ctx, openShiftDNS, "dns-default")
			},
		}
		found, _ := firstFound(r, ways, func(r *Run, way func(*Run) []facts.Backend) ([]facts.Backend, bool) {
			all := way(r)
			return all, len(all) > 0
		})
		return listing[facts.Backend]{all: found, blind: r.blind}
	})
}

func (r *Run) labelledDNS(ctx context.Context) []facts.Backend {
	q := target.Query{Version: "v1", Resource: "services", Namespace: metav1.NamespaceSystem, LabelSelector: "k8s-app=kube-dns"}
	found := each(ctx, r, q, func(s *corev1.Service) facts.Backend { return distilService(s, roleDNS) })
	// A headless Service is for scraping metrics only.
	return slices.DeleteFunc(found, func(b facts.Backend) bool { return b.External })
}

func (r *Run) namedDNS(ctx context.Context, namespace, name string) []facts.Backend {
	q := target.Query{Version: "v1", Resource: "services", Namespace: namespace, Name: name}
	if service, ok := r.get(ctx, q).(*corev1.Service); ok {
		return []facts.Backend{distilService(service, roleDNS)}
	}
	return nil
}

// openShift reports whether the cluster serves OpenShift's own APIs.
func (r *Run) openShift() bool {
	apis, err := r.discover()
	if err != nil {
		r.fail("get", target.Query{Resource: "/apis"}, err)
	}
	return slices.ContainsFunc(apis.Groups, func(g target.Group) bool { return g.Name == "operator.openshift.io" })
}

// backend reads one Service. It adds a blind spot when the Service could not be read.
func (r *Run) backend(ctx context.Context, b facts.Backend) []facts.Backend {
	q := target.Query{Version: "v1", Resource: "services", Namespace: b.Namespace, Name: b.Name}
	object, err := r.src.Get(ctx, q)
	if target.IsNotFound(err) {
		return []facts.Backend{b}
	}
	if err != nil {
		r.fail("get", q, err)
		return nil
	}
	service, ok := object.(*corev1.Service)
	if !ok {
		return nil
	}
	return []facts.Backend{distilService(service, b.Roles...)}
}

func distilService(s *corev1.Service, roles ...string) facts.Backend {
	var addresses []string
	if slices.Contains(roles, roleDNS) {
		addresses = addressesOf(s)
	}
	return facts.Backend{
		Addresses: addresses,
		Ports:     distilPorts(s),
		Namespace: s.Namespace, Name: s.Name, Exists: true,
		Selector: shortenValues(s.Spec.Selector), Labels: shortenValues(s.Labels),
		External: s.Spec.Type == corev1.ServiceTypeExternalName, Roles: roles,
	}
}

// addressesOf returns the cluster's addresses of a Service, one for each family; none of a headless one.
func addressesOf(s *corev1.Service) []string {
	all := s.Spec.ClusterIPs
	if len(all) == 0 {
		all = []string{s.Spec.ClusterIP}
	}
	return slices.DeleteFunc(slices.Clone(all), func(a string) bool { return a == "" || a == corev1.ClusterIPNone })
}

// distilPorts returns the ports of a Service, by number.
func distilPorts(s *corev1.Service) []facts.BackendPort {
	var ports []facts.BackendPort
	for _, p := range s.Spec.Ports {
		ports = append(ports, facts.BackendPort{Port: int(p.Port), Name: p.Name, TargetName: text.Truncate(p.TargetPort.StrVal, valueMax)})
	}
	slices.SortStableFunc(ports, func(a, b facts.BackendPort) int { return cmp.Compare(a.Port, b.Port) })
	return ports
}

// countEndpoints sums up the slices of a Service. A pod with addresses of both
// families is in two slices and counts once.
func countEndpoints(b *facts.Backend, from []*discoveryv1.EndpointSlice) {
	ready := map[string]bool{}
	var nodes []string
	for _, s := range from {
		for _, e := range s.Endpoints {
			key := strings.Join(e.Addresses, ",")
			if e.TargetRef != nil {
				key = e.TargetRef.Kind + "/" + e.TargetRef.Name
			}
			isReady := e.Conditions.Ready == nil || *e.Conditions.Ready
			ready[key] = ready[key] || isReady
			if isReady {
				markServed(b.Ports, s.Ports)
			}
			if isReady && e.NodeName != nil {
				nodes = append(nodes, *e.NodeName)
			}
		}
	}
	b.Endpoints, b.ReadyEndpoints, b.Nodes = len(ready), 0, sorted(nodes)
	for _, isReady := range ready {
		if isReady {
			b.ReadyEndpoints++
		}
	}
}

// markServed marks the ports of a Service that a slice with a ready endpoint has: by their name,
// which is empty for the only port of a Service.
func markServed(ports []facts.BackendPort, served []discoveryv1.EndpointPort) {
	for i := range ports {
		ports[i].Served = ports[i].Served || slices.ContainsFunc(served, func(p discoveryv1.EndpointPort) bool {
			return p.Port != nil && (p.Name == nil && ports[i].Name == "" || p.Name != nil && *p.Name == ports[i].Name)
		})
	}
}
