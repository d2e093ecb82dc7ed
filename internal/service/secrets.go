package service

import (
	"strings"

	"github.com/kready/kready/internal/facts"
)

// Secrets are those that the service's pods need, and that it does not bring itself.
func Secrets(s facts.Landing) []facts.ObjectRef {
	var out []facts.ObjectRef
	for _, p := range s.Pods {
		for _, ref := range p.References {
			if ref.Kind == "Secret" && !ref.Optional && !strings.ContainsAny(ref.Name, "/ ") && !bringsSecret(s, p.Namespace, ref.Name) {
				out = append(out, facts.ObjectRef{Kind: ref.Kind, Namespace: p.Namespace, Name: ref.Name})
			}
		}
	}
	return out
}

// bringsSecret reports whether a Secret is one of the service's own.
func bringsSecret(s facts.Landing, namespace, name string) bool {
	for _, o := range s.Objects {
		if o.Group == "" && o.Kind == "Secret" && o.Namespace == namespace && o.Name == name {
			return true
		}
	}
	return false
}
