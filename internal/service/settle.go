package service

import (
	"fmt"
	"strings"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/text"
)

// Values of facts.LandingObject.Scope.
const (
	namespaced = "Namespaced"
	cluster    = "Cluster"
)

// settle gives each object its scope and namespace, as kubectl does, and refuses what cannot be applied
// together. Of an object that is there more than once the last is kept: kubectl applies one after the other.
func (m *Manifests) settle() error {
	own, err := m.ownKinds()
	if err != nil {
		return err
	}
	last := map[string]int{}
	for i := range m.objects {
		o := &m.objects[i]
		o.scope = scopeOf(o.group, o.kind, own)
		if err := m.place(o); err != nil {
			return err
		}
		if !o.nameless && !o.neverLands() {
			last[o.identity()] = i
		}
	}
	kept, hooks, hook := m.objects[:0:0], 0, ""
	for i := range m.objects {
		o := &m.objects[i]
		at := last[o.identity()]
		switch {
		case o.neverLands():
			if hooks++; hooks == 1 {
				hook = o.place()
			}
			continue
		case o.nameless || at == i:
			kept = append(kept, *o)
			continue
		}
		m.notes = append(m.notes, fmt.Sprintf("%s: %s is there again at %s, which is the one that stays and is judged", o.place(), o.ref(), m.objects[at].place()))
	}
	if m.objects = kept; hooks > 0 {
		m.notes = append(m.notes, fmt.Sprintf("%s: %s of Helm for tests, deletion or rollback: not judged, as installing runs none", hook, text.Counted(hooks, "hook", "hooks")))
	}
	return nil
}

// neverLands holds for hooks of Helm that no installation and no upgrade runs.
// https://helm.sh/docs/topics/charts_hooks/
func (o *object) neverLands() bool {
	for hook := range strings.SplitSeq(o.annotations["helm.sh/hook"], ",") {
		switch strings.TrimSpace(hook) {
		case "test", "test-success", "test-failure", "pre-delete", "post-delete", "pre-rollback", "post-rollback":
		default:
			return false
		}
	}
	return true
}

// identity tells objects apart, as the API server does.
func (o *object) identity() string { return o.group + "/" + o.ref() }

// Notes are what is odd about the manifests, and no mistake.
func (m *Manifests) Notes() []string { return m.notes }

// place puts an object into its namespace.
func (m *Manifests) place(o *object) error {
	if o.scope == cluster {
		o.namespace = ""
		return nil
	}
	if o.namespace == "" {
		o.namespace = m.opts.Namespace
	} else if m.opts.Enforced && o.namespace != m.opts.Namespace {
		if _, err := m.open(o); err != nil {
			return err
		}
		return fmt.Errorf("%s:%d: the namespace from the provided object %q does not match the namespace %q: pass --namespace=%s, or leave it out",
			o.file, o.Line("metadata", "namespace"), o.namespace, m.opts.Namespace, o.namespace)
	}
	return nil
}

// kindName is a kind with its group.
type kindName struct{ group, kind string }

// ownKinds are the kinds that the manifests define, with their scopes.
func (m *Manifests) ownKinds() (map[kindName]string, error) {
	own := map[kindName]string{}
	for i := range m.objects {
		o := &m.objects[i]
		if !o.is("apiextensions.k8s.io", "CustomResourceDefinition") {
			continue
		}
		done, err := m.open(o)
		if err != nil {
			return nil, err
		}
		own[kindName{o.text("spec", "group"), o.text("spec", "names", "kind")}] = o.text("spec", "scope")
		done()
	}
	return own, nil
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
