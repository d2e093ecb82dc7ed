package target

import (
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// legacyDiscovery answers as servers before 1.26 do: each group version by itself,
// of which one is served by a dead server.
func legacyDiscovery(w http.ResponseWriter, r *http.Request) {
	version := func(group, v string) metav1.GroupVersionForDiscovery {
		return metav1.GroupVersionForDiscovery{GroupVersion: group + "/" + v, Version: v}
	}
	switch r.URL.Path {
	case "/api":
		reply(w, 200, metav1.APIVersions{TypeMeta: metav1.TypeMeta{Kind: "APIVersions"}, Versions: []string{"v1"}})
	case "/apis":
		reply(w, 200, metav1.APIGroupList{TypeMeta: metav1.TypeMeta{Kind: "APIGroupList"}, Groups: []metav1.APIGroup{
			{
				Name: "stores.dev", Versions: []metav1.GroupVersionForDiscovery{version("stores.dev", "v1beta1"), version("stores.dev", "v1")},
				PreferredVersion: version("stores.dev", "v1"),
			},
			{Name: "metrics.k8s.io", Versions: []metav1.GroupVersionForDiscovery{version("metrics.k8s.io", "v1beta1")}},
		}})
	case "/api/v1":
		reply(w, 200, metav1.APIResourceList{TypeMeta: metav1.TypeMeta{Kind: "APIResourceList"}, GroupVersion: "v1", APIResources: []metav1.APIResource{
			{Name: "pods", Kind: "Pod", Namespaced: true}, {Name: "pods/log", Kind: "Pod", Namespaced: true},
		}})
	case "/apis/stores.dev/v1beta1":
		reply(w, 200, metav1.APIResourceList{TypeMeta: metav1.TypeMeta{Kind: "APIResourceList"}, GroupVersion: "stores.dev/v1beta1", APIResources: []metav1.APIResource{
			{Name: "stores", Kind: "Store"}, {Name: "oldstores", Kind: "OldStore"},
		}})
	case "/apis/stores.dev/v1":
		reply(w, 200, metav1.APIResourceList{TypeMeta: metav1.TypeMeta{Kind: "APIResourceList"}, GroupVersion: "stores.dev/v1", APIResources: []metav1.APIResource{
			{Name: "stores", Kind: "Store"},
		}})
	default:
		http.Error(w, "service unavailable", http.StatusServiceUnavailable)
	}
}

func TestDiscoverySurvivesADeadAPI(t *testing.T) {
	src := server(t, legacyDiscovery, LiveOptions{})
	apis, err := src.Discover(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if v, ok := apis.Version("stores.dev", "stores"); !ok || v != "v1" {
		t.Errorf("stores are served in %q, %t", v, ok)
	}
	if v, ok := apis.Version("stores.dev", "oldstores"); !ok || v != "v1beta1" {
		t.Errorf("old stores are served in %q, %t", v, ok)
	}
	if _, ok := apis.Version("", "pods/log"); ok {
		t.Error("a subresource is taken for a resource")
	}
	if len(apis.Failed) != 1 || apis.Failed[0].Group != "metrics.k8s.io" {
		t.Errorf("failed: %v", apis.Failed)
	}
}

// aggregated is what servers since 1.26 say of all groups at once.
const aggregated = `{"kind":"APIGroupDiscoveryList","apiVersion":"apidiscovery.k8s.io/v2","items":[
{"metadata":{"name":"metrics.k8s.io"},"versions":[{"version":"v1beta1","freshness":"Stale"}]},
{"metadata":{"name":"apps"},"versions":[{"version":"v1","freshness":"Current","resources":[
{"resource":"deployments","responseKind":{"group":"apps","version":"v1","kind":"Deployment"},"scope":"Namespaced","verbs":["list"]}]}]}]}`

func TestAggregatedDiscovery(t *testing.T) {
	src := server(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList")
		body := aggregated
		if r.URL.Path == "/api" {
			body = `{"kind":"APIGroupDiscoveryList","apiVersion":"apidiscovery.k8s.io/v2","items":[]}`
		}
		_, _ = w.Write([]byte(body))
	}, LiveOptions{})
	apis, err := src.Discover(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := apis.Version("apps", "deployments"); !ok {
		t.Errorf("deployments are not served: %v", apis)
	}
	stale := slices.ContainsFunc(apis.Failed, func(f FailedGroup) bool {
		return f.Group == "metrics.k8s.io" && strings.Contains(f.Message, "does not answer")
	})
	if !stale {
		t.Errorf("failed: %v", apis.Failed)
	}
}

func TestForbiddenDiscovery(t *testing.T) {
	src := server(t, func(w http.ResponseWriter, _ *http.Request) {
		reply(w, 403, status(403, metav1.StatusReasonForbidden, "no"))
	}, LiveOptions{})
	if _, err := src.Discover(t.Context()); reasonOf(err) != "forbidden" {
		t.Errorf("got %v", err)
	}
}

// TestDiscoveryAsksTwice: in the aggregated form two requests are all, also when a group is
// stale; a server without the core group is none that failed.
func TestDiscoveryAsksTwice(t *testing.T) {
	var mu sync.Mutex
	var asked []string
	src := server(t, func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		asked = append(asked, r.URL.Path)
		mu.Unlock()
		if r.URL.Path == "/api" {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "application/json; as=APIGroupDiscoveryList; v=v2; g=apidiscovery.k8s.io; charset=utf-8")
		_, _ = w.Write([]byte(aggregated))
	}, LiveOptions{})
	got, err := src.Discover(t.Context())
	slices.Sort(asked)
	if err != nil || len(got.Groups) != 2 || !slices.Equal(asked, []string{"/api", "/apis"}) {
		t.Errorf("got %+v, %v, having asked %v", got, err, asked)
	}
}
