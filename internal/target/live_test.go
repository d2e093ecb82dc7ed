package target

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/client-go/rest"

	"github.com/kready/kready/internal/facts"
)

var (
	nodes = Query{Version: "v1", Resource: "nodes"}
	crds  = Query{Group: "apiextensions.k8s.io", Version: "v1", Resource: "customresourcedefinitions", Metadata: true}
)

// server starts an API server of which handler is all.
func server(t *testing.T, handler http.HandlerFunc, opts LiveOptions) *live {
	t.Helper()
	s := httptest.NewServer(handler)
	t.Cleanup(s.Close)
	silenceKlog()
	config := &rest.Config{Host: s.URL}
	configure(config, opts)
	src, err := newLive(config, facts.Target{Kind: "cluster", Name: "test", Server: hostPort(s.URL)}, opts)
	if err != nil {
		t.Fatal(err)
	}
	return src.(*live)
}

// reply writes v as JSON.
func reply(w http.ResponseWriter, code int, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(code)
	_ = json.NewEncoder(w).Encode(v)
}

// status is an error as API servers write it.
func status(code int32, reason metav1.StatusReason, message string) metav1.Status {
	return metav1.Status{
		TypeMeta: metav1.TypeMeta{Kind: "Status", APIVersion: "v1"}, Status: metav1.StatusFailure,
		Code: code, Reason: reason, Message: message, Details: &metav1.StatusDetails{Kind: "things"},
	}
}

// nodePage is the page of a list of nodes that begins at from.
func nodePage(from, size, total int) corev1.NodeList {
	list := corev1.NodeList{TypeMeta: metav1.TypeMeta{Kind: "NodeList", APIVersion: "v1"}}
	for i := from; i < min(from+size, total); i++ {
		list.Items = append(list.Items, corev1.Node{ObjectMeta: metav1.ObjectMeta{Name: fmt.Sprintf("node-%03d", i)}})
	}
	if from+size < total {
		list.Continue = strconv.Itoa(from + size)
	}
	return list
}

// names lists what Each finds, the way collectors do.
func found(ctx context.Context, src Source, q Query) ([]string, error) {
	var got []string
	q.Restart = func() { got = nil }
	err := src.Each(ctx, q, func(o runtime.Object) error {
		got = append(got, o.(metav1.Object).GetName())
		return nil
	})
	return got, err
}

func reasonOf(err error) string {
	var read *ReadError
	if !errors.As(err, &read) {
		return fmt.Sprintf("%T", err)
	}
	return read.Reason
}

func TestPages(t *testing.T) {
	var asked []string
	src := server(t, func(w http.ResponseWriter, r *http.Request) {
		asked = append(asked, r.URL.RawQuery)
		from, _ := strconv.Atoi(r.URL.Query().Get("continue"))
		reply(w, 200, nodePage(from, 10, 25))
	}, LiveOptions{PageSize: 10})
	got, err := found(t.Context(), src, nodes)
	if err != nil || len(got) != 25 || got[24] != "node-024" {
		t.Fatalf("got %d nodes, %v", len(got), err)
	}
	if want := "limit=10|continue=10&limit=10|continue=20&limit=10"; strings.Join(asked, "|") != want {
		t.Errorf("asked %s, want %s", strings.Join(asked, "|"), want)
	}
}

// TestPagesGrow: where nobody chose the size of pages they grow while the API server is quick, but for
// kinds with large objects.
func TestPagesGrow(t *testing.T) {
	var asked []string
	slow := 0
	src := server(t, func(w http.ResponseWriter, r *http.Request) {
		limit, _ := strconv.Atoi(r.URL.Query().Get("limit"))
		from, _ := strconv.Atoi(r.URL.Query().Get("continue"))
		asked = append(asked, r.URL.Query().Get("limit"))
		if len(asked) == slow {
			time.Sleep(quickPage + 10*time.Millisecond)
		}
		reply(w, 200, nodePage(from, limit, 6000))
	}, LiveOptions{})
	for _, c := range []struct {
		slow int
		size int64
		want string
	}{{0, 0, "500 1000 2000 2000 2000"}, {2, 0, "500 1000 1000 2000 2000"}, {0, 1500, "500 500 500 500 500 500 500 500 500 500 500 500"}} {
		asked, slow = nil, c.slow
		q := nodes
		q.PageSize = c.size
		got, err := found(t.Context(), src, q)
		if err != nil || len(got) != 6000 || strings.Join(asked, " ") != c.want {
			t.Errorf("%d nodes in pages of %v, %v; want %s", len(got), asked, err, c.want)
		}
	}
}

func TestExpiredPageRestartsWithoutPages(t *testing.T) {
	src := server(t, func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.URL.Query().Get("continue") != "":
			reply(w, 410, status(410, metav1.StatusReasonExpired, "too old"))
		case r.URL.Query().Get("limit") != "":
			reply(w, 200, nodePage(0, 10, 25))
		default:
			reply(w, 200, nodePage(0, 30, 25))
		}
	}, LiveOptions{PageSize: 10})
	got, err := found(t.Context(), src, nodes)
	if err != nil || len(got) != 25 {
		t.Errorf("got %d nodes, %v", len(got), err)
	}
	if err := src.Each(t.Context(), nodes, func(runtime.Object) error { return nil }); reasonOf(err) != facts.ReasonExpired {
		t.Errorf("without Restart: %v", err)
	}
}

func TestExpiredTwice(t *testing.T) {
	src := server(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Query().Get("limit") != "" && r.URL.Query().Get("continue") == "" {
			reply(w, 200, nodePage(0, 10, 25))
			return
		}
		reply(w, 410, status(410, metav1.StatusReasonExpired, "too old"))
	}, LiveOptions{PageSize: 10})
	got, err := found(t.Context(), src, nodes)
	if reasonOf(err) != facts.ReasonExpired || len(got) != 0 {
		t.Errorf("got %d nodes, %v", len(got), err)
	}
}

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
