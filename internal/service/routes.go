package service

import (
	"cmp"
	"fmt"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/text"
)

const (
	gatewayGroup = "gateway.networking.k8s.io"
	// routePartsMax is how many hostnames and parents of a route are kept: more than the API server takes.
	routePartsMax = 64
)

// distilRoute keeps what a route asks to be attached to, with the defaults of the API.
func distilRoute(o *object, out *facts.Landing) error {
	var spec struct {
		Hostnames  []string `json:"hostnames"`
		ParentRefs []struct {
			Group       *string `json:"group"`
			Kind        string  `json:"kind"`
			Namespace   string  `json:"namespace"`
			Name        string  `json:"name"`
			SectionName string  `json:"sectionName"`
			Port        int32   `json:"port"`
		} `json:"parentRefs"`
		Rules []routeRule `json:"rules"`
	}
	if err := o.decode(&spec, "spec"); err != nil {
		return err
	}
	route := facts.LandingRoute{Manifest: o.manifest(), HostnamesLine: o.Line("spec", "hostnames")}
	for _, name := range spec.Hostnames[:min(len(spec.Hostnames), routePartsMax)] {
		route.Hostnames = append(route.Hostnames, text.Truncate(name, nameMax))
	}
	for i, ref := range spec.ParentRefs[:min(len(spec.ParentRefs), routePartsMax)] {
		group := gatewayGroup
		if ref.Group != nil {
			group = *ref.Group
		}
		route.Parents = append(route.Parents, facts.LandingRouteParent{
			Group: text.Truncate(group, nameMax), Kind: text.Truncate(cmp.Or(ref.Kind, "Gateway"), nameMax),
			Namespace: text.Truncate(cmp.Or(ref.Namespace, o.namespace), nameMax), Name: text.Truncate(ref.Name, nameMax),
			Section: text.Truncate(ref.SectionName, nameMax), Port: int(ref.Port), ParentLine: o.Line("spec", "parentRefs", fmt.Sprint(i)),
		})
	}
	for i, rule := range spec.Rules {
		at := func(path ...string) int { return o.Line(append([]string{"spec", "rules", fmt.Sprint(i)}, path...)...) }
		for j, ref := range rule.BackendRefs {
			route.Backends = withBackend(route.Backends, ref.distil(o, at("backendRefs", fmt.Sprint(j))))
		}
		rule.mirrors(o, &route, at)
		rule.paths(&route, at)
		if o.kind == "HTTPRoute" {
			rule.uses(&route, at)
		}
	}
	out.Routes = append(out.Routes, route)
	return nil
}

// backendRef is a backend of a rule.
type backendRef struct {
	Group     *string `json:"group"`
	Kind      *string `json:"kind"`
	Namespace *string `json:"namespace"`
	Name      string  `json:"name"`
	Port      int64   `json:"port"`
	// Filters are those for this backend alone.
	Filters []routeFilter `json:"filters"`
}

// distil is a backend with the defaults of the API.
func (r *backendRef) distil(o *object, line int) facts.LandingBackend {
	out := facts.LandingBackend{Kind: "Service", Namespace: o.namespace, Name: text.Truncate(r.Name, nameMax), Port: int(r.Port), Line: line}
	for _, given := range []struct {
		value *string
		to    *string
	}{{r.Group, &out.Group}, {r.Kind, &out.Kind}, {r.Namespace, &out.Namespace}} {
		if given.value != nil {
			*given.to = text.Truncate(*given.value, nameMax)
		}
	}
	return out
}
