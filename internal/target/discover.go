package target

import (
	"context"
	"errors"
	"slices"
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/discovery"
)

// Discover asks for all APIs at once. An aggregated API whose server is dead costs
// its own group only.
func (l *live) Discover(ctx context.Context) (Discovery, error) {
	groups, lists, err := l.discovery.ServerGroupsAndResourcesWithContext(ctx)
	failed, partial := discovery.GroupDiscoveryFailedErrorGroups(err)
	if err != nil && !partial {
		if ctx.Err() != nil {
			err = ctx.Err()
		}
		return Discovery{}, l.readError(Query{Resource: "/apis"}, answer{}, err)
	}
	if ctx.Err() != nil {
		return Discovery{}, l.readError(Query{Resource: "/apis"}, answer{}, ctx.Err())
	}
	return assemble(groups, lists, failed), nil
}

// assemble joins what discovery says of groups and of their resources.
func assemble(groups []*metav1.APIGroup, lists []*metav1.APIResourceList, failed map[schema.GroupVersion]error) Discovery {
	byName := map[string]*Group{}
	for _, g := range groups {
		group := &Group{Name: g.Name}
		if g.PreferredVersion.Version != "" {
			group.Versions = append(group.Versions, g.PreferredVersion.Version)
		}
		for _, v := range g.Versions {
			if !slices.Contains(group.Versions, v.Version) {
				group.Versions = append(group.Versions, v.Version)
			}
		}
		byName[g.Name] = group
	}
	for _, list := range lists {
		gv, err := schema.ParseGroupVersion(list.GroupVersion)
		group := byName[gv.Group]
		if err != nil || group == nil {
			continue
		}
		for _, r := range list.APIResources {
			if !strings.Contains(r.Name, "/") {
				group.Resources = append(group.Resources,
					Resource{Version: gv.Version, Name: r.Name, Kind: r.Kind, Namespaced: r.Namespaced})
			}
		}
	}
	out := Discovery{Failed: failures(failed)}
	for _, group := range byName {
		slices.SortFunc(group.Resources, func(a, b Resource) int {
			return strings.Compare(a.Name+" "+a.Version, b.Name+" "+b.Version)
		})
		out.Groups = append(out.Groups, *group)
	}
	slices.SortFunc(out.Groups, func(a, b Group) int { return strings.Compare(a.Name, b.Name) })
	return out
}

// failures lists the group versions that did not answer, sorted.
func failures(failed map[schema.GroupVersion]error) []FailedGroup {
	var out []FailedGroup
	for gv, err := range failed {
		message := oneLine(err)
		var stale discovery.StaleGroupVersionError
		if errors.As(err, &stale) {
			message = "the server behind it does not answer"
		}
		out = append(out, FailedGroup{Group: gv.Group, Version: gv.Version, Message: message})
	}
	slices.SortFunc(out, func(a, b FailedGroup) int {
		return strings.Compare(a.Group+"/"+a.Version, b.Group+"/"+b.Version)
	})
	return out
}
