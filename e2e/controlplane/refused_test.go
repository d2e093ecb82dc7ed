package controlplane

import (
	"net/http"
	"slices"
	"testing"

	"github.com/kready/kready/e2e/driver"
)

// testRefused forbids every kind that kready lists, one at a time.
func testRefused(t *testing.T, p *Plane, base baseline) {
	for _, resource := range listed(t, p) {
		t.Run(resource, func(t *testing.T) {
			got := report(t, p, behind(t, p, On(resource, Answer(http.StatusForbidden, "Forbidden"))))
			honest(t, base, got)
			blind(t, got, resource, "forbidden")
		})
	}
	for _, path := range []string{"/version", "/readyz"} {
		t.Run(path[1:], func(t *testing.T) {
			honest(t, base, report(t, p, behind(t, p, On(path, Answer(http.StatusForbidden, "Forbidden")))))
		})
	}
}

// blind expects a blind spot on a resource, for one of the reasons.
func blind(t *testing.T, got driver.Report, resource string, reasons ...string) {
	t.Helper()
	spots := got.Blind(resource)
	if len(spots) == 0 {
		t.Errorf("no blind spot on %s%s", resource, got.Summary())
	}
	for _, spot := range spots {
		if !slices.Contains(reasons, spot.Reason) {
			t.Errorf("the blind spot on %s has the reason %q, want one of %q: %s", resource, spot.Reason, reasons, spot.Message)
		}
	}
}

// testIdentities runs kready as people who may see little.
func testIdentities(t *testing.T, p *Plane, base baseline) {
	for _, who := range []struct{ name, clusterRole string }{{"e2e-nothing", ""}, {"e2e-view", "view"}} {
		t.Run(who.name, func(t *testing.T) {
			ctx, cancel := Context()
			defer cancel()
			kubeconfig, err := p.ServiceAccount(ctx, who.name, who.clusterRole)
			if err != nil {
				t.Fatal(err)
			}
			got := report(t, p, kubeconfig)
			honest(t, base, got)
			blind(t, got, "nodes", "forbidden")
			if got.Status("cluster/nodes-ready") != "unknown" {
				t.Errorf("cluster/nodes-ready is %s for somebody who may not see nodes", got.Status("cluster/nodes-ready"))
			}
			if got.Verdict.ExitCode != driver.ExitIncomplete {
				t.Errorf("exit %d, want %d", got.Verdict.ExitCode, driver.ExitIncomplete)
			}
			t.Log(got.Summary())
		})
	}
}
