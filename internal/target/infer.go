package target

import (
	"maps"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

// Support bundles often hold ReplicaSets and pods without the workloads that own them. The
// owner references of such an object are enough to know the workload.

// podHashes are the labels that controllers add to the template's.
var podHashes = []string{
	"pod-template-hash", "controller-revision-hash", "pod-template-generation",
	"statefulset.kubernetes.io/pod-name", "apps.kubernetes.io/pod-index",
}

// infer makes the missing Deployments, DaemonSets and StatefulSets that objects name as their
// owners.
func (p *objectSet) infer() map[schema.GroupResource][]*item {
	there := map[string]bool{}
	for _, it := range p.items {
		there[it.gvk.Kind+"/"+it.namespace+"/"+it.name] = true
	}
	made := map[string]*item{}
	out := map[schema.GroupResource][]*item{}
	for _, of := range []string{"ReplicaSet", "Pod"} {
		for _, it := range p.items {
			kind, name := it.controller.kind, it.controller.name
			key := kind + "/" + it.namespace + "/" + name
			if it.gvk.Kind != of || kind == "" || there[key] || p.bundle.choosesPods() && of == "Pod" && !it.isReady {
				continue
			}
			if made[key] == nil {
				made[key] = p.ownerOf(it)
				resource := schema.GroupResource{Group: "apps", Resource: strings.ToLower(kind) + "s"}
				out[resource] = append(out[resource], made[key])
			} else if of == "ReplicaSet" || made[key].of.gvk.Kind == "ReplicaSet" {
				continue // its pods are counted in it
			}
			made[key].count(it.spine)
		}
	}
	return out
}

// ownerOf returns the owner of a ReplicaSet or pod, of which nothing is counted yet.
func (p *objectSet) ownerOf(of *item) *item {
	labels := maps.Clone(of.labels)
	for _, hash := range podHashes {
		delete(labels, hash)
	}
	gvk := schema.GroupVersionKind{Group: "apps", Version: "v1", Kind: of.controller.kind}
	return &item{where: of.where, of: of, spine: spine{
		kindOf: p.spines.kind(gvk), namespace: of.namespace, name: of.controller.name, labels: p.spines.same(labels),
	}}
}

// owner returns an inferred workload, as far as it is known from a ReplicaSet or pod.
func (it *item) owner(of *unstructured.Unstructured) *unstructured.Unstructured {
	labels := map[string]any{}
	for key, value := range it.labels {
		labels[key] = value
	}
	spec, _ := of.Object["spec"].(map[string]any)
	template := any(map[string]any{"metadata": map[string]any{"labels": labels}, "spec": spec})
	metadata := map[string]any{"name": it.name, "namespace": it.namespace, "labels": labels}
	if it.of.gvk.Kind == "ReplicaSet" {
		template = spec["template"]
	}
	made := map[string]any{"selector": map[string]any{"matchLabels": labels}, "template": template}
	status := map[string]any{"replicas": it.desired, "readyReplicas": it.ready}
	if it.gvk.Kind == "DaemonSet" {
		status = map[string]any{"desiredNumberScheduled": it.desired, "numberReady": it.ready}
	} else {
		made["replicas"] = it.desired
	}
	return &unstructured.Unstructured{Object: map[string]any{
		"apiVersion": "apps/v1", "kind": it.gvk.Kind, "metadata": metadata, "spec": made, "status": status,
	}}
}

// isReady reports whether a pod says that it is ready.
func isReady(o *unstructured.Unstructured) bool {
	found, _, _ := unstructured.NestedFieldNoCopy(o.Object, "status", "conditions")
	conditions, _ := found.([]any)
	return slices.ContainsFunc(conditions, func(c any) bool {
		fields, _ := c.(map[string]any)
		return fields["type"] == "Ready" && fields["status"] == "True"
	})
}

// count adds the pods that a ReplicaSet has, or a single pod, to its controller's.
func (it *item) count(of spine) {
	switch {
	case of.gvk.Kind == "ReplicaSet":
		it.desired, it.ready = it.desired+of.desired, it.ready+of.ready
	case of.isReady:
		it.desired, it.ready = it.desired+1, it.ready+1
	default:
		it.desired++
	}
}
