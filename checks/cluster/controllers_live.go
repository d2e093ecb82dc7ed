package cluster

import (
	"context"
	"fmt"
	"strings"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
	"github.com/kready/kready/internal/text"
)

// ControllersLive asks whether the platform's controllers that hold a lease renew it.
func ControllersLive() check.Check {
	return check.Check{
		ID:    "cluster/controllers-live",
		Title: "The platform's controllers renew the leases that they hold",
		Doc: `A controller whose process hangs, or that has lost its way to the API server, keeps its pod: it
is Running, and often Ready. Nothing that it should do is done, and nothing says so. A
controller with several replicas elects a leader by a lease, and the leader renews it every few
seconds.

kready takes the leases in the namespaces of the products that it recognises, finds the
workload of the pod that holds each, and compares the time of the last renewal with the API
server's. A lease that a pod holds which is still there, and that was not renewed for
five minutes (` + "`controlPlaneLeaseMinutes`" + `) and four times its duration, is a gap. Leases of pods
that are gone are left out: their controller may elect nobody any more. A controller that
renews its lease can still be stuck in its work.`,
		Level: check.LevelHealthy,
		Tier:  check.TierShould,
		Reads: facts.Fields{facts.KindLeaders, facts.KindPlatformLeaders, facts.KindWorkloads, facts.PartInventory},

		OptionalReads: facts.Fields{facts.KindLeases},
		Requires:      []string{"cluster/control-plane-live"},
		StandsWithout: check.StandsWithout{Any: []facts.Portion{"workloads/cronjobs"}},
		Remediation: `See what the pod says, then let its controller make another:

    kubectl -n NAMESPACE logs KIND/NAME --all-pods --tail=50
    kubectl -n NAMESPACE rollout restart KIND/NAME`,
		Links: []string{"https://kubernetes.io/docs/concepts/architecture/leases/#leader-election"},
		Since: "0.1.0",
		Run:   runControllersLive,
	}
}

func runControllersLive(_ context.Context, in *facts.Input) (check.Outcome, error) {
	renewals := kube.NewRenewals(&in.Snapshot)
	tolerance := in.Thresholds.OrDefault().ControlPlaneLeaseMinutes.Duration()
	recognised := recognisedWorkloads(in)
	alive, gone := map[facts.ObjectRef]bool{}, map[facts.ObjectRef]string{}
	var order []facts.ObjectRef
	for _, list := range [][]facts.Leader{in.Leaders, in.PlatformLeaders} {
		for i := range list {
			l := &list[i]
			ref, ok := holderOf(l, recognised)
			if !ok {
				continue
			}
			life, age := renewals.Leader(l, tolerance)
			switch {
			case life == kube.Alive:
				alive[ref] = true
			case life == kube.Gone && l.Pod != "" && gone[ref] == "":
				order = append(order, ref)
				gone[ref] = fmt.Sprintf("its pod %s holds the lease %s and has not renewed it for %s", l.Pod, l.Name, text.Duration(age))
			}
		}
	}
	var findings []check.Finding
	for _, ref := range order {
		if !alive[ref] {
			findings = append(findings, check.Finding{Object: ref, Message: gone[ref]})
		}
	}
	switch {
	case len(findings) > 0:
		return check.Gap(text.Counted(len(findings), "controller of the platform gives", "controllers of the platform give")+" no sign of life", findings...), nil
	case len(alive) > 0:
		return check.Pass(text.Counted(len(alive), "controller of the platform holds a lease and renews it", "controllers of the platform hold leases and renew them")), nil
	}
	return check.Skip("no lease is held by a controller that kready recognises, as far as its age can be told"), nil
}

// recognisedWorkloads are the workloads of products with a ready pod.
func recognisedWorkloads(in *facts.Input) []facts.ObjectRef {
	ready := map[facts.ObjectRef]bool{}
	for i := range in.Workloads {
		w := &in.Workloads[i]
		ready[kube.Ref(w)] = w.Ready > 0
	}
	var all []facts.ObjectRef
	for _, impl := range in.Inventory {
		for _, ref := range impl.Workloads {
			if ready[ref] {
				all = append(all, ref)
			}
		}
	}
	return all
}

// holderOf is the workload whose pod holds a lease: the one with the longest name that the pod's
// name begins with.
func holderOf(l *facts.Leader, workloads []facts.ObjectRef) (facts.ObjectRef, bool) {
	var best facts.ObjectRef
	for _, ref := range workloads {
		if ref.Namespace == l.Namespace && strings.HasPrefix(l.Holder, ref.Name+"-") && len(ref.Name) > len(best.Name) {
			best = ref
		}
	}
	return best, best.Name != ""
}
