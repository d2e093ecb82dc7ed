package service

import (
	"strings"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
)

// Secrets are those that the service's pods need, and that it does not bring itself.
func Secrets(s facts.Landing) []facts.ObjectRef {
	var out []facts.ObjectRef
	for _, p := range s.Pods {
		for _, ref := range p.References {
			if ref.Kind == "Secret" && !ref.Optional && !strings.ContainsAny(ref.Name, "/ ") && kube.Brings(&s, "", ref.Kind, p.Namespace, ref.Name) == nil {
				out = append(out, facts.ObjectRef{Kind: ref.Kind, Namespace: p.Namespace, Name: ref.Name})
			}
		}
	}
	return out
}
