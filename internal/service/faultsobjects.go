package service

import (
	"regexp"
	"strconv"
	"strings"

	networkingv1 "k8s.io/api/networking/v1"
	"k8s.io/apimachinery/pkg/util/validation"
)

// ingress finds rules that an Ingress may not have.
func (f *faultFinder) ingress() {
	var spec networkingv1.IngressSpec
	if f.version != "v1" || f.decode(&spec, "spec") != nil {
		return
	}
	if spec.DefaultBackend == nil && len(spec.Rules) == 0 {
		f.add([]string{"spec"}, "it has neither rules nor a defaultBackend")
	}
	if spec.DefaultBackend != nil {
		f.backend([]string{"spec", "defaultBackend"}, spec.DefaultBackend)
	}
	if class := f.object.annotations["kubernetes.io/ingress.class"]; spec.IngressClassName != nil && class != "" && class != *spec.IngressClassName {
		f.add([]string{"spec", "ingressClassName"}, "its ingressClassName is %s, and its annotation kubernetes.io/ingress.class is %s", quoted(*spec.IngressClassName), quoted(class))
	}
	for i, tls := range spec.TLS {
		for j, host := range tls.Hosts {
			f.tlsHost([]string{"spec", "tls", strconv.Itoa(i), "hosts", strconv.Itoa(j)}, host)
		}
	}
	for i, rule := range spec.Rules {
		f.host([]string{"spec", "rules", strconv.Itoa(i), "host"}, rule.Host)
		if rule.HTTP == nil {
			continue
		}
		paths := []string{"spec", "rules", strconv.Itoa(i), "http", "paths"}
		if len(rule.HTTP.Paths) == 0 {
			f.add(paths, "a rule has no paths")
		}
		for j, p := range rule.HTTP.Paths {
			at := below(paths, strconv.Itoa(j))
			switch {
			case p.PathType == nil:
				f.add(at, "the path %s has no pathType", quoted(p.Path))
			case *p.PathType != networkingv1.PathTypeImplementationSpecific && !strings.HasPrefix(p.Path, "/"):
				f.add(at, "the path %s must begin with /, as its pathType is %s", quoted(p.Path), quoted(string(*p.PathType)))
			case p.Path != "" && !strings.HasPrefix(p.Path, "/"):
				f.add(at, "the path %s must begin with /", quoted(p.Path))
			case *p.PathType != networkingv1.PathTypeImplementationSpecific && ambiguous.MatchString(p.Path):
				f.add(at, "the path %s may have no empty or dotted part and no %%2f, as its pathType is %s", quoted(p.Path), quoted(string(*p.PathType)))
			}
			if p.PathType != nil {
				f.oneOf(below(at, "pathType"), "the pathType of "+quoted(p.Path), string(*p.PathType), "Exact", "Prefix", "ImplementationSpecific")
			}
			f.backend(below(at, "backend"), &p.Backend)
		}
	}
}

// ambiguous are paths that proxies read in different ways.
var ambiguous = regexp.MustCompile(`//|/\.\.?(/|$)|(?i)%2f`)

// backend finds a backend that leads nowhere.
func (f *faultFinder) backend(at []string, b *networkingv1.IngressBackend) {
	switch {
	case b.Service == nil && b.Resource == nil:
		f.add(at, "a backend names neither a service nor a resource")
	case b.Service != nil && b.Resource != nil:
		f.add(at, "a backend names both a service and a resource")
	case b.Service != nil && b.Service.Name == "":
		f.add(at, "the service of a backend has no name")
	case b.Service != nil && (b.Service.Port.Name == "") == (b.Service.Port.Number == 0):
		f.add(at, "the port of the service %s must have a name or a number", quoted(b.Service.Name))
	case b.Service != nil && b.Service.Port.Name != "" && len(validation.IsValidPortName(b.Service.Port.Name)) > 0:
		f.add(at, "the name %s of the port of the service %s is not valid: %s", quoted(b.Service.Port.Name), quoted(b.Service.Name), because(validation.IsValidPortName(b.Service.Port.Name)))
	case b.Service != nil && b.Service.Port.Name == "" && len(validation.IsValidPortNum(int(b.Service.Port.Number))) > 0:
		f.add(at, "the port of the service %s must be from 1 to 65535, got %d", quoted(b.Service.Name), b.Service.Port.Number)
	}
}
