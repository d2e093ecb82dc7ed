package target

import (
	"slices"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

// A list that somebody made with kubectl does not say what it was asked for. What shows that all
// objects of a kind are in it:
//
//   - its objects come from an API server, which gives each an id: manifests have none;
//   - they lie in several namespaces, which only --all-namespaces gives, and that holds for all
//     kinds of one list and excludes names; those of the system are among them, where a kind
//     always has some;
//   - they have no label in common, as what a selector has chosen would have;
//   - of kinds of which Kubernetes itself makes objects, these are there;
//   - nothing else in the files points at an object that is not there (contradict).
//
// A selector by what objects do not have leaves no trace. --kinds says what cannot be seen.

// listEvidence adds the coverage that lists of unknown origin prove.
func (c covered) listEvidence(lists []*list, known kinds, names map[schema.GroupResource]map[string]bool) {
	for _, l := range lists {
		everywhere := l.everywhere(known)
		for gvk, seen := range l.seen {
			info := known.of(gvk)
			resource := schema.GroupResource{Group: gvk.Group, Resource: info.resource}
			cover := c.at(resource)
			if cover.whole {
				continue
			}
			switch {
			case l.cut:
				cover.why = "the list ends early"
			case !l.served:
				cover.why = "they are manifests, not what a cluster has"
			case l.selected():
				cover.why = "they were chosen by a label, as all of them have the same"
			case info.namespaced && !everywhere && len(seen.namespaces) > 0:
				cover.why = "only those of " + namespaceList(seen.namespaces) + " are there"
			case info.namespaced && !everywhere:
				cover.why = "of which namespaces they are is not known"
			case slices.ContainsFunc(alwaysThere(resource), func(name string) bool { return !names[resource][name] }):
				cover.why = "not even those of Kubernetes itself are all there"
			default:
				cover.whole, cover.why = true, ""
			}
		}
	}
}

// everywhere reports whether a list was asked for in all namespaces.
func (l *list) everywhere(known kinds) bool {
	spread := l.namespaces()
	if len(spread) < 2 {
		return false
	}
	for gvk := range l.seen {
		if inSystem(known.of(gvk).resource) && !spread[metav1.NamespaceSystem] {
			return false
		}
	}
	return true
}

// selected reports whether the objects of a list have a label in common.
func (l *list) selected() bool { return l.objects > 1 && len(l.common) > 0 }

// inSystem reports whether kube-system has objects of a resource in every cluster.
func inSystem(resource string) bool {
	return slices.Contains([]string{"pods", "configmaps", "serviceaccounts", "roles", "rolebindings", "leases"}, resource)
}

// alwaysThere are names of objects that Kubernetes itself makes in every cluster.
func alwaysThere(resource schema.GroupResource) []string {
	switch resourceName(resource) {
	case "namespaces":
		return []string{metav1.NamespaceSystem, metav1.NamespaceDefault}
	case "clusterroles.rbac.authorization.k8s.io":
		return []string{"cluster-admin", "system:node"}
	case "clusterrolebindings.rbac.authorization.k8s.io":
		return []string{"cluster-admin", "system:node-proxier"}
	case "apiservices.apiregistration.k8s.io":
		return []string{"v1.", "v1.apps"}
	case "priorityclasses.scheduling.k8s.io":
		return []string{"system-cluster-critical", "system-node-critical"}
	}
	return nil
}

func namesOf(items []*item) map[string]bool {
	names := map[string]bool{}
	for _, it := range items {
		names[it.name] = true
	}
	return names
}
