package collect

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"
	discoveryv1 "k8s.io/api/discovery/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/target"
)

// slicesOfNamespace are the EndpointSlices of some Services of a namespace, with the reason why there can be
// more.
type slicesOfNamespace struct {
	namespace string
	all       []*discoveryv1.EndpointSlice
	blind     []facts.BlindSpot
}

// endpointSlices reads the EndpointSlices of Services, with one request for each namespace. What could not be
// read is no blind spot yet: the Services may turn out not to exist.
func (r *Run) endpointSlices(ctx context.Context, services []facts.Backend) []slicesOfNamespace {
	byNamespace := map[string][]string{}
	for _, b := range services {
		if !b.External {
			byNamespace[b.Namespace] = append(byNamespace[b.Namespace], b.Name)
		}
	}
	return forEach(r, slices.Sorted(maps.Keys(byNamespace)), func(r *Run, namespace string) []slicesOfNamespace {
		q := target.Query{
			Group: "discovery.k8s.io", Version: "v1", Resource: "endpointslices", Namespace: namespace,
			LabelSelector: discoveryv1.LabelServiceName + " in (" + strings.Join(sorted(byNamespace[namespace]), ",") + ")",
		}
		own := &Run{shared: r.shared, kind: r.kind}
		all := each(ctx, own, q, func(s *discoveryv1.EndpointSlice) *discoveryv1.EndpointSlice { return s })
		return []slicesOfNamespace{{namespace, all, own.blind}}
	})
}

// countEndpoints counts the endpoints of the Services that exist.
func (r *Run) countEndpoints(ctx context.Context, backends []facts.Backend, read []slicesOfNamespace) []facts.Backend {
	exists := map[string][]string{}
	for _, b := range backends {
		if b.Exists && !b.External {
			exists[b.Namespace] = append(exists[b.Namespace], b.Name)
		}
	}
	slicesOf := map[[2]string][]*discoveryv1.EndpointSlice{}
	for _, found := range forEach(r, read, func(r *Run, found slicesOfNamespace) []slicesOfNamespace {
		if len(exists[found.namespace]) == 0 {
			return nil
		}
		return []slicesOfNamespace{r.orEndpoints(ctx, found, exists[found.namespace])}
	}) {
		for _, s := range found.all {
			key := [2]string{s.Namespace, s.Labels[discoveryv1.LabelServiceName]}
			slicesOf[key] = append(slicesOf[key], s)
		}
		for _, spot := range found.blind {
			r.addOwnBlindSpot(spot)
		}
	}
	for i := range backends {
		if b := &backends[i]; b.Exists {
			countEndpoints(b, slicesOf[[2]string{b.Namespace, b.Name}])
		}
	}
	return backends
}

// orEndpoints lets Endpoints stand in for the EndpointSlices of Services of which there are none: where a file
// holds only Endpoints, and where the API server is older than EndpointSlices.
func (r *Run) orEndpoints(ctx context.Context, out slicesOfNamespace, services []string) slicesOfNamespace {
	file := r.src.Describe().Kind == manifests
	if !file && !slices.ContainsFunc(out.blind, func(b facts.BlindSpot) bool { return b.Reason == facts.ReasonNotServed }) {
		return out
	}
	missing := slices.DeleteFunc(services, func(name string) bool {
		return slices.ContainsFunc(out.all, func(s *discoveryv1.EndpointSlice) bool { return s.Labels[discoveryv1.LabelServiceName] == name })
	})
	var unread []facts.BlindSpot
	gathered := len(out.blind) == 0
	for _, one := range forEach(r, missing, func(r *Run, name string) []slicesOfNamespace {
		all, spot := r.endpointsAsSlices(ctx, out.namespace, name, gathered)
		if spot == nil {
			return []slicesOfNamespace{{all: all}}
		}
		return []slicesOfNamespace{{all: all, blind: []facts.BlindSpot{*spot}}}
	}) {
		out.all, unread = append(out.all, one.all...), append(unread, one.blind...)
	}
	if len(unread) == 0 {
		out.blind = nil // all Services have one or the other
	}
	if len(unread) > 0 && len(out.blind) == 0 && file {
		out.blind = unread[:1]
	}
	return out
}

// endpointsAsSlices returns the Endpoints of a Service as EndpointSlices, or why they are not known. Each
// Service with a selector has one, so that none in a file says that they were not gathered. Where the EndpointSlices
// were gathered, and one without a selector has none, it has no endpoints: those of Endpoints are mirrored.
func (r *Run) endpointsAsSlices(ctx context.Context, namespace, name string, gathered bool) ([]*discoveryv1.EndpointSlice, *facts.BlindSpot) {
	q := target.Query{Version: "v1", Resource: "endpoints", Namespace: namespace, Name: name, Dynamic: true}
	object, err := r.src.Get(ctx, q)
	gone := target.IsNotFound(err)
	if gone && (r.src.Describe().Kind != manifests || !r.needsEndpoints(ctx, namespace, name, gathered)) {
		return nil, nil // a Service without a selector need not have any, one that was not applied has none
	}
	spot := &facts.BlindSpot{Verb: "get", Resource: q.String(), Namespace: namespace}
	var read *target.ReadError
	switch {
	case gone:
		spot.Reason = facts.ReasonNotContained
	case errors.As(err, &read):
		spot.Reason = read.Reason
	case err != nil:
		spot.Reason = facts.ReasonUnavailable
	}
	if err != nil {
		spot.Message = shorten(err.Error())
		return nil, spot
	}
	o, ok := object.(*unstructured.Unstructured)
	if !ok {
		spot.Reason = facts.ReasonMalformed
		return nil, spot
	}
	fields := reader{fields: o.Object}
	var all []*discoveryv1.EndpointSlice
	for _, subset := range fields.list("subsets") {
		all = append(all, sliceOf(namespace, name, subset))
	}
	if len(all) == 0 {
		all = append(all, emptySlice(namespace, name))
	}
	return all, nil
}

// needsEndpoints reports whether the Service of a file must have had endpoints, or slices of them, in the cluster:
// it comes from an API server, which fills in what manifests do not have, and has a selector, or else
// slices were not gathered.
func (r *Run) needsEndpoints(ctx context.Context, namespace, name string, gathered bool) bool {
	object, err := r.src.Get(ctx, target.Query{Version: "v1", Resource: "services", Namespace: namespace, Name: name})
	s, ok := object.(*corev1.Service)
	if err != nil || !ok || gathered && len(s.Spec.Selector) == 0 {
		return false
	}
	return s.UID != "" || !s.CreationTimestamp.IsZero() || len(s.Spec.ClusterIPs) > 0
}

func emptySlice(namespace, name string) *discoveryv1.EndpointSlice {
	return &discoveryv1.EndpointSlice{ObjectMeta: metav1.ObjectMeta{
		Namespace: namespace, Name: name, Labels: map[string]string{discoveryv1.LabelServiceName: name},
	}}
}

// sliceOf returns a subset of Endpoints as a slice.
func sliceOf(namespace, name string, subset map[string]any) *discoveryv1.EndpointSlice {
	out, fields := emptySlice(namespace, name), reader{fields: subset}
	for _, p := range fields.list("ports") {
		port := reader{fields: p}
		title, number := port.text("name"), int32(min(max(port.number("port"), 0), maxPort)) //nolint:gosec // bounded
		out.Ports = append(out.Ports, discoveryv1.EndpointPort{Name: &title, Port: &number})
	}
	for list, ready := range map[string]bool{"addresses": true, "notReadyAddresses": false} {
		for _, a := range fields.list(list) {
			address := reader{fields: a}
			e := discoveryv1.Endpoint{Addresses: []string{address.text("ip")}, Conditions: discoveryv1.EndpointConditions{Ready: &ready}}
			if node := address.text("nodeName"); node != "" {
				e.NodeName = &node
			}
			if pod := address.text("targetRef", "name"); pod != "" {
				e.TargetRef = &corev1.ObjectReference{Kind: address.text("targetRef", "kind"), Name: pod}
			}
			out.Endpoints = append(out.Endpoints, e)
		}
	}
	return out
}

// maxPort is the highest number of a port.
const maxPort = 65535
