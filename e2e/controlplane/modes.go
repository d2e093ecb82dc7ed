package controlplane

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"net/http"
	"strings"
	"time"
)

// Mode is one way of a server to be hostile or broken.
type Mode struct {
	Name  string
	Fault Fault
}

// Modes are all of them. Elsewhere is the address of another server, to which some redirect.
func Modes(elsewhere string) []Mode {
	const html = "<html><body>sign in at https://user:CHAOS-SECRET@example.com/?token=CHAOS-SECRET</body></html>"
	return []Mode{
		{"401", Answer(http.StatusUnauthorized, "Unauthorized")},
		{"403", Answer(http.StatusForbidden, "Forbidden")},
		{"404", Answer(http.StatusNotFound, "NotFound")},
		{"410", Answer(http.StatusGone, "Expired")},
		{"429", Answer(http.StatusTooManyRequests, "TooManyRequests")},
		{"500", Answer(http.StatusInternalServerError, "InternalError")},
		{"503", Answer(http.StatusServiceUnavailable, "ServiceUnavailable")},
		{"redirect", redirect(elsewhere, http.StatusFound)},
		{"redirect kept", redirect(elsewhere, http.StatusPermanentRedirect)},
		{"hangs", Slow(time.Hour)},
		{"drips", Drip(100 * time.Millisecond)},
		{"cut", Cut()},
		{"truncated", Truncate()},
		{"aborts", say(func(http.ResponseWriter) { panic(http.ErrAbortHandler) })},
		{"web page", body("text/html", html)},
		{"web page as JSON", body("application/json", html)},
		{"plain text", body("text/plain", "CHAOS-SECRET")},
		{"empty body", body("application/json", "")},
		{"null", body("application/json", "null")},
		{"empty object", body("application/json", "{}")},
		{"list of nothing", body("application/json", `{"items":[]}`)},
		{"list of pods", body("application/json", `{"kind":"PodList","apiVersion":"v1","metadata":{},"items":[]}`)},
		{"status success", body("application/json", `{"kind":"Status","apiVersion":"v1","status":"Success"}`)},
		{"foreign JSON", body("application/json", `{"kind":"CHAOS-SECRET ","apiVersion":"CHAOS-SECRET/v1","items":[{"CHAOS-SECRET":1}]}`)},
		{"foreign failure", failure("CHAOS-SECRET")},
		{"null items", rewrite(`"items":[`, `"items":null,"was":[`)},
		{"other items", rewrite(`"items":[`, `"entries":[`)},
		{"escapes", escapes()},
		{"endless text", endless(`{"kind":"`, "x")},
		{"endless space", endless(`{`, " ")},
		{"endless objects", endless(`{"kind":"NodeList","apiVersion":"v1","items":[`, `{"metadata":{"name":"a"}},`)},
		{"endless object", endless(`{"kind":"NodeList","apiVersion":"v1","items":[{"metadata":{"name":"a"},"spec":{"taints":[`, `{},`)},
		{"endless nesting", endless(`{"a":`, `[`)},
		{"endless failure", endlessFailure()},
		{"gzip bomb", gzipBomb()},
		{"broken gzip", brokenGzip()},
		{"same token", rewrite(`"metadata":{`, `"metadata":{"continue":"again",`)},
		{"endless pages", endlessPages()},
		{"protobuf bomb", protobufBomb()},
		{"long headers", longHeaders()},
	}
}

// say answers with what write writes, and asks nobody.
func say(write func(w http.ResponseWriter)) Fault {
	return func(http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { write(w) })
	}
}

func body(contentType, text string) Fault {
	return say(func(w http.ResponseWriter) {
		w.Header().Set("Content-Type", contentType)
		_, _ = w.Write([]byte(text))
	})
}

func failure(text string) Fault {
	return say(func(w http.ResponseWriter) { http.Error(w, text, http.StatusInternalServerError) })
}

func redirect(to string, code int) Fault {
	return say(func(w http.ResponseWriter) {
		w.Header().Set("Location", to+"/CHAOS-SECRET")
		w.WriteHeader(code)
	})
}

// rewrite has the API server answer in JSON, and changes its answer.
func rewrite(what, to string) Fault {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			r.Header.Set("Accept", "application/json")
			r.Header.Del("Accept-Encoding")
			whole := record(next, w, r)
			w.WriteHeader(whole.Code)
			_, _ = w.Write(bytes.Replace(whole.Body.Bytes(), []byte(what), []byte(to), 1))
		})
	}
}

// escapes puts terminal escapes and workflow commands into a message.
func escapes() Fault {
	return say(func(w http.ResponseWriter) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusForbidden)
		fmt.Fprint(w, `{"kind":"Status","apiVersion":"v1","status":"Failure","reason":"Forbidden","code":403,"message":"\u001b]0;owned\u0007\u001b[2J\n::error::owned\n##[error]owned https://u:CHAOS-SECRET@h/?t=CHAOS-SECRET"}`)
	})
}

// endless writes until the other side has had enough.
func endless(start, again string) Fault {
	return say(func(w http.ResponseWriter) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write([]byte(start))
		flood(w, again)
	})
}

func flood(w http.ResponseWriter, again string) {
	chunk := []byte(strings.Repeat(again, 1+(1<<16)/len(again)))
	for {
		if _, err := w.Write(chunk); err != nil {
			return
		}
	}
}

func endlessFailure() Fault {
	return say(func(w http.ResponseWriter) {
		w.WriteHeader(http.StatusInternalServerError)
		flood(w, "CHAOS-SECRET")
	})
}

// gzipBomb unpacks to four gigabytes of a list.
func gzipBomb() Fault {
	return say(func(w http.ResponseWriter) {
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Content-Encoding", "gzip")
		packed := gzip.NewWriter(w)
		_, _ = packed.Write([]byte(`{"kind":"NodeList","apiVersion":"v1","items":["`))
		chunk := make([]byte, 1<<20)
		for i := range chunk {
			chunk[i] = 'x'
		}
		for range 4096 {
			if _, err := packed.Write(chunk); err != nil {
				return
			}
		}
	})
}

func brokenGzip() Fault {
	return say(func(w http.ResponseWriter) {
		w.Header().Set("Content-Encoding", "gzip")
		_, _ = w.Write([]byte("\x1f\x8b\x08\x00nothing of the kind"))
	})
}

// endlessPages has a new token on each page, and nodes without end.
func endlessPages() Fault {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			token := r.URL.Query().Get("continue")
			w.Header().Set("Content-Type", "application/json")
			fmt.Fprintf(w, `{"kind":"NodeList","apiVersion":"v1","metadata":{"continue":"%sx"},"items":[`, token[max(0, len(token)-64):])
			for i := range 500 {
				if i > 0 {
					fmt.Fprint(w, ",")
				}
				fmt.Fprintf(w, `{"metadata":{"name":"n%d-%d","labels":{"a":"%s"}}}`, time.Now().UnixNano(), i, strings.Repeat("x", 60))
			}
			fmt.Fprint(w, "]}")
		})
	}
}

// protobufBomb is a Node of 3 MiB whose status holds nothing but empty conditions, in a list
// that says it has a hundred thousand times as much.
func protobufBomb() Fault {
	return say(func(w http.ResponseWriter) {
		w.Header().Set("Content-Type", "application/vnd.kubernetes.protobuf")
		status := strings.Repeat("\x22\x00", 3<<19)
		node := "\x1a" + varint(len(status)) + status
		_, _ = w.Write([]byte("k8s\x00\x0a\x0e\x0a\x02v1\x12\x08NodeList\x12\xff\xff\xff\x7f"))
		for {
			if _, err := w.Write([]byte("\x12" + varint(len(node)) + node)); err != nil {
				return
			}
		}
	})
}

func varint(n int) string {
	var out []byte
	for ; n > 0x7f; n >>= 7 {
		out = append(out, byte(n)|0x80)
	}
	return string(append(out, byte(n)))
}

// longHeaders sends headers of several megabytes.
func longHeaders() Fault {
	return say(func(w http.ResponseWriter) {
		for i := range 64 {
			w.Header().Set(fmt.Sprintf("X-Chaos-%d", i), strings.Repeat("x", 1<<17))
		}
		_, _ = w.Write([]byte("{}"))
	})
}
