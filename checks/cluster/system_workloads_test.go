package cluster

import (
	"testing"
	"time"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
)

func TestSystemWorkloads(t *testing.T) {
	const old = 1000 * time.Hour
	workload := func(kind string, desired, ready int) facts.Workload {
		return facts.Workload{
			Kind: kind, Namespace: "kube-system", Name: "w", Status: true, Desired: desired, Ready: ready,
			CreatedAt: now.Add(-old),
		}
	}
	pods := func(kind, node string, count, ready int) facts.Pods {
		return facts.Pods{
			Kind: kind, Namespace: "kube-system", Name: "w", Node: node, Count: count, Ready: ready,
			OldestNotReady: now.Add(-time.Hour),
		}
	}
	restarted := pods("Deployment", "a", 1, 1)
	restarted.Restarts, restarted.LastRestart = 7, now.Add(-30*time.Minute)
	longAgo := restarted
	longAgo.LastRestart = now.Add(-2 * time.Hour)
	starting := pods("Deployment", "a", 2, 1)
	starting.OldestNotReady = now.Add(-time.Minute)
	newborn := workload("Deployment", 1, 0)
	newborn.CreatedAt = now.Add(-time.Minute)
	app := workload("Deployment", 1, 0)
	app.Namespace = "shop"
	oauth := workload("Deployment", 3, 0)
	oauth.Namespace = "openshift-authentication"
	hook := workload("Deployment", 1, 0)
	hook.Hook = true
	mute := workload("Deployment", 1, 0)
	mute.Status = false
	for name, tt := range map[string]struct {
		w     facts.Workload
		pods  []facts.Pods
		roles []string
		want  check.Status
		says  string
	}{
		"ready":                        {w: workload("Deployment", 2, 2), want: check.StatusPass, says: "1 workload of the platform has all pods ready"},
		"one short":                    {w: workload("Deployment", 2, 1), pods: []facts.Pods{pods("Deployment", "a", 2, 1)}, want: check.StatusGap, says: "1 of 2 pods ready"},
		"pods never made":              {w: workload("Deployment", 2, 1), want: check.StatusGap, says: "1 of 2 pods ready"},
		"scaled to zero":               {w: workload("Deployment", 0, 0), want: check.StatusUnknown, says: "wants no pods"},
		"DNS scaled to zero":           {w: workload("Deployment", 0, 0), roles: []string{"dns/cluster"}, want: check.StatusSkip, says: "1 workload that is not ready"},
		"of the distribution":          {w: oauth, want: check.StatusGap, says: "0 of 3 pods ready"},
		"on a node that is down":       {w: workload("DaemonSet", 2, 1), pods: []facts.Pods{pods("DaemonSet", "down", 1, 0)}, want: check.StatusPass},
		"on a hidden node":             {w: workload("DaemonSet", 2, 1), pods: []facts.Pods{pods("DaemonSet", "hidden", 1, 0)}, want: check.StatusGap},
		"still starting":               {w: workload("Deployment", 2, 1), pods: []facts.Pods{starting}, want: check.StatusUnknown},
		"just made":                    {w: newborn, want: check.StatusUnknown},
		"restarting":                   {w: workload("Deployment", 1, 1), pods: []facts.Pods{restarted}, want: check.StatusGap, says: "restarted 7 times on a, last 30 minutes ago"},
		"restarted long ago":           {w: workload("Deployment", 1, 1), pods: []facts.Pods{longAgo}, want: check.StatusPass},
		"judged by cni-coverage":       {w: workload("DaemonSet", 2, 1), roles: []string{"network/cni"}, want: check.StatusSkip},
		"CNI's controller":             {w: workload("Deployment", 2, 1), roles: []string{"network/cni"}, want: check.StatusGap},
		"judged by dns/present":        {w: workload("Deployment", 2, 0), roles: []string{"dns/cluster"}, want: check.StatusSkip},
		"judged by dns/ha":             {w: workload("Deployment", 2, 1), roles: []string{"dns/cluster"}, want: check.StatusSkip},
		"DNS beyond that":              {w: workload("Deployment", 3, 2), roles: []string{"dns/cluster"}, want: check.StatusGap},
		"judged by its own battery":    {w: workload("Deployment", 2, 0), roles: []string{"ingress/controller"}, want: check.StatusSkip},
		"judged by delivery":           {w: workload("Deployment", 1, 0), roles: []string{"delivery/gitops"}, want: check.StatusSkip},
		"judged by cert-manager's own": {w: workload("Deployment", 1, 0), roles: []string{"certificates/issuer", "cert-manager"}, want: check.StatusSkip},
		"another issuer":               {w: workload("Deployment", 1, 0), roles: []string{"certificates/issuer"}, want: check.StatusGap},
		"ingress lacks a replica":      {w: workload("Deployment", 2, 1), roles: []string{"ingress/controller"}, want: check.StatusGap},
		"an application's":             {w: app, want: check.StatusSkip},
		"recognised, elsewhere":        {w: app, roles: []string{"policy/engine"}, want: check.StatusGap},
		"left by a hook":               {w: hook, want: check.StatusSkip},
		"rendered, without a status":   {w: mute, want: check.StatusUnknown, says: "carries no status"},
	} {
		t.Run(name, func(t *testing.T) {
			in := &facts.Input{}
			in.CollectedAt = now
			in.Nodes = []facts.Node{node("a", "True", old), node("b", "True", old), node("down", "False", old)}
			in.Workloads, in.Pods = []facts.Workload{tt.w}, tt.pods
			if tt.roles != nil {
				in.Inventory = []facts.Implementation{{Roles: tt.roles, Workloads: []facts.ObjectRef{kube.Ref(&tt.w)}}}
			}
			expect(t, SystemWorkloads(), in, tt.want, tt.says)
		})
	}
	t.Run("all nodes are new", func(t *testing.T) {
		in := &facts.Input{}
		in.CollectedAt, in.Nodes = now, []facts.Node{node("a", "True", time.Minute)}
		in.Workloads = []facts.Workload{workload("DaemonSet", 1, 0)}
		young := pods("DaemonSet", "a", 1, 0)
		young.OldestNotReady = now.Add(-50 * time.Second)
		in.Pods = []facts.Pods{young}
		expect(t, SystemWorkloads(), in, check.StatusUnknown, "still starting")
	})
	t.Run("no node is Ready", func(t *testing.T) {
		in := &facts.Input{}
		in.Nodes = []facts.Node{node("down", "False", old)}
		in.Workloads = []facts.Workload{workload("Deployment", 1, 0)}
		expect(t, SystemWorkloads(), in, check.StatusSkip, "no node is Ready")
	})
}
