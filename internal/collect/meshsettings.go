package collect

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/target"
	"github.com/kready/kready/internal/text"
	"github.com/kready/kready/internal/yaml"
)

// meshProvidersMax is how many providers of a MeshConfig are kept, and Services looked up.
const meshProvidersMax = 50

// meshSettings are the parts of Istio's MeshConfig that are kept:
// https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/
type meshSettings struct {
	RootNamespace         string `json:"rootNamespace"`
	OutboundTrafficPolicy struct {
		Mode string `json:"mode"`
	} `json:"outboundTrafficPolicy"`
	ExtensionProviders []map[string]any `json:"extensionProviders"`
	DefaultProviders   struct {
		Tracing       []string `json:"tracing"`
		Metrics       []string `json:"metrics"`
		AccessLogging []string `json:"accessLogging"`
	} `json:"defaultProviders"`
	read bool
}

// distilMeshSettings reads the settings of a ConfigMap; none where it is not there or not understood.
func distilMeshSettings(data map[string]string) meshSettings {
	var s meshSettings
	mesh, found := data["mesh"]
	if !found || yaml.Unmarshal([]byte(mesh), &s) != nil {
		return meshSettings{}
	}
	s.read = true
	return s
}

// add adds settings that stand behind those that are there.
func (s *meshSettings) add(more meshSettings) {
	s.RootNamespace = or(s.RootNamespace, more.RootNamespace)
	s.OutboundTrafficPolicy.Mode = or(s.OutboundTrafficPolicy.Mode, more.OutboundTrafficPolicy.Mode)
	s.ExtensionProviders = append(s.ExtensionProviders, more.ExtensionProviders...)
	own, others := &s.DefaultProviders, more.DefaultProviders
	if len(own.Tracing) == 0 {
		own.Tracing = others.Tracing
	}
	if len(own.Metrics) == 0 {
		own.Metrics = others.Metrics
	}
	if len(own.AccessLogging) == 0 {
		own.AccessLogging = others.AccessLogging
	}
}

// keep writes the settings down, with Istio's defaults filled in.
func (s *meshSettings) keep(out *facts.MeshConfig) {
	out.RootNamespace = text.Truncate(s.RootNamespace, valueMax)
	if !s.read {
		return
	}
	out.Told = true
	out.Outbound = text.Truncate(or(s.OutboundTrafficPolicy.Mode, "ALLOW_ANY"), valueMax)
	out.Providers = builtInProviders()
	for _, fields := range s.ExtensionProviders[:min(len(s.ExtensionProviders), meshProvidersMax)] {
		p := distilProvider(fields)
		if i := slices.IndexFunc(out.Providers, func(o facts.MeshProvider) bool { return o.Name == p.Name }); i >= 0 {
			out.Providers[i] = p
			continue
		}
		out.Providers = append(out.Providers, p)
	}
	sortBy(out.Providers, func(p facts.MeshProvider) string { return p.Name })
	for _, of := range []struct {
		what  string
		names []string
	}{{"accessLogging", s.DefaultProviders.AccessLogging}, {"metrics", s.DefaultProviders.Metrics}, {"tracing", s.DefaultProviders.Tracing}} {
		for _, name := range of.names[:min(len(of.names), meshProvidersMax)] {
			out.DefaultProviders = append(out.DefaultProviders, facts.Field{Name: of.what, Value: text.Truncate(name, valueMax)})
		}
	}
}

// builtInProviders are those that Istio defines itself, in pkg/config/mesh/mesh.go.
func builtInProviders() []facts.MeshProvider {
	return []facts.MeshProvider{
		{Name: "envoy", Kind: "envoyFileAccessLog"}, {Name: "prometheus", Kind: "prometheus"}, {Name: "stackdriver", Kind: "stackdriver"},
	}
}

// distilProvider keeps the name of a provider, its kind and the host that it leads to.
func distilProvider(fields map[string]any) facts.MeshProvider {
	var p facts.MeshProvider
	for _, key := range slices.Sorted(maps.Keys(fields)) {
		if key == "name" {
			name, _ := fields[key].(string)
			p.Name = text.Truncate(name, valueMax)
			continue
		}
		p.Kind = text.Truncate(key, valueMax)
		if of, ok := fields[key].(map[string]any); ok {
			service, _ := of["service"].(string)
			p.Service = text.Truncate(service, valueMax)
		}
	}
	return p
}

// findProviders looks up the Services of this cluster that providers lead to.
func (r *Run) findProviders(ctx context.Context, providers []facts.MeshProvider) {
	for i := range providers {
		namespace, name := clusterService(providers[i].Service)
		if name == "" {
			continue
		}
		q := target.Query{Version: "v1", Resource: "services", Namespace: namespace, Name: name}
		switch _, err := r.src.Get(ctx, q); {
		case err == nil:
		case target.IsNotFound(err):
			providers[i].Missing = true
		default:
			r.fail("get", q, err)
		}
	}
}

// clusterService is the Service of a host like otel.observability.svc.cluster.local; "" for any other. A
// namespace may stand before it.
func clusterService(host string) (namespace, name string) {
	if i := strings.IndexByte(host, '/'); i >= 0 {
		host = host[i+1:]
	}
	parts := strings.Split(host, ".")
	if len(parts) < 3 || parts[2] != "svc" || parts[0] == "" || parts[1] == "" || parts[0] == "*" {
		return "", ""
	}
	return parts[1], parts[0]
}
