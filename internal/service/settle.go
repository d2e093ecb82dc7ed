package service

import (
	"fmt"

	"github.com/kready/kready/internal/facts"
)

// Values of facts.LandingObject.Scope.
const (
	namespaced = "Namespaced"
	cluster    = "Cluster"
)

// settle gives each object its scope and namespace, as kubectl does, and refuses what cannot be applied
// together.
func (m *Manifests) settle() error {
	own := m.ownKinds()
	seen := map[string]string{}
	for i := range m.objects {
		o := &m.objects[i]
		o.scope = scopeOf(o.group, o.kind, own)
		if err := m.place(o); err != nil {
			return err
		}
		if o.nameless {
			continue
		}
		key := o.group + "/" + o.ref()
		if first, twice := seen[key]; twice {
			return fmt.Errorf("%s: %s is there twice: first at %s", o.place(), o.ref(), first)
		}
		seen[key] = o.place()
	}
	return nil
}

// place puts an object into its namespace.
func (m *Manifests) place(o *object) error {
	if o.scope == cluster {
		o.namespace = ""
		return nil
	}
	if o.namespace == "" {
		o.namespace = m.opts.Namespace
	} else if m.opts.Enforced && o.namespace != m.opts.Namespace {
		return fmt.Errorf("%s:%d: the namespace from the provided object %q does not match the namespace %q: pass --namespace=%s, or leave it out",
			o.file, o.Line("metadata", "namespace"), o.namespace, m.opts.Namespace, o.namespace)
	}
	return nil
}

// kindName is a kind with its group.
type kindName struct{ group, kind string }

// ownKinds are the kinds that the manifests define, with their scopes.
func (m *Manifests) ownKinds() map[kindName]string {
	own := map[kindName]string{}
	for i := range m.objects {
		o := &m.objects[i]
		if o.is("apiextensions.k8s.io", "CustomResourceDefinition") {
			own[kindName{o.text("spec", "group"), o.text("spec", "names", "kind")}] = o.text("spec", "scope")
		}
	}
	return own
}

// scopeOf is the scope of a kind: Kubernetes' own, or one that the manifests define; "" where nothing
// tells.
func scopeOf(group, kind string, own map[kindName]string) string {
	if builtinGroup(group) {
		if clusterKinds()[kindName{group, kind}] {
			return cluster
		}
		return namespaced
	}
	return own[kindName{group, kind}]
}

// Learn gives objects of kinds that the manifests do not tell the scope of that which the cluster says.
func (m *Manifests) Learn(apis []facts.APIGroup) {
	scopes := map[kindName]string{}
	for _, group := range apis {
		for _, kind := range group.Kinds {
			scopes[kindName{group.Name, kind.Name}] = cluster
			if kind.Namespaced {
				scopes[kindName{group.Name, kind.Name}] = namespaced
			}
		}
	}
	for i := range m.objects {
		o := &m.objects[i]
		if o.scope != "" {
			continue
		}
		if o.scope = scopes[kindName{o.group, o.kind}]; o.scope == cluster {
			o.namespace = ""
		}
		if o.scope != "" {
			m.distilled = nil
		}
	}
}
