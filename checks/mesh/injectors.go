package mesh

import (
	"slices"
	"strings"

	"github.com/kready/kready/internal/facts"
)

// mesh is one service mesh whose control plane runs, with its injectors.
type mesh struct {
	name, title string
	// hidden marks one that the provider runs out of sight.
	hidden bool
	hooks  []*facts.Webhook
	// offered are the labels that its injectors select, once they were asked for.
	offered []string
	// applied is false for manifests that were never applied.
	applied bool
	// ztunnel says whether the node agents of Istio's ambient mode are there.
	ztunnel bool
}

// injectorHooks are the names of the injection webhooks of meshes, as the end of a webhook's name.
var injectorHooks = map[string][]string{
	"istio":             {"sidecar-injector.istio.io"},
	"linkerd":           {"linkerd-proxy-injector.linkerd.io"},
	"kuma":              {"kuma-injector.kuma.io"},
	"open-service-mesh": {"osm-inject.k8s.io"},
}

// meshesOf returns the meshes whose control plane runs and whose way of enrolment is known.
func meshesOf(in *facts.Input) []*mesh {
	var all []*mesh
	for _, impl := range in.Running("mesh/control-plane") {
		ends, known := injectorHooks[impl.Name]
		if !known || slices.ContainsFunc(all, func(m *mesh) bool { return m.name == impl.Name }) {
			continue
		}
		m := &mesh{name: impl.Name, title: impl.Title, hidden: impl.State == facts.StateHidden, hooks: hooksOf(in, ends), applied: in.Applied()}
		m.ztunnel = m.hidden || runsZtunnel(in)
		all = append(all, m)
	}
	return all
}

// hooksOf returns the mutating webhooks whose names end so.
func hooksOf(in *facts.Input, ends []string) []*facts.Webhook {
	var hooks []*facts.Webhook
	for i := range in.Webhooks {
		config := &in.Webhooks[i]
		for j := range config.Webhooks {
			named := slices.ContainsFunc(ends, func(end string) bool { return strings.HasSuffix(config.Webhooks[j].Name, end) })
			if named && config.Kind == "MutatingWebhookConfiguration" {
				hooks = append(hooks, &config.Webhooks[j])
			}
		}
	}
	return hooks
}

func runsZtunnel(in *facts.Input) bool {
	return slices.ContainsFunc(in.Workloads, func(w facts.Workload) bool {
		return w.Kind == facts.DaemonSet && slices.ContainsFunc(w.Containers, func(c facts.Container) bool {
			return strings.HasSuffix(c.Image.Repository, "ztunnel")
		})
	})
}

// untrusted reports whether the API server has nothing to verify an injector by. The control plane
// writes its own CA bundle, which manifests that were never applied do not hold.
func (m *mesh) untrusted(h *facts.Webhook) bool {
	return m.applied && !h.External && !h.CA.Given
}

// offers are the labels of namespaces that the injectors of Istio select: a revision or a tag each,
// or istio-injection=enabled.
func (m *mesh) offers() []string {
	if m.offered == nil {
		m.offered = m.selectedLabels()
	}
	return m.offered
}

func (m *mesh) selectedLabels() []string {
	labels := []string{}
	for _, h := range m.hooks {
		for _, r := range h.Namespaces.Requirements {
			if r.Operator != "In" || r.Key != revisionLabel && r.Key != injectionLabel {
				continue
			}
			for _, value := range r.Values {
				labels = append(labels, r.Key+"="+value)
			}
		}
	}
	slices.Sort(labels)
	return slices.Compact(labels)
}
