package collect

import (
	"context"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/text"
)

const (
	istioRoots   = "istio-ca-root-cert"
	linkerdRoots = "linkerd-identity-trust-roots"
	// aksIstio is the namespace of the add-on of AKS.
	aksIstio = "aks-istio-system"
	// linkerdPart is the label by which Linkerd marks the parts of its control plane.
	linkerdPart = "linkerd.io/control-plane-component"
)

// meshReads are ConfigMaps that hold public certificates and settings: of "istio", which
// has a name of its own in each revision, the few settings are kept that checks ask for. The Services that
// these name are looked up.
func meshReads() []Read {
	return []Read{{
		Resource: "configmaps", Verbs: []string{"get"}, Names: []string{"istio", istioRoots}, When: "Istio runs",
		MoreNames: "istio-REVISION where Istio runs under a revision, and istio-shared-configmap-REVISION in AKS' add-on",
	}, {
		Resource: "services", Verbs: []string{"get"}, When: "the settings of Istio name one",
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
	seen := map[[3]string]bool{}
	for i := range r.Before.Workloads {
		w := &r.Before.Workloads[i]
		key := [3]string{meshOf(w), w.Namespace}
		if key[0] == "istio" {
			key[2] = revisionOf(w)
		}
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
		func(c facts.MeshConfig) string { return c.Namespace },
		func(c facts.MeshConfig) string { return c.Revision })
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

// revisionOf is the revision of an istiod, "" for the default one.
func revisionOf(w *facts.Workload) string {
	if revision := w.PodLabels["istio.io/rev"]; revision != "default" {
		return revision
	}
	return ""
}

// istio reads the settings of one istiod. Those of a revision have its name; AKS' add-on lets its users add
// to them in a ConfigMap of their own.
func (r *Run) istio(ctx context.Context, w *facts.Workload) facts.MeshConfig {
	revision, name, shared := revisionOf(w), "istio", ""
	if revision != "" {
		name += "-" + revision
	}
	names := []string{istioRoots, name}
	if w.Namespace == aksIstio {
		shared = "istio-shared-configmap-" + revision
		names = append(names, shared)
	}
	read := forEach(r, names, func(r *Run, name string) []map[string]string {
		return []map[string]string{r.configMap(ctx, w.Namespace, name)}
	})
	out := distilRoots("istio", w.Namespace, istioRoots, read[0])
	out.Revision = text.Truncate(revision, valueMax)
	settings := distilMeshSettings(read[1])
	if shared != "" {
		settings.add(distilMeshSettings(read[2]))
	}
	settings.keep(&out)
	out.RootNamespace = or(out.RootNamespace, w.Namespace)
	r.findProviders(ctx, out.Providers)
	return out
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
