package target

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strings"
	"sync"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// Kubernetes' own discovery client links OpenAPI and the schemas of every API group. What
// follows reads the same two documents: /api and /apis, in the aggregated form of 1.27 and
// later, or each group version by itself.

// acceptDiscovery asks for the aggregated form, and takes the other.
const acceptDiscovery = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json"

// errNotDiscovery is the error of a document that is something else. An empty list of APIs
// would say that nothing is installed.
const errNotDiscovery = problem("it is not a list of APIs")

// apis is what /api or /apis says.
type apis struct {
	groups []Group
	failed []FailedGroup
	// complete says that the groups have their resources.
	complete bool
}

// Discover asks for all APIs at once. An aggregated API whose server is dead costs
// its own group only.
func (l *live) Discover(ctx context.Context) (Discovery, error) {
	var core, named apis
	var coreErr, namedErr error
	var both sync.WaitGroup
	both.Go(func() { core, coreErr = l.groups(ctx, "/api", readCoreVersions) })
	both.Go(func() { named, namedErr = l.groups(ctx, "/apis", readGroupList) })
	both.Wait()
	var status apierrors.APIStatus
	if errors.As(coreErr, &status) && status.Status().Code == http.StatusNotFound {
		core, coreErr = apis{complete: true}, nil // an aggregated API server by itself has no core group
	}
	if err := cmp.Or(coreErr, namedErr); err != nil {
		return Discovery{}, err
	}
	out := Discovery{Groups: slices.Concat(core.groups, named.groups), Failed: slices.Concat(core.failed, named.failed)}
	if !core.complete || !named.complete {
		out.Failed = l.readResources(ctx, out.Groups)
	}
	if ctx.Err() != nil {
		return Discovery{}, l.readError(Query{Resource: "/apis"}, answer{}, ctx.Err())
	}
	out.sort()
	l.kinds.learn(out)
	return out, nil
}

// groups asks at /api or /apis. Legacy reads the answer of a server that does not know the
// aggregated form.
func (l *live) groups(ctx context.Context, where string, legacy func([]byte) ([]Group, error)) (apis, error) {
	got, err := l.request(ctx, where, nil, acceptDiscovery)
	defer got.done()
	if err == nil && weighJSON(got.body) > discoveryMax {
		err = tooLarge("its list of APIs")
	}
	var out apis
	if err == nil && isAggregated(got.contentType) {
		out, err = readAggregated(got.body)
	} else if err == nil {
		out.groups, err = legacy(got.body)
	}
	if err != nil {
		return apis{}, l.readError(Query{Resource: "/apis"}, got, err)
	}
	return out, nil
}

// readCoreVersions reads the legacy answer of /api.
func readCoreVersions(body []byte) ([]Group, error) {
	var list metav1.APIVersions
	if err := json.Unmarshal(body, &list); err != nil {
		return nil, err
	}
	if list.Kind != "APIVersions" {
		return nil, errNotDiscovery
	}
	return []Group{{Versions: list.Versions}}, nil
}

// readGroupList reads the legacy answer of /apis.
func readGroupList(body []byte) ([]Group, error) {
	var list metav1.APIGroupList
	if err := json.Unmarshal(body, &list); err != nil {
		return nil, err
	}
	if list.Kind != "APIGroupList" {
		return nil, errNotDiscovery
	}
	var groups []Group
	for _, g := range list.Groups {
		group := Group{Name: g.Name}
		for _, v := range append([]metav1.GroupVersionForDiscovery{g.PreferredVersion}, g.Versions...) {
			if v.Version != "" && !slices.Contains(group.Versions, v.Version) {
				group.Versions = append(group.Versions, v.Version)
			}
		}
		groups = append(groups, group)
	}
	return groups, nil
}

// readResources asks for each group version by itself, fills in the resources, and returns
// the group versions that do not answer.
func (l *live) readResources(ctx context.Context, groups []Group) []FailedGroup {
	var mu sync.Mutex
	var wg sync.WaitGroup
	var failed []FailedGroup
	for i := range groups {
		group := &groups[i]
		group.Resources = nil
		for _, version := range group.Versions {
			wg.Go(func() {
				resources, err := l.resourcesOf(ctx, group.Name, version)
				mu.Lock()
				defer mu.Unlock()
				group.Resources = append(group.Resources, resources...)
				if err != nil {
					failed = append(failed, FailedGroup{Group: group.Name, Version: version, Message: oneLine(err)})
				}
			})
		}
	}
	wg.Wait()
	return failed
}

// resourcesOf asks for the resources of one group version.
func (l *live) resourcesOf(ctx context.Context, group, version string) ([]Resource, error) {
	where, _ := location(Query{Group: group, Version: version})
	got, err := l.request(withBodyLimit(ctx, objectMax), where, nil, acceptJSON)
	defer got.done()
	if err != nil {
		return nil, err
	}
	if weighJSON(got.body) > discoveryMax {
		return nil, tooLarge("its list of resources")
	}
	var list metav1.APIResourceList
	if err := json.Unmarshal(got.body, &list); err != nil {
		return nil, err
	}
	if list.Kind != "APIResourceList" {
		return nil, errNotDiscovery
	}
	var resources []Resource
	for _, r := range list.APIResources {
		if !strings.Contains(r.Name, "/") {
			resources = append(resources, Resource{Version: version, Name: r.Name, Kind: r.Kind, Namespaced: r.Namespaced})
		}
	}
	return resources, nil
}

// sort puts groups, resources and failures in an order that does not depend on the server.
func (d *Discovery) sort() {
	for i := range d.Groups {
		slices.SortFunc(d.Groups[i].Resources, func(a, b Resource) int {
			return strings.Compare(a.Name+" "+a.Version, b.Name+" "+b.Version)
		})
	}
	slices.SortFunc(d.Groups, func(a, b Group) int { return strings.Compare(a.Name, b.Name) })
	slices.SortFunc(d.Failed, func(a, b FailedGroup) int {
		return strings.Compare(a.Group+"/"+a.Version, b.Group+"/"+b.Version)
	})
}
