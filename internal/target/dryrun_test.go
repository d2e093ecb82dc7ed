package target

import (
	"net/http"
	"testing"
)

// TestDryRunsStoreNothing: each request that a dry runner sends is one of a dry run, by all methods.
func TestDryRunsStoreNothing(t *testing.T) {
	var seen []*http.Request
	src := server(t, func(w http.ResponseWriter, r *http.Request) {
		seen = append(seen, r)
		w.Header().Set("Content-Type", "application/json")
		w.Header().Add("Warning", `299 - "old version"`)
		if r.Method == http.MethodPost {
			w.WriteHeader(http.StatusForbidden)
			_, _ = w.Write([]byte(`{"kind":"Status","apiVersion":"v1","status":"Failure","message":"exceeded quota","reason":"Forbidden","code":403}`))
			return
		}
		w.WriteHeader(http.StatusCreated)
		_, _ = w.Write([]byte(`{"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"a"}}`))
	}, LiveOptions{})
	client, ok := NewDryRunner(src)
	if !ok {
		t.Fatal("a live cluster takes no dry run")
	}
	q := Query{Version: "v1", Resource: "configmaps", Namespace: "shop"}
	created, err := client.Try(t.Context(), Trial{Query: q})
	if err != nil || created.Refused == nil || created.Refused.Message != "exceeded quota" {
		t.Errorf("got %+v, %v", created, err)
	}
	q.Name = "a"
	applied, err := client.Try(t.Context(), Trial{Query: q, Force: true})
	if err != nil || applied.Refused != nil || !applied.Created || len(applied.Warnings) != 1 || applied.Warnings[0] != "old version" {
		t.Errorf("got %+v, %v", applied, err)
	}
	if len(seen) != 2 {
		t.Fatalf("%d requests, want 2", len(seen))
	}
	for _, r := range seen {
		if got := r.URL.Query(); got.Get("dryRun") != "All" || got.Get("fieldManager") != "kready" || got.Get("fieldValidation") != "Strict" {
			t.Errorf("%s %s is no strict dry run", r.Method, r.URL)
		}
	}
}
