package controlplane

import (
	"net/http"
	"testing"
)

// testBroken breaks the answers for a few kinds in each of the ways that servers have.
func testBroken(t *testing.T, p *Plane, base baseline) {
	faults := []struct {
		name    string
		fault   Fault
		reasons []string
	}{
		{"404", Answer(http.StatusNotFound, "NotFound"), []string{"not-served"}},
		{"405", Answer(http.StatusMethodNotAllowed, "MethodNotAllowed"), []string{"not-served"}},
		{"500", Answer(http.StatusInternalServerError, "InternalError"), []string{"unavailable"}},
		{"503", Answer(http.StatusServiceUnavailable, "ServiceUnavailable"), []string{"unavailable"}},
		{"504", Answer(http.StatusGatewayTimeout, "Timeout"), []string{"unavailable", "timeout"}},
		{"cut", Cut(), []string{"unavailable", "malformed"}},
		{"truncated", Truncate(), []string{"unavailable", "malformed"}},
	}
	for _, resource := range []string{"nodes", "daemonsets.apps", "storageclasses.storage.k8s.io"} {
		for _, f := range faults {
			t.Run(resource+" "+f.name, func(t *testing.T) {
				got := report(t, p, behind(t, p, On(resource, f.fault)))
				honest(t, base, got)
				blind(t, got, resource, f.reasons...)
			})
		}
	}
}
