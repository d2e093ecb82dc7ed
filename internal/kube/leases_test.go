package kube

import (
	"testing"
	"time"

	"github.com/kready/kready/internal/facts"
)

// TestRenewals: the holder's own node tells a clock that is off from a process that is gone, and
// in a dump the newest lease of a node stands for its time.
func TestRenewals(t *testing.T) {
	now := time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)
	for name, tt := range map[string]struct {
		renewed, node time.Duration // before now; a node of zero has no lease
		dump          bool
		released      bool
		want          Life
	}{
		"fresh":                         {renewed: 2 * time.Second, want: Alive},
		"old":                           {renewed: time.Hour, want: Gone},
		"within the clocks' tolerance":  {renewed: 3 * time.Minute, want: Untold},
		"old by the node's own clock":   {renewed: 3 * time.Minute, node: time.Second, want: Gone},
		"as old as the node's":          {renewed: 3 * time.Minute, node: 3 * time.Minute, want: Untold},
		"dump, with the nodes":          {renewed: 10 * time.Second, node: 5 * time.Second, dump: true, want: Alive},
		"dump, long before the nodes":   {renewed: time.Hour, node: 5 * time.Second, dump: true, want: Gone},
		"dump, and nothing to go by":    {renewed: time.Hour, dump: true, want: Untold},
		"ahead of the API server":       {renewed: -3 * time.Minute, want: Untold},
		"released, and not taken":       {renewed: 2 * time.Minute, released: true, want: Gone},
		"released a moment ago":         {renewed: 5 * time.Second, released: true, want: Untold},
		"ahead by the node's own clock": {renewed: -3 * time.Minute, node: -20 * time.Minute, want: Gone},
	} {
		s, read := &facts.Snapshot{}, now
		if tt.dump {
			read = time.Time{}
		}
		if tt.node != 0 {
			s.Leases = []facts.Lease{{Name: "a", Role: facts.LeaseOfNode, RenewedAt: now.Add(-tt.node), ReadAt: read, Seconds: 40}}
		}
		l := &facts.Leader{Holder: "a_1f", RenewedAt: now.Add(-tt.renewed), ReadAt: read, Seconds: 15}
		if tt.released {
			l.Holder, l.Seconds = "", 1 // as client-go leaves it
		}
		if got, _ := NewRenewals(s).Leader(l, 5*time.Minute); got != tt.want {
			t.Errorf("%s: %v, want %v", name, got, tt.want)
		}
	}
}
