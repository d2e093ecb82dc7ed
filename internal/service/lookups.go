package service

import (
	"strings"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
)

// namer gathers what a service names and does not bring.
type namer struct {
	landing facts.Landing
	brings  *kube.Brought
	out     facts.Lookups
	// known are the objects, hosts, namespaces and pods that are named already.
	known map[any]bool
}

// Lookups are the objects that the service names, and does not bring: what is looked up in the cluster.
func Lookups(s facts.Landing) facts.Lookups {
	n := &namer{landing: s, brings: kube.NewBrought(&s), known: map[any]bool{}}
	n.claims()
	n.triggers()
	n.customResources()
	for i := range s.Pods {
		n.template(&s.Pods[i])
		n.hosts(&s.Pods[i])
	}
	for _, use := range kube.StoreAccounts(&s) {
		n.add(&n.out.ServiceAccounts, "ServiceAccount", use.Namespace, use.Name)
	}
	n.edge()
	n.backends()
	for i := range s.Services {
		n.pods(s.Services[i].Namespace, s.Services[i].Selector)
		n.out.Addresses = append(n.out.Addresses, s.Services[i].Addresses...)
		n.out.NodePorts = append(n.out.NodePorts, kube.NodePorts(&s.Services[i])...)
	}
	for i := range s.Budgets {
		if labels, plain := kube.MatchLabels(&s.Budgets[i].Selector); plain {
			n.pods(s.Budgets[i].Namespace, labels)
		}
	}
	return n.out
}

// triggers adds what KEDA's triggers authenticate by.
func (n *namer) triggers() {
	for _, t := range n.landing.Triggers {
		if t.AuthKind == "ClusterTriggerAuthentication" {
			n.object(kube.ClusterTriggerAuthentications, t.AuthKind, "", t.AuthName)
		} else {
			n.object(kube.TriggerAuthentications, t.AuthKind, t.Namespace, t.AuthName)
		}
	}
}

// customResources adds what the service's custom resources name: Services and analyses of Rollouts, certificates of
// BackendTLSPolicies and the Services that these are for.
func (n *namer) customResources() {
	for i := range n.landing.Objects {
		o := &n.landing.Objects[i]
		for _, f := range o.Fields {
			switch {
			case o.Group == "argoproj.io" && o.Kind == "Rollout" && strings.HasSuffix(f.Path, "Service"):
				n.add(&n.out.Services, "Service", o.Namespace, f.Value)
			case o.Group == "argoproj.io" && o.Kind == "Rollout" && strings.HasSuffix(f.Path, ".templateName"):
				n.object(kube.AnalysisTemplates, "AnalysisTemplate", o.Namespace, f.Value)
				n.object(kube.ClusterAnalysisTemplates, "ClusterAnalysisTemplate", "", f.Value)
			case o.Kind == "BackendTLSPolicy" && f.Path == "spec.targetRefs[].name":
				n.add(&n.out.Services, "Service", o.Namespace, f.Value)
			case o.Kind == "BackendTLSPolicy" && f.Path == "spec.validation.caCertificateRefs[].name":
				n.add(&n.out.ConfigMaps, "ConfigMap", o.Namespace, f.Value)
			}
		}
	}
}

// template adds what the pods of a template name.
func (n *namer) template(p *facts.LandingPods) {
	n.out.Workloads = append(n.out.Workloads, facts.ObjectRef{Kind: p.Kind, Namespace: p.Namespace, Name: p.Name})
	if p.ServiceAccount != "default" {
		n.add(&n.out.ServiceAccounts, "ServiceAccount", p.Namespace, p.ServiceAccount)
	}
	for _, v := range p.Volumes {
		if v.Claim != "" {
			n.add(&n.out.Claims, "PersistentVolumeClaim", p.Namespace, v.Claim)
		}
		n.object(kube.SecretProviderClasses, "SecretProviderClass", p.Namespace, v.SecretClass)
	}
	if p.HeadlessService != "" {
		n.add(&n.out.Services, "Service", p.Namespace, p.HeadlessService)
	}
	for _, claim := range p.DeviceClaims {
		n.object(kube.DeviceClaimsOf(claim.Kind), claim.Kind, p.Namespace, claim.Claim)
	}
	for _, by := range kube.Together(p) {
		n.out.Pods = append(n.out.Pods, by)
		n.first(labelled{by.Namespace, kube.LabelsKey(by.Labels)})
	}
	for _, ref := range p.References {
		if ref.Kind == "ConfigMap" {
			n.add(&n.out.ConfigMaps, ref.Kind, p.Namespace, ref.Name)
		}
	}
}

// hosts adds the Services whose names the pods of a template are given.
func (n *namer) hosts(p *facts.LandingPods) {
	var hosts []string
	for _, export := range p.Exports {
		hosts = append(hosts, export.Host)
	}
	for _, need := range n.brings.Requires(p) {
		hosts = append(hosts, need.Host)
	}
	for _, host := range hosts {
		if name, namespace := kube.ServiceOf(p.Namespace, host); name != "" {
			n.add(&n.out.Services, "Service", namespace, name)
		}
	}
}

// backends adds the Services behind Ingresses and routes.
func (n *namer) backends() {
	var backends []facts.LandingBackend
	for _, in := range n.landing.Ingresses {
		backends = append(backends, in.Backends...)
	}
	for _, route := range n.landing.Routes {
		backends = append(backends, route.Backends...)
	}
	for _, b := range backends {
		if b.Group == "" && b.Kind == "Service" {
			n.add(&n.out.Services, b.Kind, b.Namespace, b.Name)
		}
	}
}

// claims adds the service's own claims, which count in quotas once they are there, and what its claims name.
func (n *namer) claims() {
	for i := range n.landing.Claims {
		c := &n.landing.Claims[i]
		if c.Kind == "PersistentVolumeClaim" {
			n.out.Workloads = append(n.out.Workloads, facts.ObjectRef{Kind: c.Kind, Namespace: c.Namespace, Name: c.Name})
		}
		n.object(kube.VolumeAttributesClasses, "VolumeAttributesClass", "", c.AttributesClass)
		switch {
		case c.Source.Group == "snapshot.storage.k8s.io" && c.Source.Kind == "VolumeSnapshot":
			n.object(kube.VolumeSnapshots, c.Source.Kind, c.Source.Namespace, c.Source.Name)
		case c.Source.Group == "" && c.Source.Kind == "PersistentVolumeClaim":
			n.add(&n.out.Claims, c.Source.Kind, c.Source.Namespace, c.Source.Name)
		}
	}
}

// edge adds the hosts of Ingresses and routes, and the namespaces that routes and Gateways refer to.
func (n *namer) edge() {
	for _, in := range n.landing.Ingresses {
		for _, path := range in.Paths {
			n.host(path.Host)
		}
	}
	for i := range n.landing.Routes {
		if r := &n.landing.Routes[i]; kube.HasHosts(r) {
			for _, host := range kube.HostsOf(r) {
				n.host(host)
			}
		}
	}
	for _, ref := range kube.Crossing(&n.landing) {
		if n.first(namespaceOf(ref.To.Namespace)) {
			n.out.GrantsIn = append(n.out.GrantsIn, ref.To.Namespace)
		}
	}
}

// host and namespaceOf are a host and a namespace as they are known; labelled are pods.
type (
	host        string
	namespaceOf string
	labelled    struct{ namespace, labels string }
)

// first reports whether something is named for the first time.
func (n *namer) first(what any) bool {
	first := !n.known[what]
	n.known[what] = true
	return first
}

func (n *namer) host(name string) {
	if n.first(host(name)) {
		n.out.Hosts = append(n.out.Hosts, name)
	}
}

// add adds an object that the service does not bring.
func (n *namer) add(to *[]facts.ObjectRef, kind, namespace, name string) {
	ref := facts.ObjectRef{Kind: kind, Namespace: namespace, Name: name}
	brought := n.brings.Object("", kind, namespace, name) != nil
	if !brought && !strings.ContainsAny(name, "/ ") && n.first(ref) {
		*to = append(*to, ref)
	}
}

// object adds one of an API that not every cluster has, "plural.group", which the service does not bring.
func (n *namer) object(resource, kind, namespace, name string) {
	_, group, _ := strings.Cut(resource, ".")
	ref := facts.ResourceRef{Resource: resource, Namespace: namespace, Name: name}
	brought := n.brings.Object(group, kind, namespace, name) != nil
	if name != "" && !brought && !strings.ContainsAny(name, "/ ") && n.first(ref) {
		n.out.Objects = append(n.out.Objects, ref)
	}
}

// pods adds those with some labels, where the service brings none of them.
func (n *namer) pods(namespace string, with map[string]string) {
	if len(with) > 0 && len(n.brings.Pods(namespace, with)) == 0 && n.first(labelled{namespace, kube.LabelsKey(with)}) {
		n.out.Pods = append(n.out.Pods, facts.PodsByLabels{Namespace: namespace, Labels: with})
	}
}
