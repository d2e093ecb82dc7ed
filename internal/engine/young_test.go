package engine

import (
	"slices"
	"testing"
	"time"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/inventory"
)

// TestYoungNodesHideNoGap judges the fixtures of all gaps again, at the moments when some nodes
// are younger than settlingMinutes: those of a cluster whose workers were made half a minute
// after its control plane, and workers that have just joined an old cluster. A gap may become
// unknown or, while older nodes are left to judge, go; it is never skipped.
func TestYoungNodesHideNoGap(t *testing.T) {
	known, set := shippedRecogniser(t), fixtures(t)
	checks := slices.DeleteFunc(builtinChecks(t), func(c check.Check) bool {
		return !slices.Contains(inventory.Resolve(c.Reads, c.OptionalReads).Kinds(), facts.KindNodes)
	})
	for _, c := range checks {
		all, err := set.Of(c.ID)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range all {
			if f.Status() != string(check.StatusGap) {
				continue
			}
			for name, tt := range map[string]struct {
				oldest, workers time.Duration
				stays           bool
			}{
				"a cluster that straddles":  {5*time.Minute + 10*time.Second, 4*time.Minute + 40*time.Second, true},
				"workers that just joined":  {1000 * time.Hour, time.Minute, false},
				"a cluster that is all new": {2 * time.Minute, time.Minute, false},
			} {
				s, err := set.Snapshot(f)
				if err != nil {
					t.Fatal(err)
				}
				for i := range s.Nodes {
					n, age := &s.Nodes[i], tt.workers
					if n.ControlPlane {
						age = tt.oldest
					}
					n.CreatedAt = s.CollectedAt.Add(-age)
				}
				in := inputOf(t, known, s, f)
				in.Intent = f.Intent
				facts.FillEmpty(&in.Intent)
				out := answerOf(t, c, in)
				// A node that is not prepared in its first minutes is no gap while others are.
				stays := tt.stays && c.ID != "cluster/nodes-ready" && c.ID != "cluster/startup-taints"
				if out.Status == check.StatusSkip || stays && out.Status == check.StatusPass {
					t.Errorf("%s, %s: in %s it is %s: %s", c.ID, f.Name, name, out.Status, out.Reason)
				}
			}
		}
	}
}
