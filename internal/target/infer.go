package target

import (
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"
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
func (p *objectSet) infer() map[schema.GroupResource][]item {
	there := map[string]bool{}
	for _, it := range p.items {
		there[it.object.GetKind()+"/"+it.object.GetNamespace()+"/"+it.object.GetName()] = true
	}
	made := map[string]*unstructured.Unstructured{}
	out := map[schema.GroupResource][]item{}
	var unpacked window
	for _, of := range []string{"ReplicaSet", "Pod"} {
		for _, it := range p.items {
			kind, name := controllerOf(it.object)
			key := kind + "/" + it.object.GetNamespace() + "/" + name
			if it.object.GetKind() != of || kind == "" || there[key] || p.bundle.choosesPods() && of == "Pod" && !isReady(it.object) {
				continue
			}
			if made[key] == nil {
				made[key] = ownerOf(unpacked.whole(it), kind, name)
				resource := schema.GroupResource{Group: "apps", Resource: strings.ToLower(kind) + "s"}
				out[resource] = append(out[resource], item{object: made[key], where: it.where})
			} else if of == "ReplicaSet" || made[key].GetAnnotations()[fromReplicaSet] != "" {
				continue // its pods are counted in it
			}
			count(made[key], it.object)
		}
	}
	return out
}

// fromReplicaSet marks what was made of a ReplicaSet, which knows the number of its pods.
const fromReplicaSet = "kready.dev/inferred-from-replicaset"

// controllerOf returns the controller of a ReplicaSet or pod that is worth inferring; ""
// for others, and for what has ended.
func controllerOf(o *unstructured.Unstructured) (kind, name string) {
	replicas, isSet, _ := unstructured.NestedInt64(o.Object, "spec", "replicas")
	phase, _, _ := unstructured.NestedString(o.Object, "status", "phase")
	if o.GetKind() == "ReplicaSet" && isSet && replicas == 0 || phase == string(corev1.PodSucceeded) || phase == string(corev1.PodFailed) {
		return "", ""
	}
	for _, owner := range o.GetOwnerReferences() {
		if owner.Controller != nil && *owner.Controller {
			kind, name = owner.Kind, owner.Name
		}
	}
	if hash := o.GetLabels()["pod-template-hash"]; kind == "ReplicaSet" && hash != "" {
		kind, name = "Deployment", strings.TrimSuffix(name, "-"+hash)
	}
	switch kind {
	case "Deployment", "DaemonSet", "StatefulSet":
		return kind, name
	}
	return "", ""
}

// ownerOf returns the owner of a ReplicaSet or pod, as far as it is known from that.
func ownerOf(o *unstructured.Unstructured, kind, name string) *unstructured.Unstructured {
	labels := map[string]any{}
	for key, value := range o.GetLabels() {
		labels[key] = value
	}
	for _, hash := range podHashes {
		delete(labels, hash)
	}
	spec, _ := o.Object["spec"].(map[string]any)
	template := any(map[string]any{"metadata": map[string]any{"labels": labels}, "spec": spec})
	metadata := map[string]any{"name": name, "namespace": o.GetNamespace(), "labels": labels}
	if o.GetKind() == "ReplicaSet" {
		template = spec["template"]
		metadata["annotations"] = map[string]any{fromReplicaSet: "true"}
	}
	return &unstructured.Unstructured{Object: map[string]any{
		"apiVersion": "apps/v1", "kind": kind, "metadata": metadata,
		"spec":   map[string]any{"selector": map[string]any{"matchLabels": labels}, "template": template},
		"status": map[string]any{},
	}}
}

// isReady reports whether a pod says that it is ready.
func isReady(o *unstructured.Unstructured) bool {
	conditions, _, _ := unstructured.NestedSlice(o.Object, "status", "conditions")
	return slices.ContainsFunc(conditions, func(c any) bool {
		fields, _ := c.(map[string]any)
		return fields["type"] == "Ready" && fields["status"] == "True"
	})
}

// count adds the pods that a ReplicaSet has, or a single pod, to its controller's.
func count(owner, o *unstructured.Unstructured) {
	desired, ready := int64(1), int64(0)
	if o.GetKind() == "ReplicaSet" {
		desired, _, _ = unstructured.NestedInt64(o.Object, "spec", "replicas")
		ready, _, _ = unstructured.NestedInt64(o.Object, "status", "readyReplicas")
	}
	if o.GetKind() == "Pod" && isReady(o) {
		ready = 1
	}
	add := func(n int64, path ...string) {
		before, _, _ := unstructured.NestedInt64(owner.Object, path...)
		_ = unstructured.SetNestedField(owner.Object, before+n, path...) // the path is a map
	}
	if owner.GetKind() == "DaemonSet" {
		add(desired, "status", "desiredNumberScheduled")
		add(ready, "status", "numberReady")
		return
	}
	add(desired, "spec", "replicas")
	add(desired, "status", "replicas")
	add(ready, "status", "readyReplicas")
}
