package main

import (
	"context"
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"
)

// TestPages: the floor asks for as many pages of a list as kready did, each as large.
func TestPages(t *testing.T) {
	requests := []request{
		{URI: "/apis/apps/v1/deployments?limit=500"},
		{URI: "/api/v1/pods?labelSelector=a&limit=500"},
		{URI: "/apis/apps/v1/deployments?continue=1&limit=1000"},
		{URI: "/apis/apps/v1/deployments?continue=2&limit=2000"},
	}
	var asked []string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked = append(asked, r.URL.Query().Get("continue")+"/"+r.URL.Query().Get("limit"))
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write([]byte(`{"apiVersion":"v1","kind":"Things","metadata":{"continue":"more"},"items":[]}`))
	}))
	defer server.Close()
	continued := continuedLists(requests)
	for _, r := range requests[:2] {
		list, limit := listOf(r.URI)
		if limit != "" {
			t.Errorf("%s is no first page", r.URI)
		}
		if err := pages(context.Background(), server.Client(), server.URL, r, continued[list]); err != nil {
			t.Fatal(err)
		}
	}
	if want := []string{"/500", "more/1000", "more/2000", "/500"}; !slices.Equal(asked, want) {
		t.Errorf("it asked for %v, want %v", asked, want)
	}
}
