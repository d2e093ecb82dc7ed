package target

import (
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/version"
)

// apisOfFiles is which APIs files name. All says that there are no others.
type apisOfFiles struct {
	Discovery
	all bool
}

// discovery returns what a bundle keeps of discovery, or what its objects tell.
func (b *bundle) discovery(fromObjects Discovery, c covered) apisOfFiles {
	out := apisOfFiles{Discovery: fromObjects}
	if len(b.resources) > 0 {
		out.all = true
		out.Groups = b.resources
	} else if len(b.groups) > 0 {
		out.GroupsKnown = true
		for _, group := range b.groups {
			i := slices.IndexFunc(out.Groups, func(g Group) bool { return g.Name == group.Name })
			if i < 0 {
				out.Groups = append(out.Groups, group)
				continue
			}
			out.Groups[i].Versions = group.Versions
		}
	}
	for i := range out.Groups {
		slices.SortFunc(out.Groups[i].Versions, func(a, b string) int { return version.CompareKubeAwareVersionStrings(b, a) })
		slices.SortFunc(out.Groups[i].Resources, func(a, b Resource) int {
			return strings.Compare(a.Name+" "+a.Version, b.Name+" "+b.Version)
		})
	}
	slices.SortFunc(out.Groups, func(a, b Group) int { return strings.Compare(a.Name, b.Name) })
	whole := func(resource, group string) bool {
		return c.of(schema.GroupResource{Group: group, Resource: resource}, "")
	}
	out.CRDsKnown = whole("customresourcedefinitions", "apiextensions.k8s.io") && whole("apiservices", "apiregistration.k8s.io")
	return out
}
