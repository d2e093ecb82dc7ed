package collect

import (
	"context"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/text"
	"github.com/kready/kready/internal/yaml"
)

const (
	istioRoots   = "istio-ca-root-cert"
	linkerdRoots = "linkerd-identity-trust-roots"
	// linkerdPart is the label by which Linkerd marks the parts of its control plane.
	linkerdPart = "linkerd.io/control-plane-component"
)

// meshReads are ConfigMaps that hold public certificates and settings: of "istio", which
// has a name of its own in each revision, only the root namespace is kept.
func meshReads() []Read {
	return []Read{{
		Resource: "configmaps", Verbs: []string{"get"}, Names: []string{"istio", istioRoots}, When: "Istio runs",
		MoreNames: "istio-REVISION where Istio runs under a revision",
	}, {
		Resource: "configmaps", Verbs: []string{"get"}, Names: []string{linkerdRoots}, When: "Linkerd runs",
	}}
}

func meshConfigsCollector() Collector {
	return Collector{
		Facts:   facts.KindMeshConfigs,
		Reads:   meshReads(),
		After:   []facts.Kind{facts.KindWorkloads},
		BasedOn: []facts.Kind{facts.KindWorkloads},
		Collect: collectMeshConfigs,
	}
}

// collectMeshConfigs reads how the control planes of Istio and Linkerd are set up.
func collectMeshConfigs(ctx context.Context, r *Run) Fill {
	var planes []*facts.Workload
	seen := map[[2]string]bool{}
	for i := range r.Before.Workloads {
		w := &r.Before.Workloads[i]
		key := [2]string{meshOf(w), w.Namespace}
		if key[0] != "" && !seen[key] {
			planes = append(planes, w)
		}
		seen[key] = true
	}
	configs := forEach(r, planes, func(r *Run, w *facts.Workload) []facts.MeshConfig {
		if kind := meshOf(w); kind != "istio" {
			return []facts.MeshConfig{distilRoots(kind, w.Namespace, linkerdRoots, r.configMap(ctx, w.Namespace, linkerdRoots))}
		}
		return []facts.MeshConfig{r.istio(ctx, w)}
	})
	sortBy(configs,
		func(c facts.MeshConfig) string { return c.Kind },
		func(c facts.MeshConfig) string { return c.Namespace })
	return func(s *facts.Snapshot) { s.MeshConfigs = configs }
}

// meshOf says of which mesh's control plane a workload is; "" when of none.
func meshOf(w *facts.Workload) string {
	if w.Kind != facts.Deployment {
		return ""
	}
	if part := w.PodLabels[linkerdPart]; part == "identity" || part == "destination" {
		return "linkerd"
	}
	for _, c := range w.Containers {
		if c.Name == "discovery" && strings.Contains(c.Image.Repository, "pilot") {
			return "istio"
		}
	}
	return ""
}

// istio reads the settings of one istiod. Those of a revision have its name.
func (r *Run) istio(ctx context.Context, w *facts.Workload) facts.MeshConfig {
	name := "istio"
	if revision := w.PodLabels["istio.io/rev"]; revision != "" && revision != "default" {
		name += "-" + revision
	}
	read := forEach(r, []string{istioRoots, name}, func(r *Run, name string) []map[string]string {
		return []map[string]string{r.configMap(ctx, w.Namespace, name)}
	})
	out := distilRoots("istio", w.Namespace, istioRoots, read[0])
	out.RootNamespace = or(distilRootNamespace(read[1]), w.Namespace)
	return out
}

// distilRootNamespace finds the one setting of Istio's mesh configuration that is kept.
func distilRootNamespace(data map[string]string) string {
	var config struct {
		RootNamespace string `json:"rootNamespace"`
	}
	if yaml.Unmarshal([]byte(data["mesh"]), &config) != nil {
		return ""
	}
	return text.Truncate(config.RootNamespace, valueMax)
}

// distilRoots reads the trust anchors of a mesh from their ConfigMap.
func distilRoots(kind, namespace, configMap string, data map[string]string) facts.MeshConfig {
	key := "root-cert.pem"
	if kind == "linkerd" {
		key = "ca-bundle.crt"
	}
	return facts.MeshConfig{Kind: kind, Namespace: namespace, RootsFrom: configMap, Roots: distilCA([]byte(data[key]))}
}

func peerAuthenticationsCollector() Collector {
	return Collector{
		Facts:   facts.KindPeerAuthentications,
		Reads:   []Read{ifServed("security.istio.io", "peerauthentications")},
		Collect: collectPeerAuthentications,
	}
}

// collectPeerAuthentications reads which connections Istio demands mutual TLS for.
func collectPeerAuthentications(ctx context.Context, r *Run) Fill {
	all := eachIfServed(ctx, r, "security.istio.io", "peerauthentications", distilPeerAuthentication)
	sortBy(all,
		func(p facts.PeerAuthentication) string { return p.Namespace },
		func(p facts.PeerAuthentication) string { return p.Name })
	return func(s *facts.Snapshot) { s.PeerAuthentications = all }
}

func distilPeerAuthentication(o *unstructured.Unstructured) (facts.PeerAuthentication, error) {
	read := reader{fields: o.Object}
	out := facts.PeerAuthentication{
		Namespace: o.GetNamespace(), Name: o.GetName(), CreatedAt: truncateToSecond(o.GetCreationTimestamp().Time),
		Mode: or(read.text("spec", "mtls", "mode"), "UNSET"),
	}
	if labels, ok := read.at("spec", "selector", "matchLabels"); ok {
		all, isMap := labels.(map[string]any)
		out.Selective = !isMap || len(all) > 0
	}
	ports, _ := read.at("spec", "portLevelMtls")
	modes, _ := ports.(map[string]any)
	for port := range modes {
		out.Ports = append(out.Ports, facts.Field{Name: text.Truncate(port, valueMax), Value: or(read.text("spec", "portLevelMtls", port, "mode"), "UNSET")})
	}
	sortBy(out.Ports, func(f facts.Field) string { return f.Name })
	return out, read.err
}
