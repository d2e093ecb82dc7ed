package cluster

import (
	"testing"
	"time"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
)

func TestControllersLive(t *testing.T) {
	lease := func(name, holder, pod string, age time.Duration) facts.Leader {
		return facts.Leader{Namespace: "x", Name: name, Holder: holder, Pod: pod, RenewedAt: now.Add(-age), ReadAt: now, Seconds: 15}
	}
	for name, tt := range map[string]struct {
		leaders []facts.Leader
		ready   int
		want    check.Status
	}{
		"fresh":                       {[]facts.Leader{lease("a", "ctl-1_x", "", 0)}, 1, check.StatusPass},
		"stale, and its pod is there": {[]facts.Leader{lease("a", "ctl-1_x", "ctl-1", time.Hour)}, 1, check.StatusGap},
		"stale, and its pod is gone":  {[]facts.Leader{lease("a", "ctl-1_x", "", time.Hour)}, 1, check.StatusSkip},
		"an old name beside":          {[]facts.Leader{lease("a", "ctl-1_x", "ctl-1", time.Hour), lease("b", "ctl-1_x", "", 0)}, 1, check.StatusPass},
		"of another workload":         {[]facts.Leader{lease("a", "other-1_x", "other-1", time.Hour)}, 1, check.StatusSkip},
		"nothing of it is ready":      {[]facts.Leader{lease("a", "ctl-1_x", "ctl-1", time.Hour)}, 0, check.StatusSkip},
		"clocks may differ":           {[]facts.Leader{lease("a", "ctl-1_x", "ctl-1", 4*time.Minute)}, 1, check.StatusSkip},
	} {
		t.Run(name, func(t *testing.T) {
			in := &facts.Input{}
			in.CollectedAt, in.PlatformLeaders = now, tt.leaders
			in.Workloads = []facts.Workload{{Kind: facts.Deployment, Namespace: "x", Name: "ctl", Status: true, Desired: 1, Ready: tt.ready}}
			in.Inventory = []facts.Implementation{{Workloads: []facts.ObjectRef{{Kind: facts.Deployment, Namespace: "x", Name: "ctl"}}}}
			expect(t, ControllersLive(), in, tt.want, "")
		})
	}
}
