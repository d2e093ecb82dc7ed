package service

import (
	"strings"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
)

// Secrets are those that the service's pods need, or that Flux needs to decrypt what it delivers, and that it does not
// bring itself.
func Secrets(s facts.Landing) []facts.ObjectRef {
	var out []facts.ObjectRef
	brings := kube.NewBrought(&s)
	for _, p := range s.Pods {
		for _, ref := range p.References {
			if ref.Kind == "Secret" && !ref.Optional && !strings.ContainsAny(ref.Name, "/ ") && brings.Object("", ref.Kind, p.Namespace, ref.Name) == nil {
				out = append(out, facts.ObjectRef{Kind: ref.Kind, Namespace: p.Namespace, Name: ref.Name})
			}
		}
	}
	for i := range s.Objects {
		o := &s.Objects[i]
		key, _ := kube.FieldOf(o, "spec.decryption.secretRef.name")
		if o.Group == "kustomize.toolkit.fluxcd.io" && key != "" && !strings.ContainsAny(key, "/ ") && brings.Object("", "Secret", o.Namespace, key) == nil {
			out = append(out, facts.ObjectRef{Kind: "Secret", Namespace: o.Namespace, Name: key})
		}
	}
	return out
}
