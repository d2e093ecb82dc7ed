package controlplane

import (
	"maps"
	"net/http"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
)

// TestChaosRequests fails each request of a check of a whole platform in turn: what cannot be read is unknown, and nothing
// else changes. `make chaos` runs it.
func TestChaosRequests(t *testing.T) {
	corpus, ok := FindCorpus()
	if !ok || os.Getenv("KREADY_CHAOS") != "all" {
		t.Skip("it takes many minutes, and a corpus of real manifests")
	}
	p := standUp(t, corpus).plane
	before := report(t, p, p.Admin).ByID()
	for _, request := range asked(t, p) {
		t.Run(strings.ReplaceAll(strings.Trim(request, "/"), "/", "."), func(t *testing.T) {
			unjudged := 0
			for _, r := range report(t, p, behind(t, p, when(func(r *http.Request) bool { return nameOf(r) == request }, Answer(http.StatusForbidden, "Forbidden")))).Results {
				was := before[r.ID].Status
				switch {
				case r.Status == was, r.ID == "cluster/clock-skew": // no kubelet renews the leases of this platform
				case r.Status == "unknown":
					unjudged++
				default:
					t.Errorf("%s is %s, undisturbed %s: %s %v", r.ID, r.Status, was, r.Reason, r.Findings)
				}
			}
			t.Logf("%d checks are not judged", unjudged)
		})
	}
}

// nameOf names a request, whichever page it asks for.
func nameOf(r *http.Request) string {
	query := r.URL.Query()
	return strings.TrimSpace(strings.Join([]string{r.URL.Path, query.Get("labelSelector"), query.Get("fieldSelector")}, " "))
}

// asked are the requests of an undisturbed check.
func asked(t *testing.T, p *Plane) []string {
	var mu sync.Mutex
	seen := map[string]bool{}
	report(t, p, behind(t, p, func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			mu.Lock()
			seen[nameOf(r)] = true
			mu.Unlock()
			next.ServeHTTP(w, r)
		})
	}))
	delete(seen, "/version") // without it, nobody answers at all
	return slices.Sorted(maps.Keys(seen))
}
