package mesh

import (
	"fmt"

	"github.com/kready/kready/internal/facts"
)

// The labels by which namespaces, or pods, ask Istio for its proxy.
const (
	injectionLabel    = "istio-injection"
	revisionLabel     = "istio.io/rev"
	podInjectionLabel = "sidecar.istio.io/inject"
	ambientLabel      = "istio.io/dataplane-mode"
	linkerdInject     = "linkerd.io/inject"
)

// request is one namespace or workload that asks for a mesh.
type request struct {
	object facts.ObjectRef
	// how is the label or annotation that asks, and note what else bears on it.
	how, note string
	ambient   bool
	namespace *facts.Namespace
	// pods are the labels of the pods that are to get a proxy.
	pods []map[string]string
}

// requestsOf returns all requests for a mesh.
func requestsOf(in *facts.Input, m *mesh) []request {
	byNamespace := map[string][]*facts.Workload{}
	for i := range in.Workloads {
		w := &in.Workloads[i]
		byNamespace[w.Namespace] = append(byNamespace[w.Namespace], w)
	}
	var all []request
	summedUp := map[string]bool{}
	for _, n := range in.Applications.Namespaces {
		summedUp[n.Name] = true
	}
	for i := range in.Namespaces {
		n := &in.Namespaces[i]
		if n.Phase == "Terminating" {
			continue
		}
		workloads := byNamespace[n.Name]
		how, note, ambient := m.askedBy(n)
		if how != "" {
			all = append(all, request{
				object: facts.ObjectRef{Kind: "Namespace", Name: n.Name}, how: how, note: note, ambient: ambient,
				namespace: n, pods: m.podsToInject(workloads, summedUp[n.Name]),
			})
			continue
		}
		for _, w := range workloads {
			if how, note := m.askedByPods(n, w); how != "" {
				all = append(all, request{
					object: facts.ObjectRef{Kind: w.Kind, Namespace: w.Namespace, Name: w.Name}, how: how, note: note,
					namespace: n, pods: []map[string]string{w.PodLabels},
				})
			}
		}
	}
	return all
}

// askedBy returns by what a namespace asks for the mesh; "" when it does not.
func (m *mesh) askedBy(n *facts.Namespace) (how, note string, ambient bool) {
	says := func(key string) string { return fmt.Sprintf("it says %s=%s", key, n.Labels[key]) }
	switch m.name {
	case "istio":
		return m.istioAskedBy(n)
	case "linkerd":
		if value := n.Annotations[linkerdInject]; value == "enabled" || value == "ingress" {
			return fmt.Sprintf("its annotation %s is %s", linkerdInject, value), "", false
		}
	case "kuma":
		if value := n.Labels["kuma.io/sidecar-injection"]; value == "enabled" || value == "true" {
			return says("kuma.io/sidecar-injection"), "", false
		}
	case "open-service-mesh":
		if n.Labels["openservicemesh.io/monitored-by"] != "" && n.Labels["openservicemesh.io/ignore"] == "" {
			return says("openservicemesh.io/monitored-by"), "", false
		}
	}
	return "", "", false
}

// istioAskedBy is askedBy for Istio, where istio-injection takes precedence over a revision.
func (m *mesh) istioAskedBy(n *facts.Namespace) (how, note string, ambient bool) {
	injection, revision := n.Labels[injectionLabel], n.Labels[revisionLabel]
	switch {
	case injection == "enabled" && revision != "":
		note = fmt.Sprintf("%s=%s does not count beside it", revisionLabel, revision)
		return "it says istio-injection=enabled", note, false
	case injection == "enabled":
		return "it says istio-injection=enabled", "", false
	case n.Labels[ambientLabel] == "ambient":
		return "it says istio.io/dataplane-mode=ambient", "", true
	case injection == "" && revision != "":
		return fmt.Sprintf("it says %s=%s", revisionLabel, revision), "", false
	}
	return "", "", false
}

// askedByPods returns by what a workload's pods ask for the mesh where their namespace does not.
func (m *mesh) askedByPods(n *facts.Namespace, w *facts.Workload) (how, note string) {
	switch {
	case m.name == "istio" && w.PodLabels[podInjectionLabel] == "true":
		if n.Labels[injectionLabel] == "disabled" {
			note = "their namespace says istio-injection=disabled, which comes first"
		}
		return fmt.Sprintf("its pods say %s=true", podInjectionLabel), note
	case m.name == "linkerd" && (w.PodAnnotations[linkerdInject] == "enabled" || w.PodAnnotations[linkerdInject] == "ingress"):
		return fmt.Sprintf("the annotation %s of its pods is %s", linkerdInject, w.PodAnnotations[linkerdInject]), ""
	}
	return "", ""
}

// podsToInject returns the labels of the pods in a namespace that asks: of its workloads, but for
// those that opt out, or of a pod without labels where there is none. Applications that are summed up
// have no label that a webhook asks for, and are such pods to it.
func (m *mesh) podsToInject(workloads []*facts.Workload, summedUp bool) []map[string]string {
	var pods []map[string]string
	for _, w := range workloads {
		out := w.HostNetwork || w.PodAnnotations[linkerdInject] == "disabled" || w.PodLabels[podInjectionLabel] == "false" ||
			w.PodLabels["kuma.io/sidecar-injection"] == "disabled"
		if !out {
			pods = append(pods, w.PodLabels)
		}
	}
	if len(pods) == 0 || summedUp {
		pods = append(pods, map[string]string{})
	}
	return pods
}
