package cluster

import (
	"testing"
	"time"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
)

func TestClockSkew(t *testing.T) {
	lease := func(name string, age time.Duration) facts.Lease {
		// The caller's clock, collectedAt, is a day off.
		at := now.Add(24 * time.Hour)
		return facts.Lease{Name: name, Role: facts.LeaseOfNode, ReadAt: at, RenewedAt: at.Add(-age)}
	}
	a, b := node("a", "True", time.Hour), node("b", "True", time.Hour)
	virtual := node("v", "True", time.Hour)
	virtual.Virtual = true
	untimed := lease("a", time.Second)
	untimed.ReadAt = time.Time{}
	server := lease("a", time.Hour)
	server.Role = facts.LeaseOfAPIServer
	for name, tt := range map[string]struct {
		nodes  []facts.Node
		leases []facts.Lease
		want   check.Status
		says   string
	}{
		"agree":                 {[]facts.Node{a, b}, []facts.Lease{lease("a", 9*time.Second), lease("b", 2*time.Second)}, check.StatusPass, "2 nodes are within 10 seconds"},
		"within five minutes":   {[]facts.Node{a}, []facts.Lease{lease("a", 299*time.Second)}, check.StatusPass, "within 300 seconds"},
		"behind":                {[]facts.Node{a, b}, []facts.Lease{lease("a", 10*time.Minute), lease("b", 0)}, check.StatusGap, "dated 10 minutes before"},
		"ahead":                 {[]facts.Node{a, b}, []facts.Lease{lease("a", -10*time.Minute), lease("b", 0)}, check.StatusGap, "10 minutes ahead"},
		"all ahead":             {[]facts.Node{a, b}, []facts.Lease{lease("a", -10*time.Minute), lease("b", -11*time.Minute)}, check.StatusGap, "its own may be the wrong one"},
		"the only one":          {[]facts.Node{a}, []facts.Lease{lease("a", -10*time.Minute)}, check.StatusGap, "the clock of the only node disagrees"},
		"not ready is left out": {[]facts.Node{a, node("b", "Unknown", time.Hour)}, []facts.Lease{lease("a", 0), lease("b", time.Hour)}, check.StatusPass, "1 node"},
		"virtual":               {[]facts.Node{virtual}, []facts.Lease{lease("v", time.Hour)}, check.StatusSkip, ""},
		"no lease":              {[]facts.Node{a}, nil, check.StatusUnknown, "do not say"},
		"from a file":           {[]facts.Node{a}, []facts.Lease{untimed}, check.StatusUnknown, "do not say"},
		"of an API server":      {[]facts.Node{a}, []facts.Lease{server}, check.StatusUnknown, ""},
	} {
		t.Run(name, func(t *testing.T) {
			in := &facts.Input{}
			in.CollectedAt, in.Nodes, in.Leases = now, tt.nodes, tt.leases
			expect(t, ClockSkew(), in, tt.want, tt.says)
		})
	}
}
