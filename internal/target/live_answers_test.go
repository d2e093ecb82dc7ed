package target

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kready/kready/internal/facts"
)

func TestReasons(t *testing.T) {
	cases := []struct {
		name    string
		handler http.HandlerFunc
		want    string
		message string
	}{
		{"forbidden", func(w http.ResponseWriter, _ *http.Request) {
			reply(w, 403, status(403, metav1.StatusReasonForbidden, `nodes is forbidden: User "x" cannot list`))
		}, facts.ReasonForbidden, `nodes is forbidden: User "x" cannot list`},
		{"unauthorized", func(w http.ResponseWriter, _ *http.Request) {
			reply(w, 401, status(401, metav1.StatusReasonUnauthorized, "Unauthorized"))
		}, facts.ReasonForbidden, "Unauthorized"},
		{
			"not served", func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "404 page not found", 404) },
			facts.ReasonNotServed, "could not find the requested resource",
		},
		{"verb not served", func(w http.ResponseWriter, _ *http.Request) {
			reply(w, 405, status(405, metav1.StatusReasonMethodNotAllowed, "list is not supported"))
		}, facts.ReasonNotServed, "list is not supported"},
		{
			"dead API", func(w http.ResponseWriter, _ *http.Request) {
				http.Error(w, "service unavailable", http.StatusServiceUnavailable)
			},
			facts.ReasonUnavailable, "503 Service Unavailable",
		},
		{"gateway timeout", func(w http.ResponseWriter, _ *http.Request) {
			reply(w, 504, status(504, metav1.StatusReasonTimeout, "too slow"))
		}, facts.ReasonTimeout, "too slow"},
		{"cut body", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			w.Header().Set("Content-Length", "1000")
			_, _ = w.Write([]byte(`{"kind":"NodeList","apiVersion":"v1","items":[`))
		}, facts.ReasonUnavailable, "cut short"},
		{"half JSON", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			_, _ = w.Write([]byte(`{"kind":"NodeList","apiVersion":"v1","items":[`))
		}, facts.ReasonMalformed, "does not decode"},
		{"another kind", func(w http.ResponseWriter, _ *http.Request) {
			reply(w, 200, corev1.Node{TypeMeta: metav1.TypeMeta{Kind: "Node", APIVersion: "v1"}})
		}, facts.ReasonMalformed, "it is a Node, not a NodeList"},
		{"web page", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html")
			_, _ = w.Write([]byte("<html><body>Please sign in</body></html>"))
		}, facts.ReasonUnavailable, "web page"},
		{"failing web page", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html")
			w.WriteHeader(502)
			_, _ = w.Write([]byte("<html><body>Bad gateway</body></html>"))
		}, facts.ReasonUnavailable, "web page"},
		{
			"broken connection", func(w http.ResponseWriter, _ *http.Request) { panic(http.ErrAbortHandler) },
			facts.ReasonUnavailable, "does not answer: EOF",
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			src := server(t, c.handler, LiveOptions{})
			_, err := found(t.Context(), src, nodes)
			if reasonOf(err) != c.want || !strings.Contains(err.Error(), c.message) {
				t.Errorf("got %s: %v; want %s: …%s…", reasonOf(err), err, c.want, c.message)
			}
			if strings.ContainsAny(err.Error(), "\n") {
				t.Errorf("more than one line: %q", err)
			}
		})
	}
}

func TestSlowServer(t *testing.T) {
	src := server(t, func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }, LiveOptions{})
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	start := time.Now()
	_, err := found(ctx, src, nodes)
	if reasonOf(err) != facts.ReasonTimeout || time.Since(start) > 5*time.Second {
		t.Errorf("after %s: %v", time.Since(start), err)
	}
	if _, err := src.Discover(ctx); reasonOf(err) != facts.ReasonTimeout {
		t.Errorf("discovery: %v", err)
	}
}

func TestRetryOnce(t *testing.T) {
	for _, code := range []int{429, 503, 0} {
		var mu sync.Mutex
		calls := 0
		src := server(t, func(w http.ResponseWriter, _ *http.Request) {
			mu.Lock()
			defer mu.Unlock()
			calls++
			switch {
			case calls == 1 && code == 0:
				panic(http.ErrAbortHandler)
			case calls == 1:
				http.Error(w, "busy", code)
			default:
				reply(w, 200, nodePage(0, 10, 3))
			}
		}, LiveOptions{})
		got, err := found(t.Context(), src, nodes)
		if err != nil || len(got) != 3 || calls > 3 {
			t.Errorf("%d: %d nodes after %d calls, %v", code, len(got), calls, err)
		}
	}
}

func TestGetTellsAbsentObjectFromUnknownResource(t *testing.T) {
	src := server(t, func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/api/v1/") {
			s := status(404, metav1.StatusReasonNotFound, `configmaps "x" not found`)
			s.Details.Name = "x"
			reply(w, 404, s)
			return
		}
		http.Error(w, "404 page not found", 404)
	}, LiveOptions{})
	_, err := src.Get(t.Context(), Query{Version: "v1", Resource: "configmaps", Namespace: "kube-system", Name: "x"})
	if !IsNotFound(err) {
		t.Errorf("absent object: %v", err)
	}
	_, err = src.Get(t.Context(), Query{Group: "gone.dev", Version: "v1", Resource: "things", Name: "x"})
	if reasonOf(err) != facts.ReasonNotServed {
		t.Errorf("unknown resource: %v", err)
	}
}

func TestHeaders(t *testing.T) {
	var accept, agent string
	src := server(t, func(w http.ResponseWriter, r *http.Request) {
		accept, agent = r.Header.Get("Accept"), r.Header.Get("User-Agent")
		w.Header().Set("Warning", `299 - "deprecated"`)
		reply(w, 200, metav1.PartialObjectMetadataList{TypeMeta: metav1.TypeMeta{Kind: "PartialObjectMetadataList", APIVersion: "meta.k8s.io/v1"}, Items: []metav1.PartialObjectMetadata{
			{ObjectMeta: metav1.ObjectMeta{Name: "a.b"}},
		}})
	}, LiveOptions{Version: "1.2.3"})
	got, err := found(t.Context(), src, crds)
	if err != nil || len(got) != 1 || got[0] != "a.b" {
		t.Errorf("metadata: %v, %v", got, err)
	}
	if !strings.Contains(accept, "PartialObjectMetadataList") || agent != "kready/1.2.3" {
		t.Errorf("accept %q, agent %q", accept, agent)
	}
	_, _ = found(t.Context(), src, nodes)
	if !strings.HasPrefix(accept, "application/vnd.kubernetes.protobuf") {
		t.Errorf("accept %q for a built-in kind", accept)
	}
}

func TestRawKeepsTheBodyOfAFailure(t *testing.T) {
	src := server(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/readyz" || !r.URL.Query().Has("verbose") {
			t.Errorf("asked %s", r.URL)
		}
		http.Error(w, "[-]etcd failed: reason withheld", 500)
	}, LiveOptions{})
	body, err := src.Raw(t.Context(), "/readyz?verbose")
	if err == nil || !strings.Contains(string(body), "[-]etcd") {
		t.Errorf("%q, %v", body, err)
	}
}

// TestComesBackLater: a server that has no room asks to come back later, as often as it likes, and gets fewer requests at a time.
func TestComesBackLater(t *testing.T) {
	var mu sync.Mutex
	running, most, refused := 0, 0, 0
	src := server(t, func(w http.ResponseWriter, _ *http.Request) {
		mu.Lock()
		running++
		full := running > 2
		if full {
			refused++
		} else {
			most = max(most, running)
		}
		mu.Unlock()
		defer func() { mu.Lock(); running--; mu.Unlock() }()
		if full {
			w.Header().Set("Retry-After", "1")
			http.Error(w, "Too many requests, please try again later.", http.StatusTooManyRequests)
			return
		}
		time.Sleep(20 * time.Millisecond)
		reply(w, 200, nodePage(0, 10, 3))
	}, LiveOptions{})
	var all sync.WaitGroup
	for range 40 {
		all.Go(func() {
			if got, err := found(t.Context(), src, nodes); err != nil || len(got) != 3 {
				t.Errorf("%d nodes, %v", len(got), err)
			}
		})
	}
	all.Wait()
	if refused == 0 || refused > 60 {
		t.Errorf("%d requests were refused: want those of the first moment and few others", refused)
	}
}

// TestLatePageIsAskedForSmaller: what the server could not make in time is less the second time, and no third time.
func TestLatePageIsAskedForSmaller(t *testing.T) {
	for _, c := range []struct {
		enough int
		asked  string
		nodes  int
	}{{100, "500 100", 3}, {10, "500 100", 0}} {
		var asked []string
		src := server(t, func(w http.ResponseWriter, r *http.Request) {
			limit := r.URL.Query().Get("limit")
			asked = append(asked, limit)
			if n, _ := strconv.Atoi(limit); n > c.enough {
				reply(w, 504, status(504, metav1.StatusReasonTimeout, "the server was unable to return a response in the time allotted"))
				return
			}
			reply(w, 200, nodePage(0, 100, 3))
		}, LiveOptions{})
		got, err := found(t.Context(), src, nodes)
		if (err == nil) != (c.nodes > 0) || len(got) != c.nodes || strings.Join(asked, " ") != c.asked {
			t.Errorf("enough %d: %d nodes after %v, %v", c.enough, len(got), asked, err)
		}
		if c.nodes == 0 && reasonOf(err) != facts.ReasonTimeout {
			t.Errorf("it is %v", err)
		}
	}
}
