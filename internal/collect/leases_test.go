package collect

import (
	"net/http"
	"testing"
	"time"

	"github.com/kready/kready/internal/facts"
)

// TestLeasesAreReadByTheServersClock answers by a clock that is a day off this one.
func TestLeasesAreReadByTheServersClock(t *testing.T) {
	at := time.Date(2026, 11, 24, 7, 0, 0, 0, time.UTC)
	src := live(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Date", at.Format(http.TimeFormat))
		items := ""
		if r.URL.Path == "/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases" {
			items = `{"metadata":{"name":"a"},"spec":{"renewTime":"2026-11-24T06:59:58.000000Z"}}`
		}
		_, _ = w.Write([]byte(`{"kind":"LeaseList","apiVersion":"coordination.k8s.io/v1","items":[` + items + `]}`))
	})
	s := Snapshot(t.Context(), src, []facts.Kind{"leases"}, Options{Now: moment})
	if len(s.Leases) != 1 || !s.Leases[0].ReadAt.Equal(at) || s.Leases[0].Age() != 2*time.Second {
		t.Errorf("leases: %+v, blind: %v", s.Leases, s.Blind([]facts.Kind{"leases"}))
	}
}

// TestCRDsAreReadInSmallPages keeps the schemas of many CRDs from being in memory at once.
func TestCRDsAreReadInSmallPages(t *testing.T) {
	var limits []string
	src := live(t, func(w http.ResponseWriter, r *http.Request) {
		limits = append(limits, r.URL.Query().Get("limit"))
		w.Header().Set("Content-Type", "application/json")
		more := `"continue":"x"`
		if len(limits) > 1 {
			more = ""
		}
		_, _ = w.Write([]byte(`{"kind":"CustomResourceDefinitionList","apiVersion":"apiextensions.k8s.io/v1","metadata":{` + more + `},
"items":[{"metadata":{"name":"x` + r.URL.Query().Get("continue") + `.acme.org"},"spec":{"versions":[{"name":"v1","served":true,"schema":{"openAPIV3Schema":{"type":"object"}}}]},"status":{"storedVersions":["v1"]}}]}`))
	})
	s := Snapshot(t.Context(), src, []facts.Kind{"crds"}, Options{Now: moment})
	if len(s.CRDs) != 2 || len(limits) != 2 || limits[0] != "100" || s.CRDs[1].Name != "xx.acme.org" || len(s.CRDs[0].Served) != 1 {
		t.Errorf("crds: %+v, limits %v, blind %v", s.CRDs, limits, s.Blind([]facts.Kind{"crds"}))
	}
}
