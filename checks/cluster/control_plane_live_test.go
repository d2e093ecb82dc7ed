package cluster

import (
	"testing"
	"time"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
)

func TestControlPlaneLive(t *testing.T) {
	lease := func(name, holder string, age time.Duration) facts.Leader {
		return facts.Leader{Namespace: "kube-system", Name: name, Holder: holder, RenewedAt: now.Add(-age), ReadAt: now, Seconds: 15}
	}
	both := func(age time.Duration) []facts.Leader {
		return []facts.Leader{lease("kube-controller-manager", "a_1", age), lease("kube-scheduler", "a_2", age)}
	}
	node := func(age time.Duration) []facts.Lease {
		return []facts.Lease{{Name: "a", Role: facts.LeaseOfNode, RenewedAt: now.Add(-age), ReadAt: now, Seconds: 40}}
	}
	kubeadm := facts.Distribution{Name: "kubeadm"}
	managed := facts.Distribution{Name: "eks", Title: "EKS", Managed: true}
	for name, tt := range map[string]struct {
		leaders []facts.Leader
		nodes   []facts.Lease
		on      facts.Distribution
		minor   int
		want    check.Status
		says    string
	}{
		"fresh":                        {leaders: both(time.Second), want: check.StatusPass, says: "kube-scheduler renewed its lease within the last minute"},
		"an hour old":                  {leaders: both(time.Hour), want: check.StatusGap, says: "2 parts of the control plane give no sign of life"},
		"a minute and a half, by node": {leaders: both(90 * time.Second), nodes: node(0), want: check.StatusGap},
		"a clock that is behind":       {leaders: both(10 * time.Minute), nodes: node(10 * time.Minute), want: check.StatusUnknown, says: "the clock of its holder"}, // or the node is dead
		"a little behind":              {leaders: both(2 * time.Minute), nodes: node(2 * time.Minute), want: check.StatusUnknown, says: "the clock of its holder"},
		"half a minute is in time":     {leaders: both(30 * time.Second), nodes: node(0), want: check.StatusPass},
		"ahead of the server":          {leaders: both(-10 * time.Minute), want: check.StatusUnknown, says: "after the API server's time"},
		"ahead, and dead":              {leaders: both(-10 * time.Minute), nodes: node(-20 * time.Minute), want: check.StatusGap},
		"none on kubeadm":              {on: kubeadm, minor: 36, want: check.StatusGap, says: "neither a lease nor a pod"},
		"none, nobody knows where":     {minor: 36, want: check.StatusUnknown, says: "that can be seen"},
		"none on an old cluster":       {on: kubeadm, minor: 19, want: check.StatusUnknown, says: "before 1.20"},
		"none, managed":                {on: managed, minor: 36, want: check.StatusSkip, says: "EKS runs the control plane"},
		"managed and stale":            {leaders: both(time.Hour), on: managed, minor: 36, want: check.StatusGap},
	} {
		t.Run(name, func(t *testing.T) {
			in := &facts.Input{}
			in.CollectedAt, in.Leaders, in.Leases = now, tt.leaders, tt.nodes
			in.Distribution, in.Version.Minor = tt.on, tt.minor
			expect(t, ControlPlaneLive(), in, tt.want, tt.says)
		})
	}
}
