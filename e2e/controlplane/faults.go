package controlplane

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strconv"
	"sync/atomic"
	"time"
)

// On limits a fault to requests for one resource, such as "daemonsets.apps".
func On(resource string, fault Fault) Fault {
	return when(func(r *http.Request) bool { return resourceOf(r) == resource }, fault)
}

// when limits a fault to some requests.
func when(some func(*http.Request) bool, fault Fault) Fault {
	return func(next http.Handler) http.Handler {
		faulty := fault(next)
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if some(r) {
				faulty.ServeHTTP(w, r)
				return
			}
			next.ServeHTTP(w, r)
		})
	}
}

// Answer answers with a failure of the API server instead of asking it.
func Answer(code int, reason string) Fault {
	return func(http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { fail(w, code, reason) })
	}
}

func fail(w http.ResponseWriter, code int, reason string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(code)
	fmt.Fprintf(w, `{"kind":"Status","apiVersion":"v1","status":"Failure","reason":%q,"code":%d,"message":"%s, says the fault proxy"}`, reason, code, reason)
}

// ExpireContinue says that the continue token of a list is too old, as etcd's compaction
// in the middle of a list makes the API server do; the first `times` times.
func ExpireContinue(times int64) Fault {
	var seen atomic.Int64
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Query().Get("continue") != "" && seen.Add(1) <= times {
				fail(w, http.StatusGone, "Expired")
				return
			}
			next.ServeHTTP(w, r)
		})
	}
}

// Slow waits before it asks the API server.
func Slow(delay time.Duration) Fault {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			select {
			case <-time.After(delay):
				next.ServeHTTP(w, r)
			case <-r.Context().Done():
			}
		})
	}
}

// Drip sends the body a byte at a time and never comes to its end.
func Drip(every time.Duration) Fault {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			whole := record(next, w, r)
			for _, b := range whole.Body.Bytes() {
				select {
				case <-time.After(every):
				case <-r.Context().Done():
					return
				}
				_, _ = w.Write([]byte{b})
				_ = http.NewResponseController(w).Flush()
			}
		})
	}
}

// Cut closes the connection after half of the body.
func Cut() Fault {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			whole := record(next, w, r)
			w.Header().Set("Content-Length", strconv.Itoa(whole.Body.Len()))
			_, _ = w.Write(whole.Body.Bytes()[:whole.Body.Len()/2])
			panic(http.ErrAbortHandler)
		})
	}
}

// Truncate sends half of the body as if it were all.
func Truncate() Fault {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			r.Header.Del("Accept-Encoding") // half of a gzip stream would be noticed anyway
			whole := record(next, w, r)
			half := whole.Body.Bytes()[:whole.Body.Len()/2]
			w.Header().Set("Content-Length", strconv.Itoa(len(half)))
			_, _ = w.Write(half)
		})
	}
}

// record lets the API server answer and copies the headers of what it says.
func record(next http.Handler, w http.ResponseWriter, r *http.Request) *httptest.ResponseRecorder {
	whole := httptest.NewRecorder()
	next.ServeHTTP(whole, r)
	for key, values := range whole.Header() {
		if key != "Content-Length" {
			w.Header()[key] = values
		}
	}
	return whole
}

// PageLimit makes every list that asks for pages come in pages of at most n objects.
func PageLimit(n int) Fault {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if limit, err := strconv.Atoi(r.URL.Query().Get("limit")); err == nil && limit > n {
				limitTo(r, n)
			}
			next.ServeHTTP(w, r)
		})
	}
}

// ForcePages makes a list come in pages of n objects whether that was asked for or not,
// as some servers behind the aggregation layer do.
func ForcePages(n int) Fault {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			limitTo(r, n)
			next.ServeHTTP(w, r)
		})
	}
}

func limitTo(r *http.Request, n int) {
	query := r.URL.Query()
	query.Set("limit", strconv.Itoa(n))
	r.URL.RawQuery = query.Encode()
}
