package target

import (
	"maps"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

// list is what is known of one list of objects, as `kubectl get -o yaml` writes it: what it was
// asked for is not written in it, but shows in what it holds.
type list struct {
	// of is the kind of a typed list, such as a PodList; empty for a List of any kinds.
	of schema.GroupVersionKind
	// seen are the kinds of its objects.
	seen map[schema.GroupVersionKind]*kindSeen
	// common are the labels that all of its objects have; nil before the first.
	common map[string]string
	// objects is how many there are.
	objects int
	// served says that the objects come from an API server, which gives each an id.
	served bool
	// ownNamespaces says that the namespaces are among them which every cluster has.
	ownNamespaces bool
	found         map[string]bool
	// cut says that the list ends early: in the middle, or at a page that says that more follow.
	cut bool
}

// kindSeen are the objects of one kind in a list.
type kindSeen struct {
	objects    int
	namespaces map[string]bool
}

// newList begins a list. Of is empty for one of any kinds.
func newList(of schema.GroupVersionKind) *list {
	l := &list{seen: map[schema.GroupVersionKind]*kindSeen{}}
	if of.Kind != "" {
		l.typed(of)
	}
	return l
}

// typed says that all objects of a list are of one kind, as an API server writes it; manifests are
// no such lists.
func (l *list) typed(of schema.GroupVersionKind) {
	l.of, l.served = of, true
	l.kind(of)
}

// kind returns what was seen of a kind, to be changed.
func (l *list) kind(gvk schema.GroupVersionKind) *kindSeen {
	gvk = currentKind(gvk)
	if l.seen[gvk] == nil {
		l.seen[gvk] = &kindSeen{namespaces: map[string]bool{}}
	}
	return l.seen[gvk]
}

// add takes note of an object.
func (l *list) add(o *unstructured.Unstructured) {
	seen := l.kind(o.GroupVersionKind())
	seen.objects++
	if namespace := o.GetNamespace(); namespace != "" {
		seen.namespaces[namespace] = true
	}
	l.objects++
	if o.GetKind() == "Namespace" && o.GroupVersionKind().Group == "" {
		l.addNamespace(o.GetName())
	}
	if o.GetUID() != "" || o.GetResourceVersion() != "" {
		l.served = true
	}
	labels := o.GetLabels()
	if l.common == nil {
		l.common = map[string]string{}
		maps.Copy(l.common, labels)
		maps.DeleteFunc(l.common, func(key, _ string) bool { return givenLabel(key) })
		return
	}
	maps.DeleteFunc(l.common, func(key, value string) bool {
		has, ok := labels[key]
		return !ok || has != value
	})
}

// addNamespace takes note of the namespaces that every cluster has.
func (l *list) addNamespace(name string) {
	if l.found == nil {
		l.found = map[string]bool{}
	}
	switch name {
	case "default", "kube-system", "kube-public", "kube-node-lease":
		l.found[name] = true
	}
	l.ownNamespaces = len(l.found) == 4
}

// givenLabel reports whether Kubernetes or a tool gives all of its objects a label, so that it
// says nothing of a selector.
func givenLabel(key string) bool {
	return strings.HasPrefix(key, "kubernetes.io/") || strings.HasPrefix(key, "beta.kubernetes.io/") ||
		strings.HasPrefix(key, "olm.") || key == "app.kubernetes.io/managed-by" || key == "heritage"
}

// namespaces are those of all its objects.
func (l *list) namespaces() map[string]bool {
	all := map[string]bool{}
	for _, seen := range l.seen {
		maps.Copy(all, seen.namespaces)
	}
	return all
}

// currentKind returns the kind in the version that its objects are read in.
func currentKind(gvk schema.GroupVersionKind) schema.GroupVersionKind {
	if current, ok := currentVersions[gvk]; ok {
		return current.WithKind(gvk.Kind)
	}
	return gvk
}
