package probe

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/kready/kready/internal/facts"
)

// joinMethod is one way for a namespace, or a pod, to join a mesh.
type joinMethod struct {
	// mesh is the product's title, how the method in words.
	mesh, how string
	// namespace are labels that override those of a probe's namespace; pod are annotations
	// of a pod.
	namespace, pod map[string]string
	// proxy is the container that is injected; "" in ambient mode.
	proxy string
}

const (
	istioInjection = "istio-injection"
	istioRevision  = "istio.io/rev"
	istioDataPlane = "istio.io/dataplane-mode"
)

// meshes are the running control planes.
func (s *Session) meshes() []facts.Implementation {
	return slices.DeleteFunc(slices.Clone(s.Input.Inventory), func(impl facts.Implementation) bool {
		up := impl.State == facts.StateRunning || impl.State == facts.StateHidden
		return !up || !slices.Contains(impl.Roles, "mesh/control-plane")
	})
}

// skipMesh is the Skip of probes of a mesh.
func skipMesh(s *Session) (string, error) {
	if len(s.meshes()) > 0 {
		return "", nil
	}
	return "no service mesh runs here", s.checkReadable(facts.PartInventory)
}

// joinMethods returns how pods join the running meshes. A mesh that the probe does not support
// is an obstacle.
func (s *Session) joinMethods() ([]joinMethod, error) {
	if err := s.checkReadable(facts.KindWebhooks); err != nil {
		return nil, err
	}
	var methods []joinMethod
	var unsupported error
	for _, mesh := range s.meshes() {
		switch mesh.Name {
		case "istio":
			methods = append(methods, s.istioMethods(mesh.Title)...)
		case "linkerd":
			methods = append(methods, joinMethod{
				mesh: mesh.Title, how: "annotated linkerd.io/inject=enabled",
				pod: map[string]string{"linkerd.io/inject": "enabled"}, proxy: "linkerd-proxy",
			})
		default:
			unsupported = &ObstacleError{"kready knows how to enrol pods in Istio and in Linkerd, not in " + mesh.Title}
		}
	}
	slices.SortStableFunc(methods, func(a, b joinMethod) int { return strings.Compare(a.how, b.how) })
	methods = slices.CompactFunc(methods, func(a, b joinMethod) bool { return a.how == b.how })
	if len(methods) == 0 && unsupported == nil {
		unsupported = &ObstacleError{"no webhook of the mesh says which namespaces it enrols"}
	}
	if len(methods) > 0 {
		unsupported = nil
	}
	return methods, unsupported
}

// istioMethods reads the labels from the selectors of Istio's webhooks: each cluster names its
// revisions and their tags.
func (s *Session) istioMethods(title string) []joinMethod {
	var methods []joinMethod
	labelled := func(key, value string) {
		labels := map[string]string{istioInjection: "", istioDataPlane: ""}
		labels[key] = value
		methods = append(methods, joinMethod{
			mesh: title, how: fmt.Sprintf("in a namespace labelled %s=%s", key, value), namespace: labels, proxy: "istio-proxy",
		})
	}
	for _, config := range s.Input.Webhooks {
		for _, hook := range config.Webhooks {
			if config.Kind != "MutatingWebhookConfiguration" || !strings.HasSuffix(hook.Name, "sidecar-injector.istio.io") {
				continue
			}
			for _, key := range []string{istioInjection, istioRevision} {
				for _, value := range labelValues(hook.Namespaces, key) {
					labelled(key, value)
				}
			}
		}
	}
	for i := range s.Input.Workloads {
		w := &s.Input.Workloads[i]
		if w.Kind == facts.DaemonSet && slices.ContainsFunc(w.Containers, func(c facts.Container) bool {
			return strings.HasSuffix("/"+c.Image.Repository, "/ztunnel")
		}) {
			labels := map[string]string{istioInjection: "", istioDataPlane: "ambient"}
			methods = append(methods, joinMethod{mesh: title + " ambient", how: "in a namespace labelled " + istioDataPlane + "=ambient", namespace: labels})
		}
	}
	return methods
}

// labelValues are the values of a label that a selector matches.
func labelValues(selector facts.Selector, key string) []string {
	var values []string
	for _, r := range selector.Requirements {
		if r.Key == key && r.Operator == "In" {
			values = append(values, r.Values...)
		}
	}
	return values
}

// labels are those of a namespace for the method. The containers that a mesh injects may need
// more than Pod Security's restricted profile allows.
func (e joinMethod) labels() map[string]string {
	labels := map[string]string{"pod-security.kubernetes.io/enforce": "privileged"}
	if e.proxy == "linkerd-proxy" {
		labels[istioInjection] = "" // it excludes Linkerd as well
	}
	maps.Copy(labels, e.namespace)
	return labels
}
