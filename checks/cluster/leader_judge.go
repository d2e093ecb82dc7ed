package cluster

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
	"github.com/kready/kready/internal/text"
)

// partVerdict is what is known of a part of the control plane.
type partVerdict int

const (
	partUntold partVerdict = iota
	partAlive
	partGone
	// partHidden is out of sight: the provider's, or inside another process.
	partHidden
	// partNone is not asked for by this cluster.
	partNone
)

// partLife is the verdict on a part, why, and the lease that it rests on, if there is one.
type partLife struct {
	verdict partVerdict
	text    string
	lease   *facts.Leader
}

// leaderJudge judges the parts of the control plane by their leases.
type leaderJudge struct {
	in        *facts.Input
	renewals  kube.Renewals
	tolerance time.Duration
}

func newLeaderJudge(in *facts.Input) leaderJudge {
	return leaderJudge{
		in: in, renewals: kube.NewRenewals(&in.Snapshot),
		tolerance: in.Thresholds.OrDefault().ControlPlaneLeaseMinutes.Duration(),
	}
}

// part judges one part of the control plane.
func (j leaderJudge) part(p controlPlanePart) partLife {
	if p.optional && !j.wantsCloudController(p.name) {
		return partLife{verdict: partNone}
	}
	leases := j.leases(p.name)
	if len(leases) == 0 {
		if p.optional {
			return partLife{verdict: partNone}
		}
		return j.withoutLease(p.name)
	}
	var best partLife
	for i, l := range leases {
		one := j.lease(l)
		if i == 0 || one.verdict == partAlive || one.verdict == partUntold && best.verdict == partGone {
			best = one
		}
	}
	if best.verdict == partGone && j.blindOfOpenShift() {
		return partLife{verdict: partUntold, text: "OpenShift's lease of it was not read", lease: best.lease}
	}
	return best
}

// leases are the leases with a name, wherever they are, the newest first. OpenShift's scheduler
// has its own in another namespace, and an old one may be left in kube-system.
func (j leaderJudge) leases(name string) []*facts.Leader {
	var all []*facts.Leader
	for _, list := range [][]facts.Leader{j.in.Leaders, j.in.PlatformLeaders} {
		for i := range list {
			if l := &list[i]; l.Name == name && (l.Namespace == "kube-system" || strings.HasPrefix(l.Namespace, "openshift-kube-")) {
				all = append(all, l)
			}
		}
	}
	slices.SortStableFunc(all, func(a, b *facts.Leader) int { return b.RenewedAt.Compare(a.RenewedAt) })
	return all
}

func (j leaderJudge) blind(kind facts.Kind) bool { return len(j.in.Blind([]facts.Kind{kind})) > 0 }

func (j leaderJudge) blindOfOpenShift() bool {
	return j.in.Distribution.Name == "openshift" && j.blind(facts.KindPlatformLeaders)
}

// lease judges one lease.
func (j leaderJudge) lease(l *facts.Leader) partLife {
	life, age := j.renewals.Leader(l, j.tolerance)
	by := ""
	if host, _, _ := strings.Cut(l.Holder, "_"); host != "" {
		by = " by " + host
	}
	switch life {
	case kube.Alive:
		return partLife{partAlive, l.Name + " renewed its lease " + within(age), l}
	case kube.Gone:
		if l.Holder == "" {
			return partLife{partGone, fmt.Sprintf("its lease was given up %s ago, at %s, and nobody has taken it since", text.Duration(age.Abs()),
				l.RenewedAt.UTC().Format("2006-01-02 15:04:05 MST")), l}
		}
		return partLife{partGone, fmt.Sprintf("its lease was last renewed%s %s ago, at %s, and lasts %s", by, text.Duration(age),
			l.RenewedAt.UTC().Format("2006-01-02 15:04:05 MST"), text.Counted(l.Seconds, "second", "seconds")), l}
	case kube.Untold:
	}
	if l.Holder == "" && age != 0 {
		return partLife{partUntold, "its lease has just been given up, and nobody has taken it yet", l}
	}
	if age == 0 {
		return partLife{partUntold, "nothing shows how old its lease was when it was read", l}
	}
	return partLife{partUntold, fmt.Sprintf("its lease is dated %s %s the API server's time%s: it has stopped, or the clock of its holder is wrong",
		text.Duration(age.Abs()), map[bool]string{true: "before", false: "after"}[age > 0], by), l}
}

// wantsCloudController reports whether the cluster has a cloud controller manager, or waits for
// one: its lease may be left from another time.
func (j leaderJudge) wantsCloudController(name string) bool {
	return j.in.Distribution.Managed || j.blind(facts.KindWorkloads) ||
		slices.ContainsFunc(j.in.Workloads, func(w facts.Workload) bool {
			return w.Namespace == "kube-system" && strings.Contains(w.Name, name) && w.Desired > 0
		}) ||
		slices.ContainsFunc(j.in.Nodes, func(n facts.Node) bool {
			return slices.ContainsFunc(n.Taints, func(t facts.Taint) bool { return t.Key == kube.CloudUninitialized })
		})
}

// withoutLease judges a part of which there is no lease.
func (j leaderJudge) withoutLease(name string) partLife {
	if w := j.staticPod(name); w != nil {
		switch {
		case w.Status && w.Ready == 0:
			return partLife{verdict: partGone, text: "it has no lease, and no pod of it is ready"}
		case w.Ready > 0 && electsNone(w):
			return partLife{verdict: partAlive, text: fmt.Sprintf("%s elects no leader, and its pod is ready", name)}
		}
		return partLife{verdict: partUntold, text: "its pod is there, and no lease shows whether it is at work"}
	}
	d := j.in.Distribution
	switch {
	case j.blind(facts.KindWorkloads):
		return partLife{verdict: partUntold, text: "it has no lease, and the pods of kube-system were not read"}
	case d.Name == "k3s":
		return partLife{verdict: partHidden, text: "K3s runs scheduler and controller manager in the API server's process, and they elect no leader"}
	case d.Managed:
		return partLife{verdict: partHidden, text: fmt.Sprintf("%s runs the control plane and shows no lease of it", d.Title)}
	case j.in.Version.Minor > 0 && j.in.Version.Minor < 20:
		return partLife{verdict: partUntold, text: "Kubernetes before 1.20 can keep its lease in another form, which is not read"}
	case j.in.Target.Kind == "manifests" && len(j.in.Leaders) == 0:
		return partLife{verdict: partUntold, text: "the manifests hold no lease of leader election"}
	case slices.Contains([]string{"kubeadm", "kind", "rke2", "kops", "talos", "openshift"}, d.Name):
		return partLife{verdict: partGone, text: "it has neither a lease nor a pod"}
	}
	return partLife{verdict: partUntold, text: "it has neither a lease nor a pod that can be seen"}
}

// staticPod is the workload of a part of the control plane that kubelets run: in kube-system, or in
// the namespace that OpenShift names by it.
func (j leaderJudge) staticPod(name string) *facts.Workload {
	for i := range j.in.Workloads {
		w := &j.in.Workloads[i]
		if w.Kind == facts.StaticPod && (w.Namespace == "kube-system" && strings.HasPrefix(w.Name, name) || w.Namespace == "openshift-"+name) {
			return w
		}
	}
	return nil
}

// electsNone reports whether a process of the control plane is told to elect no leader.
func electsNone(w *facts.Workload) bool {
	return slices.ContainsFunc(w.Containers, func(c facts.Container) bool {
		return slices.ContainsFunc(c.Args, func(a facts.Arg) bool { return a.Name == "leader-elect" && a.Value == "false" })
	})
}

// within says how lately a lease was renewed.
func within(age time.Duration) string {
	if age <= time.Minute {
		return "within the last minute"
	}
	return text.Duration(age) + " ago"
}
