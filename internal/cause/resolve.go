package cause

import (
	"slices"
	"strings"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
)

// restsOn returns the workloads that an object rests on, itself when it is one: those behind a
// Service, an APIService, a webhook's configuration or a CRD's conversion, the owner of a pod, the
// implementation of a class.
func (c *Causes) restsOn(object facts.ObjectRef) []facts.ObjectRef {
	if c.workloads[object] != nil {
		return []facts.ObjectRef{object}
	}
	switch object.Kind {
	case "Service":
		return c.workloadsBehind(object.Namespace, object.Name)
	case "APIService":
		if a := c.by.apiServices[object.Name]; a != nil {
			return c.workloadsBehind(a.ServiceNamespace, a.ServiceName)
		}
	case "ValidatingWebhookConfiguration", "MutatingWebhookConfiguration":
		return c.behindWebhooks(object)
	case "CustomResourceDefinition":
		if crd := c.by.crds[object.Name]; crd != nil {
			return c.workloadsBehind(crd.Conversion.ServiceNamespace, crd.Conversion.ServiceName)
		}
	case "Pod", "ReplicaSet":
		if owner, ok := kube.OwnerByName(object.Kind, object.Name, c.names[object.Namespace]); ok {
			return []facts.ObjectRef{owner}
		}
	case "IngressClass", "GatewayClass", "StorageClass", "CSIDriver":
		return c.behindClass(object)
	}
	return c.ownedBy(object)
}

// behindWebhooks returns the workloads behind those Services of a configuration that do not
// answer: it may call several.
func (c *Causes) behindWebhooks(object facts.ObjectRef) []facts.ObjectRef {
	var out []facts.ObjectRef
	config := c.by.webhooks[object]
	if config == nil {
		return nil
	}
	asked := map[[2]string]bool{}
	for _, hook := range config.Webhooks {
		service := [2]string{hook.ServiceNamespace, hook.ServiceName}
		if b, ok := c.backend(hook.ServiceNamespace, hook.ServiceName); ok && b.ReadyEndpoints == 0 && !asked[service] {
			asked[service] = true
			out = appendNew(out, c.workloadsBehind(b.Namespace, b.Name)...)
		}
	}
	return out
}

// agentsOn returns the DaemonSets of a battery's products that have no ready pod on a node that is
// Ready.
func (c *Causes) agentsOn(node, battery string) []facts.ObjectRef {
	var out []facts.ObjectRef
	if c.isDown(facts.ObjectRef{Kind: "Node", Name: node}) {
		return nil
	}
	for _, impl := range c.in.Inventory {
		if !slices.Contains(impl.Batteries, battery) {
			continue
		}
		for _, ref := range impl.Workloads {
			if ref.Kind == facts.DaemonSet && !c.by.readyOn[onNode{ref, node}] && c.meantFor(ref, node) {
				out = appendNew(out, ref)
			}
		}
	}
	return out
}

// meantFor reports whether nothing keeps a workload to nodes of another operating system than that of a node.
func (c *Causes) meantFor(ref facts.ObjectRef, node string) bool {
	w, n := c.workloads[ref], c.by.nodes[node]
	if w == nil || n == nil || n.OS == "" {
		return true
	}
	os := w.NodeSelector["kubernetes.io/os"]
	return os == "" || os == n.OS
}

// behindClass returns the workloads of the products that serve a class.
func (c *Causes) behindClass(object facts.ObjectRef) []facts.ObjectRef {
	controller := c.controllerOf(object)
	var out []facts.ObjectRef
	for _, impl := range c.in.Inventory {
		serves := func(prefix string) bool { return controller != "" && strings.HasPrefix(controller, prefix) }
		if slices.ContainsFunc(impl.Controllers, serves) || slices.Contains(impl.Provisioners, controller) {
			out = appendNew(out, impl.Workloads...)
		}
	}
	return out
}

// controllerOf is the controller or provisioner that a class names.
func (c *Causes) controllerOf(object facts.ObjectRef) string {
	switch object.Kind {
	case "IngressClass":
		for _, class := range c.in.IngressClasses {
			if class.Name == object.Name {
				return class.Controller
			}
		}
	case "GatewayClass":
		for _, class := range c.in.GatewayClasses {
			if class.Name == object.Name {
				return class.Controller
			}
		}
	case "StorageClass":
		for _, class := range c.in.StorageClasses {
			if class.Name == object.Name {
				return class.Provisioner
			}
		}
	case "CSIDriver":
		return object.Name
	}
	return ""
}

// ownedBy returns the workloads that an object of an operator owns, such as a Prometheus.
func (c *Causes) ownedBy(object facts.ObjectRef) []facts.ObjectRef {
	return c.by.owned[object]
}

// backend returns a Service that the API server or pods depend on.
func (c *Causes) backend(namespace, name string) (facts.Backend, bool) {
	b := c.by.backends[[2]string{namespace, name}]
	if b == nil || name == "" {
		return facts.Backend{}, false
	}
	return *b, true
}

// workloadsBehind returns the workloads whose pods a Service selects.
func (c *Causes) workloadsBehind(namespace, name string) []facts.ObjectRef {
	b, ok := c.backend(namespace, name)
	if !ok || len(b.Selector) == 0 {
		return nil
	}
	var out []facts.ObjectRef
	for _, ref := range c.names[namespace] {
		if kube.HasLabels(c.workloads[ref].PodLabels, b.Selector) {
			out = append(out, ref)
		}
	}
	return out
}

// appendNew adds those that are not among others yet.
func appendNew(refs []facts.ObjectRef, more ...facts.ObjectRef) []facts.ObjectRef {
	for _, ref := range more {
		if !slices.Contains(refs, ref) {
			refs = append(refs, ref)
		}
	}
	return refs
}
