package kube

import "github.com/kready/kready/internal/facts"

// AsksAboutPod reports whether the API server asks a webhook about a new pod with these labels
// in a namespace, by the webhook's rules and selectors. The second result is false where that
// depends on what is not known: match conditions, or an object selector that an older snapshot
// does not hold.
func AsksAboutPod(h *facts.Webhook, n *facts.Namespace, podLabels map[string]string) (asks, known bool) {
	switch {
	case !selectsPods(h):
		return false, true
	case !Selects(&h.Namespaces, NamespaceLabels(n)):
		return false, true
	case h.Objects.Set && !Selects(&h.Objects, podLabels):
		return false, true
	}
	return true, !h.Conditional && (h.Objects.Set || !h.Narrowed)
}

// selectsPods reports whether the rules of a webhook select pods.
func selectsPods(h *facts.Webhook) bool {
	for _, resource := range h.Resources {
		switch resource {
		case "/pods", "/*", "*/*", "*/pods":
			return true
		}
	}
	return false
}
