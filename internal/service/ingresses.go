package service

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	networkingv1 "k8s.io/api/networking/v1"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/text"
)

// legacyClass is how an Ingress named its class before there was a field for it.
const legacyClass = "kubernetes.io/ingress.class"

// distilIngress keeps the class of an Ingress, and what it leads to.
func distilIngress(o *object, out *facts.Landing) error {
	in := facts.LandingIngress{
		Manifest: o.manifest(), Class: o.text("spec", "ingressClassName"), LegacyClass: o.annotations[legacyClass],
		ClassLine: o.Line("spec", "ingressClassName"),
	}
	if in.Class == "" && in.LegacyClass != "" {
		in.ClassLine = o.Line("metadata", "annotations", legacyClass)
	}
	if o.group == "networking.k8s.io" && o.version == "v1" { // older versions, which no cluster serves any more, have other fields
		if err := o.backends(&in); err != nil {
			return err
		}
	}
	out.Ingresses = append(out.Ingresses, in)
	return nil
}

// backends keeps the backends and certificates of an Ingress.
func (o *object) backends(in *facts.LandingIngress) error {
	var spec networkingv1.IngressSpec
	if err := o.decode(&spec, "spec"); err != nil {
		return err
	}
	if spec.DefaultBackend != nil {
		in.Backends = withBackend(in.Backends, o.ingressBackend(spec.DefaultBackend, "spec", "defaultBackend"))
	}
	for i, rule := range spec.Rules {
		if rule.HTTP == nil {
			continue
		}
		for j, path := range rule.HTTP.Paths {
			if len(in.Paths) < partsMax {
				in.Paths = append(in.Paths, ingressPath(rule.Host, &path, o.Line("spec", "rules", fmt.Sprint(i), "http", "paths", fmt.Sprint(j))))
			}
			in.Backends = withBackend(in.Backends, o.ingressBackend(&path.Backend, "spec", "rules", fmt.Sprint(i), "http", "paths", fmt.Sprint(j), "backend"))
		}
	}
	for i, tls := range spec.TLS[:min(len(spec.TLS), partsMax)] {
		kept := facts.LandingTLS{Secret: text.Truncate(tls.SecretName, nameMax), Line: o.Line("spec", "tls", fmt.Sprint(i))}
		for _, host := range tls.Hosts[:min(len(tls.Hosts), partsMax)] {
			kept.Hosts = append(kept.Hosts, text.Truncate(host, nameMax))
		}
		in.TLS = append(in.TLS, kept)
	}
	return nil
}

// ingressPath is a path of a rule; one that is not written is all of them.
func ingressPath(host string, path *networkingv1.HTTPIngressPath, line int) facts.LandingPath {
	out := facts.LandingPath{Host: text.Truncate(strings.ToLower(host), nameMax), Path: cmp.Or(text.Truncate(path.Path, nameMax), "/"), PathLine: line}
	if path.PathType != nil {
		out.Type = text.Truncate(string(*path.PathType), nameMax)
	}
	return out
}

func (o *object) ingressBackend(b *networkingv1.IngressBackend, path ...string) facts.LandingBackend {
	line := o.Line(path...)
	if b.Service != nil {
		return facts.LandingBackend{
			Kind: "Service", Namespace: o.namespace, Name: text.Truncate(b.Service.Name, nameMax),
			Port: int(b.Service.Port.Number), PortName: text.Truncate(b.Service.Port.Name, nameMax), Line: o.Line(append(path, "service")...),
		}
	}
	if b.Resource != nil {
		group := ""
		if b.Resource.APIGroup != nil {
			group = *b.Resource.APIGroup
		}
		return facts.LandingBackend{Group: text.Truncate(group, nameMax), Kind: text.Truncate(b.Resource.Kind, nameMax), Namespace: o.namespace, Name: text.Truncate(b.Resource.Name, nameMax), Line: line}
	}
	return facts.LandingBackend{}
}

// withBackend adds a backend that is not among the others.
func withBackend(to []facts.LandingBackend, b facts.LandingBackend) []facts.LandingBackend {
	same := func(o facts.LandingBackend) bool {
		o.Line = b.Line
		return o == b
	}
	if b.Name == "" || len(to) >= partsMax || slices.ContainsFunc(to, same) {
		return to
	}
	return append(to, b)
}
