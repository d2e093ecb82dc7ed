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
