package service

import (
	"strings"

	"github.com/kready/kready/internal/facts"
)

// Lookups are the objects that the service names, and does not bring: what is looked up in the cluster.
func Lookups(s facts.Landing) facts.Lookups {
	var out facts.Lookups
	brings := func(kind, namespace, name string) bool {
		for _, o := range s.Objects {
			if o.Group == "" && o.Kind == kind && o.Namespace == namespace && o.Name == name {
				return true
			}
		}
		return false
	}
	add := func(to *[]facts.ObjectRef, kind, namespace, name string) {
		ref := facts.ObjectRef{Kind: kind, Namespace: namespace, Name: name}
		for _, other := range *to {
			if other == ref {
				return
			}
		}
		if !brings(kind, namespace, name) && !strings.ContainsAny(name, "/ ") {
			*to = append(*to, ref)
		}
	}
	for _, p := range s.Pods {
		out.Workloads = append(out.Workloads, facts.ObjectRef{Kind: p.Kind, Namespace: p.Namespace, Name: p.Name})
		if p.ServiceAccount != "default" {
			add(&out.ServiceAccounts, "ServiceAccount", p.Namespace, p.ServiceAccount)
		}
		for _, ref := range p.References {
			if ref.Kind == "ConfigMap" {
				add(&out.ConfigMaps, ref.Kind, p.Namespace, ref.Name)
			}
		}
	}
	return out
}
