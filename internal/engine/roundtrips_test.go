package engine

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"

	"github.com/kready/kready/internal/collect"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/target"
)

// rounds is an API server that is far away: it answers all requests that came at once together,
// when no more come. How often it does is how many round trips deep a run is, at any latency.
type rounds struct {
	src target.Source

	mu      sync.Mutex
	waiting []chan struct{}
	last    time.Time
	// depth counts the rounds, most is how many requests waited at once, asked are the requests of each round.
	depth, most int
	asked       [][]string
}

// quiet is how long no request may come before a round is over.
const quiet = 150 * time.Millisecond

// serve answers whole rounds until the test ends.
func (s *rounds) serve(t *testing.T) *httptest.Server {
	t.Helper()
	server := httptest.NewUnstartedServer(s)
	server.EnableHTTP2 = true
	server.StartTLS()
	t.Cleanup(server.Close)
	go func() {
		for t.Context().Err() == nil {
			time.Sleep(quiet / 10)
			s.mu.Lock()
			if len(s.waiting) > 0 && time.Since(s.last) > quiet {
				s.depth, s.most = s.depth+1, max(s.most, len(s.waiting))
				for _, held := range s.waiting {
					close(held)
				}
				s.waiting, s.asked = nil, append(s.asked, nil)
			}
			s.mu.Unlock()
		}
	}()
	return server
}

func (s *rounds) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	held := make(chan struct{})
	s.mu.Lock()
	if s.asked == nil {
		s.asked = [][]string{nil}
	}
	s.waiting, s.last = append(s.waiting, held), time.Now()
	asked := r.URL.RequestURI()
	if strings.Contains(r.Header.Get("Accept"), "as=PartialObjectMetadata") {
		asked += " (metadata)" // another answer than that with the objects
	}
	s.asked[len(s.asked)-1] = append(s.asked[len(s.asked)-1], asked)
	s.mu.Unlock()
	select {
	case <-held:
	case <-r.Context().Done():
		return
	}
	w.Header().Set("Content-Type", "application/json")
	if r.URL.Path == "/apis" || r.URL.Path == "/api" {
		w.Header().Set("Content-Type", "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList")
	}
	answer, found := s.answer(r)
	if !found {
		w.WriteHeader(http.StatusNotFound)
		answer = map[string]any{"kind": "Status", "apiVersion": "v1", "status": "Failure", "reason": "NotFound", "code": 404}
	}
	_ = json.NewEncoder(w).Encode(answer)
}

// answer is what the objects say to a request.
func (s *rounds) answer(r *http.Request) (any, bool) {
	parts := strings.Split(strings.Trim(r.URL.Path, "/"), "/")
	switch {
	case r.URL.Path == "/version":
		return map[string]string{"gitVersion": "v1.37.2", "major": "1", "minor": "37"}, true
	case r.URL.Path == "/api":
		return map[string]any{"kind": "APIGroupDiscoveryList", "apiVersion": "apidiscovery.k8s.io/v2", "items": []any{}}, true
	case r.URL.Path == "/apis":
		return s.apis(r), true
	case parts[0] == "api" && len(parts) > 2:
		return s.objects(r, target.Query{Version: parts[1]}, parts[2:])
	case parts[0] == "apis" && len(parts) > 3:
		return s.objects(r, target.Query{Group: parts[1], Version: parts[2]}, parts[3:])
	}
	return nil, false
}

// apis lists the groups that the objects have, in the aggregated form.
func (s *rounds) apis(r *http.Request) any {
	served, _ := s.src.Discover(r.Context())
	var items []any
	for _, g := range served.Groups {
		var versions []any
		for _, v := range g.Versions {
			var resources []any
			for _, one := range g.Resources {
				if one.Version == v {
					resources = append(resources, map[string]any{"resource": one.Name, "responseKind": map[string]string{"kind": one.Kind}, "scope": "Namespaced"})
				}
			}
			versions = append(versions, map[string]any{"version": v, "resources": resources, "freshness": "Current"})
		}
		if g.Name != "" {
			items = append(items, map[string]any{"metadata": map[string]string{"name": g.Name}, "versions": versions})
		}
	}
	return map[string]any{"kind": "APIGroupDiscoveryList", "apiVersion": "apidiscovery.k8s.io/v2", "items": items}
}

// objects answers a get or a list.
func (s *rounds) objects(r *http.Request, q target.Query, parts []string) (any, bool) {
	if parts[0] == "namespaces" && len(parts) > 2 {
		q.Namespace, parts = parts[1], parts[2:]
	}
	q.Resource, q.Dynamic = parts[0], true
	if len(parts) > 1 {
		q.Name = parts[1]
		object, err := s.src.Get(r.Context(), q)
		return object, err == nil
	}
	q.LabelSelector, q.FieldSelector = r.URL.Query().Get("labelSelector"), r.URL.Query().Get("fieldSelector")
	list := map[string]any{"apiVersion": "v1", "metadata": map[string]any{}, "kind": kindOf(q.Resource) + "List"}
	if q.Group != "" {
		list["apiVersion"] = q.Group + "/" + q.Version
	}
	items := []runtime.Object{}
	err := s.src.Each(r.Context(), q, func(o runtime.Object) error {
		items = append(items, o)
		if u, ok := o.(*unstructured.Unstructured); ok {
			list["kind"] = u.GetKind() + "List"
		}
		return nil
	})
	list["items"] = items
	return list, err == nil
}

// kindOf is the kind of a resource of which there are no objects.
func kindOf(resource string) string {
	for _, kind := range []string{
		"CertificateSigningRequest", "CSINode", "CronJob", "DaemonSet", "Deployment", "EndpointSlice", "Event", "FlowSchema",
		"HorizontalPodAutoscaler", "Ingress", "IngressClass", "Lease", "LimitRange", "NetworkPolicy", "PersistentVolume", "PersistentVolumeClaim",
		"Pod", "PodDisruptionBudget", "PriorityLevelConfiguration", "ResourceQuota", "RuntimeClass", "ServiceAccount", "StatefulSet",
		"ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding", "VolumeSnapshotClass",
	} {
		plural := strings.ToLower(kind) + "s"
		if strings.HasSuffix(kind, "s") || strings.HasSuffix(kind, "y") {
			plural = strings.TrimSuffix(strings.TrimSuffix(strings.ToLower(kind), "y"), "s")
			plural += map[bool]string{true: "ies", false: "sses"}[strings.HasSuffix(kind, "y")]
		}
		if plural == resource {
			return kind
		}
	}
	return ""
}

// far returns a server of a small cluster with many products, and a kubeconfig for it.
func far(t *testing.T) (*rounds, *target.ConnectionFlags) {
	t.Helper()
	files, err := filepath.Glob("../collect/testdata/objects/*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, file := range append(files, "../collect/testdata/cluster.yaml") {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, string(text))
	}
	opened, err := target.Open("-", target.FileOptions{Stdin: strings.NewReader(strings.Join(all, "\n---\n")), Complete: true})
	if err != nil {
		t.Fatal(err)
	}
	answering := &rounds{src: opened.Source}
	server := answering.serve(t)
	kubeconfig := filepath.Join(t.TempDir(), "kubeconfig")
	text := fmt.Sprintf(`{"apiVersion":"v1","kind":"Config","current-context":"x",
"clusters":[{"name":"x","cluster":{"server":%q,"insecure-skip-tls-verify":true}}],"users":[{"name":"x","user":{"token":"t"}}],
"contexts":[{"name":"x","context":{"cluster":"x","user":"x"}}]}`, server.URL)
	if err := os.WriteFile(kubeconfig, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	flags := target.NewConnectionFlags(target.Environment{})
	flags.Kubeconfig = kubeconfig
	return answering, flags
}

// log shows the requests of each round.
func (s *rounds) log(t *testing.T) {
	t.Helper()
	for i, round := range s.asked {
		slices.Sort(round)
		t.Logf("round %d: %d requests\n%s", i+1, len(round), strings.Join(round, "\n"))
	}
}

// TestRoundTrips: the longest chain of requests that wait for each other's answers has four links
// in a cluster with many products, one of which lost its leader.
func TestRoundTrips(t *testing.T) {
	server, flags := far(t)
	src, err := target.NewLive(flags, target.LiveOptions{AtOnce: 1000})
	if err != nil {
		t.Fatal(err)
	}
	wait, err := target.Connect(t.Context(), src)
	if err != nil {
		t.Fatal(err)
	}
	opts := fleetRules(t).collectOptions()
	opts.Parallel = 1000
	collect.Snapshot(t.Context(), src, facts.Kinds(), opts)
	if err := wait(); err != nil {
		t.Error(err)
	}
	server.mu.Lock()
	defer server.mu.Unlock()
	if server.depth > 4 {
		t.Errorf("it is %d round trips deep", server.depth)
		server.log(t)
	}
}

// TestRequestsOfARun: no more than 16 requests are under way at once, each is sent once, and those
// that others wait for are not behind the rest.
func TestRequestsOfARun(t *testing.T) {
	server, flags := far(t)
	_, err := fleetRules(t).collect(t.Context(), Target{Connection: flags, Timeout: time.Minute}, facts.Kinds())
	if err != nil {
		t.Fatal(err)
	}
	server.mu.Lock()
	defer server.mu.Unlock()
	all := slices.Concat(server.asked...)
	slices.Sort(all)
	if once := slices.Compact(slices.Clone(all)); len(once) != len(all) {
		t.Errorf("%d requests for %d addresses", len(all), len(once))
		server.log(t)
	}
	if least := (len(all) + 15) / 16; server.most != 16 || server.depth > least+1 {
		t.Errorf("%d requests, at most %d at once, in %d rounds", len(all), server.most, server.depth)
		server.log(t)
	}
}
