package target

import (
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/version"
)

// discoverObjects returns the discovery of the kinds that objects have or CRDs define.
func discoverObjects(p *objectSet, known kinds) Discovery {
	groups := map[string]*Group{}
	add := func(gvk schema.GroupVersionKind, info kindInfo) {
		group := groups[gvk.Group]
		if group == nil {
			group = &Group{Name: gvk.Group}
			groups[gvk.Group] = group
		}
		if !slices.Contains(group.Versions, gvk.Version) {
			group.Versions = append(group.Versions, gvk.Version)
		}
		r := Resource{Version: gvk.Version, Name: info.resource, Kind: gvk.Kind, Namespaced: info.namespaced}
		if !slices.Contains(group.Resources, r) {
			group.Resources = append(group.Resources, r)
		}
	}
	var unpacked window
	for _, it := range p.items {
		gvk := it.gvk
		add(gvk, known.of(gvk))
		if gvk.Group == "apiregistration.k8s.io" {
			addRegistered(groups, unpacked.whole(it))
		}
		if !it.crd {
			continue
		}
		crd := unpacked.whole(it)
		for kind, info := range known {
			if it.name == info.resource+"."+kind.Group {
				for _, served := range crdVersions(crd) {
					add(kind.WithVersion(served), info)
				}
			}
		}
	}
	for _, l := range p.lists {
		if l.of.Kind != "" {
			add(l.of, known.of(l.of))
		}
	}
	var out Discovery
	for _, group := range groups {
		slices.SortFunc(group.Versions, func(a, b string) int { return version.CompareKubeAwareVersionStrings(b, a) })
		slices.SortFunc(group.Resources, func(a, b Resource) int {
			return strings.Compare(a.Name+" "+a.Version, b.Name+" "+b.Version)
		})
		out.Groups = append(out.Groups, *group)
	}
	slices.SortFunc(out.Groups, func(a, b Group) int { return strings.Compare(a.Name, b.Name) })
	return out
}

// addRegistered adds the group version that an APIService stands for, when its server
// answers; which resources it has is not written there.
func addRegistered(groups map[string]*Group, service *unstructured.Unstructured) {
	name, _, _ := unstructured.NestedString(service.Object, "spec", "group")
	version, _, _ := unstructured.NestedString(service.Object, "spec", "version")
	if name == "" || version == "" || !available(service) {
		return
	}
	if groups[name] == nil {
		groups[name] = &Group{Name: name}
	}
	if !slices.Contains(groups[name].Versions, version) {
		groups[name].Versions = append(groups[name].Versions, version)
	}
}

// available reports whether an APIService says that its server answers.
func available(service *unstructured.Unstructured) bool {
	conditions, _, _ := unstructured.NestedSlice(service.Object, "status", "conditions")
	return slices.ContainsFunc(conditions, func(c any) bool {
		fields, _ := c.(map[string]any)
		return fields["type"] == "Available" && fields["status"] == "True"
	})
}
