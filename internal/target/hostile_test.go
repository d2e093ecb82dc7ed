package target

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"

	apiruntime "k8s.io/apimachinery/pkg/runtime"
	"k8s.io/client-go/dynamic"

	"k8s.io/apimachinery/pkg/runtime/schema"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kready/kready/internal/facts"
)

// TestNoRedirectIsFollowed: the bearer token goes to the server of the kubeconfig and to no
// other, and nothing that another server says is in a message. Probes' client is no exception.
func TestNoRedirectIsFollowed(t *testing.T) {
	var seen atomic.Int64
	other := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		seen.Add(1)
		http.Error(w, "INTERNAL-SECRET", http.StatusTeapot)
	}))
	t.Cleanup(other.Close)
	for _, code := range []int{301, 302, 303, 307, 308} {
		src := server(t, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Location", strings.Replace(other.URL, "http://", "http://user:INTERNAL-SECRET@", 1)+"/latest?token=INTERNAL-SECRET")
			w.WriteHeader(code)
		}, LiveOptions{})
		src.config.BearerToken = "token"
		_, err := found(t.Context(), src, nodes)
		if reasonOf(err) != facts.ReasonUnavailable || !strings.Contains(err.Error(), "redirects to http://127.0.0.1") || strings.Contains(err.Error(), "SECRET") {
			t.Errorf("%d: %v", code, err)
		}
		client, err := dynamic.NewForConfig(src.config)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := client.Resource(schema.GroupVersionResource{Version: "v1", Resource: "pods"}).List(t.Context(), metav1.ListOptions{}); err == nil {
			t.Errorf("%d: the client of probes follows it", code)
		}
	}
	if seen.Load() > 0 {
		t.Errorf("the other server saw %d requests", seen.Load())
	}
}

// TestNothingOfAForeignBodyIsPrinted: what is no Status of Kubernetes may come from anybody.
func TestNothingOfAForeignBodyIsPrinted(t *testing.T) {
	for _, code := range []int{200, 400, 401, 403, 404, 500, 503} {
		for i, body := range []string{"SECRET plain", `{"SECRET":"SECRET"}`, `{"kind":"NodeList","apiVersion":"v1","items":["SECRET"]}`, `["SECRET"]`, `"SECRET"`, `{"kind":"SECRET ;","apiVersion":"SECRET"}`, "k8s\x00SECRET"} {
			t.Run(fmt.Sprintf("%d-%d", code, i), func(t *testing.T) {
				t.Parallel() // failures are tried again, after a while
				checkForeignBody(t, code, body)
			})
		}
	}
}

// checkForeignBody expects that no message repeats a body which says SECRET.
func checkForeignBody(t *testing.T, code int, body string) {
	src := server(t, func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(code)
		_, _ = w.Write([]byte(body))
	}, LiveOptions{})
	var said []string
	err := src.Each(t.Context(), nodes, func(o apiruntime.Object) error {
		said = append(said, fmt.Sprint(o))
		return nil
	})
	_, getErr := src.Get(t.Context(), Query{Version: "v1", Resource: "configmaps", Namespace: "a", Name: "b"})
	_, discoverErr := src.Discover(t.Context())
	if all := fmt.Sprint(err, getErr, discoverErr, said); strings.Contains(all, "SECRET") {
		t.Error(all)
	}
}

// TestAListOfAnotherKind would be an empty cluster if it were taken for the one asked for.
func TestAListOfAnotherKind(t *testing.T) {
	for _, body := range []string{
		`{"kind":"PodList","apiVersion":"v1","items":[]}`, `{"kind":"NodeList","apiVersion":"apps/v1","items":[]}`,
		`{"kind":"NodeList","apiVersion":"v1"}`, `{"kind":"NodeList","apiVersion":"v1","items":null}`,
		`{"items":[]}`, `{}`, `null`, `[]`, `{"kind":"Status","apiVersion":"v1","status":"Success"}`,
		"k8s\x00\x0a\x0d\x0a\x02v1\x12\x07PodList\x12\x00",
	} {
		src := server(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(body)) }, LiveOptions{})
		if _, err := found(t.Context(), src, nodes); reasonOf(err) != facts.ReasonMalformed {
			t.Errorf("%q is read as a list of nodes: %v", body, err)
		}
	}
}

// TestEmptyListOfNames: the API server writes null for one.
func TestEmptyListOfNames(t *testing.T) {
	src := server(t, func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte(`{"kind":"PartialObjectMetadataList","apiVersion":"meta.k8s.io/v1","metadata":{},"items":null}`))
	}, LiveOptions{})
	if got, err := found(t.Context(), src, crds); err != nil || len(got) != 0 {
		t.Errorf("%v, %v", got, err)
	}
}

// bombs are responses of a few bytes, or without end, that would take all memory. The writer
// fails when the reader has had enough.
func bombs() map[string]func(w http.ResponseWriter) {
	forever := func(start, again string) func(http.ResponseWriter) {
		return func(w http.ResponseWriter) {
			_, _ = w.Write([]byte(start))
			for chunk := []byte(strings.Repeat(again, 1+65536/len(again))); ; {
				if _, err := w.Write(chunk); err != nil {
					return
				}
			}
		}
	}
	const list = `{"kind":"NodeList","apiVersion":"v1","items":[`
	return map[string]func(http.ResponseWriter){
		"endless string":        forever(`{"kind":"`, "x"),
		"endless space":         forever(`{`, " "),
		"endless objects":       forever(list, `{"metadata":{"name":"a"}},`),
		"endless empty objects": forever(list, `{},`),
		"one endless object":    forever(list+`{"metadata":{"name":"a"},"spec":{"taints":[`, `{},`),
		"endless nesting":       forever(list, `[`),
		"endless protobuf":      forever("k8s\x00\x0a\x0e\x0a\x02v1\x12\x08NodeList\x12\xff\xff\xff\x7f", "\x12\x00"),
		"protobuf of one object": func(w http.ResponseWriter) {
			// A Node of 3 MiB, whose status holds nothing but empty conditions.
			body := strings.Repeat("\x22\x00", 3<<19)
			node := "\x1a" + varint(len(body)) + body
			list := "\x12" + varint(len(node)) + node
			_, _ = w.Write([]byte("k8s\x00\x0a\x0e\x0a\x02v1\x12\x08NodeList\x12" + varint(len(list)) + list))
		},
	}
}

func varint(n int) string {
	var out []byte
	for ; n > 0x7f; n >>= 7 {
		out = append(out, byte(n)|0x80)
	}
	return string(append(out, byte(n)))
}

// TestBombs: none of them takes more memory than a large cluster's answer, and all end.
func TestBombs(t *testing.T) {
	for name, bomb := range bombs() {
		t.Run(name, func(t *testing.T) {
			src := server(t, func(w http.ResponseWriter, _ *http.Request) { bomb(w) }, LiveOptions{})
			objects := 0
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			err := src.Each(t.Context(), nodes, func(apiruntime.Object) error { objects++; return nil })
			runtime.ReadMemStats(&after)
			if err == nil && objects != 1 {
				t.Errorf("%d objects, and no error", objects)
			}
			if grown := int64(after.HeapSys) - int64(before.HeapSys); grown > 200<<20 {
				t.Errorf("the heap has grown by %d MiB", grown>>20)
			}
			t.Log(objects, err)
		})
	}
}

// TestEndlessPages: a list ends, whatever its continue tokens say.
func TestEndlessPages(t *testing.T) {
	pages := 0
	for _, c := range []struct {
		name  string
		token func() string
		items string
	}{
		{"the same token", func() string { return "again" }, `{"metadata":{"name":"a"}}`},
		{"pages without objects", func() string { return fmt.Sprint(pages) }, ""},
	} {
		pages = 0
		src := server(t, func(w http.ResponseWriter, _ *http.Request) {
			pages++
			fmt.Fprintf(w, `{"kind":"NodeList","apiVersion":"v1","metadata":{"continue":%q},"items":[%s]}`, c.token(), c.items)
		}, LiveOptions{})
		if _, err := found(t.Context(), src, nodes); reasonOf(err) != facts.ReasonMalformed || pages > 2*emptyPages {
			t.Errorf("%s: after %d pages %v", c.name, pages, err)
		}
	}
}

// TestOneBrokenObject: the others of its page are read.
func TestOneBrokenObject(t *testing.T) {
	src := server(t, func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte(`{"kind":"NodeList","apiVersion":"v1","items":[{"metadata":{"name":"a"}},{"metadata":{"name":"b"},"spec":"odd"},{"spec":{}},null,{"kind":"Pod","metadata":{"name":"c"}},{"metadata":{"name":"d"}}]}`))
	}, LiveOptions{})
	var broken, whole int
	err := src.Each(t.Context(), nodes, func(o apiruntime.Object) error {
		if _, ok := o.(*Malformed); ok {
			broken++
		} else {
			whole++
		}
		return nil
	})
	if err != nil || broken != 4 || whole != 2 {
		t.Errorf("%d broken, %d whole, %v", broken, whole, err)
	}
}

// TestLargeBodyOfOneAnswer: what is no list has a bound as well.
func TestLargeBodyOfOneAnswer(t *testing.T) {
	src := server(t, func(w http.ResponseWriter, _ *http.Request) {
		for chunk := make([]byte, 1<<20); ; {
			if _, err := w.Write(chunk); err != nil {
				return
			}
		}
	}, LiveOptions{})
	_, err := src.Raw(t.Context(), "/version")
	if reasonOf(err) != facts.ReasonTooLarge {
		t.Errorf("raw: %v", err)
	}
	if _, err := src.Discover(t.Context()); reasonOf(err) != facts.ReasonTooLarge {
		t.Errorf("discovery: %v", err)
	}
	if _, err := dynamic.NewForConfigOrDie(src.config).Resource(schema.GroupVersionResource{Version: "v1", Resource: "pods"}).List(t.Context(), metav1.ListOptions{}); err == nil {
		t.Error("the client of probes reads without end")
	}
}
