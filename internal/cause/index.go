package cause

import (
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
)

// index finds objects by name, the first of several, so that none is looked for by going over all: there may be a finding for
// each node, Service or CRD.
type index struct {
	nodes      map[string]*facts.Node
	namespaces map[string]*facts.Namespace
	// tainted are the names of the nodes with a taint, by its key.
	tainted map[string][]string
	// readyOn says on which nodes a workload has a ready pod.
	readyOn     map[onNode]bool
	pending     map[facts.ObjectRef][]facts.PendingPods
	services    map[facts.ObjectRef]*facts.Service
	backends    map[[2]string]*facts.Backend
	apiServices map[string]*facts.APIService
	crds        map[string]*facts.CRD
	webhooks    map[facts.ObjectRef]*facts.WebhookConfig
	hooks       map[string]hook
	// owned are the workloads that an object of an operator owns.
	owned map[facts.ObjectRef][]facts.ObjectRef
}

// onNode is a workload on a node.
type onNode struct {
	workload facts.ObjectRef
	node     string
}

// hook is where a webhook is configured, and the Service that it calls.
type hook struct{ config, service facts.ObjectRef }

func indexed(in *facts.Input) index {
	by := index{
		nodes:      kube.FirstBy(in.Nodes, func(n *facts.Node) string { return n.Name }),
		namespaces: kube.FirstBy(in.Namespaces, func(n *facts.Namespace) string { return n.Name }),
		tainted:    map[string][]string{},
		readyOn:    map[onNode]bool{},
		pending:    map[facts.ObjectRef][]facts.PendingPods{},
		services: kube.FirstBy(in.Services, func(s *facts.Service) facts.ObjectRef {
			return facts.ObjectRef{Kind: "Service", Namespace: s.Namespace, Name: s.Name}
		}),
		backends:    kube.FirstBy(in.Backends, func(b *facts.Backend) [2]string { return [2]string{b.Namespace, b.Name} }),
		apiServices: kube.FirstBy(in.APIServices, func(a *facts.APIService) string { return a.Name }),
		crds:        kube.FirstBy(in.CRDs, func(c *facts.CRD) string { return c.Name }),
		webhooks:    kube.FirstBy(in.Webhooks, func(w *facts.WebhookConfig) facts.ObjectRef { return facts.ObjectRef{Kind: w.Kind, Name: w.Name} }),
		hooks:       map[string]hook{},
		owned:       map[facts.ObjectRef][]facts.ObjectRef{},
	}
	for i := range in.Nodes {
		by.addTaints(&in.Nodes[i])
	}
	for _, p := range in.Pods {
		if p.Ready > 0 {
			by.readyOn[onNode{facts.ObjectRef{Kind: p.Kind, Namespace: p.Namespace, Name: p.Name}, p.Node}] = true
		}
	}
	for _, p := range in.PendingPods {
		ref := facts.ObjectRef{Kind: p.Kind, Namespace: p.Namespace, Name: p.Name}
		by.pending[ref] = append(by.pending[ref], p)
	}
	by.addHooks(in.Webhooks)
	for i := range in.Workloads {
		if w := &in.Workloads[i]; w.OwnerKind != "" {
			owner := facts.ObjectRef{Kind: w.OwnerKind, Namespace: w.Namespace, Name: w.OwnerName}
			by.owned[owner] = append(by.owned[owner], kube.Ref(w))
		}
	}
	return by
}

// addTaints notes a node under the keys of its taints, under each once.
func (by *index) addTaints(n *facts.Node) {
	noted := map[string]bool{}
	for _, t := range n.Taints {
		if !noted[t.Key] {
			noted[t.Key] = true
			by.tainted[t.Key] = append(by.tainted[t.Key], n.Name)
		}
	}
}

// addHooks notes the webhooks of all configurations by their names.
func (by *index) addHooks(configs []facts.WebhookConfig) {
	for i := range configs {
		for _, h := range configs[i].Webhooks {
			if _, known := by.hooks[h.Name]; !known {
				by.hooks[h.Name] = hook{
					config:  facts.ObjectRef{Kind: configs[i].Kind, Name: configs[i].Name},
					service: facts.ObjectRef{Kind: "Service", Namespace: h.ServiceNamespace, Name: h.ServiceName},
				}
			}
		}
	}
}
