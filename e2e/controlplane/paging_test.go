package controlplane

import (
	"testing"

	"github.com/kready/kready/e2e/driver"
)

// testPaging makes lists come in small pages, and expire between two of them.
func testPaging(t *testing.T, p *Plane, base baseline) {
	t.Run("pages of the server's choosing", func(t *testing.T) {
		same(t, base, report(t, p, behind(t, p, PageLimit(2))))
	})
	t.Run("--page-size 2", func(t *testing.T) {
		mark, err := p.Audit.Mark()
		if err != nil {
			t.Fatal(err)
		}
		same(t, base, report(t, p, p.Admin, "--page-size", "2"))
		events, err := p.Audit.Since(mark)
		if err != nil {
			t.Fatal(err)
		}
		if n := len(driver.Of(events, "nodes")); n != 4 {
			t.Errorf("7 nodes by 2 take %d requests, want 4", n)
		}
	})
	t.Run("expired once", func(t *testing.T) {
		same(t, base, report(t, p, behind(t, p, On("nodes", ExpireContinue(1)), PageLimit(2))))
	})
	t.Run("expired whenever pages are asked for", func(t *testing.T) {
		same(t, base, report(t, p, behind(t, p, On("nodes", ExpireContinue(1000)), PageLimit(2))))
	})
	t.Run("every list expires in the middle", func(t *testing.T) {
		same(t, base, report(t, p, behind(t, p, ExpireContinue(1<<40), PageLimit(1))))
	})
	t.Run("expired whatever is asked for", func(t *testing.T) {
		got := report(t, p, behind(t, p, On("nodes", ExpireContinue(1000)), On("nodes", ForcePages(2))))
		honest(t, base, got)
		blind(t, got, "nodes", "expired")
		if got.Status("cluster/nodes-ready") != "unknown" {
			t.Errorf("cluster/nodes-ready is %s, and half of the nodes were not read", got.Status("cluster/nodes-ready"))
		}
	})
}
