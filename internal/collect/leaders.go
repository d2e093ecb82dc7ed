package collect

import (
	"context"
	"slices"
	"strings"
	"time"

	coordinationv1 "k8s.io/api/coordination/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/fields"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/target"
	"github.com/kready/kready/internal/text"
)

// openShiftScheduler is the namespace in which OpenShift's scheduler has its lease:
// github.com/openshift/cluster-kube-scheduler-operator, bindata/assets/config/defaultconfig.yaml
const openShiftScheduler = "openshift-kube-scheduler"

const (
	// staleAfter is how old a lease must be before its holder's pod is looked up. Leaders renew
	// theirs every few seconds.
	staleAfter = 2 * time.Minute
	// holdersMax limits how many such pods are looked up.
	holdersMax = 20
)

func leadersCollector() Collector {
	system, pods := list(coordinationGroup, "leases"), list("", "pods")
	system.Namespace, pods.Namespace = metav1.NamespaceSystem, metav1.NamespaceSystem
	pods.When = "a lease there was not renewed lately"
	return Collector{
		Facts:   facts.KindLeaders,
		Reads:   []Read{system, pods},
		Collect: collectLeaders,
	}
}

// collectLeaders reads the leases by which the parts of the control plane elect their leaders.
// Products in kube-system have theirs there as well.
func collectLeaders(ctx context.Context, r *Run) Fill {
	system := r.systemLeases()
	leaders := leadersOf(listed(r, system), system.at)
	r.findHolders(ctx, leaders)
	return func(s *facts.Snapshot) { s.Leaders = leaders }
}

// findHolders looks up the pods of leaders that have not renewed their leases lately.
func (r *Run) findHolders(ctx context.Context, leaders []facts.Leader) {
	var looked []*facts.Leader
	for i := range leaders {
		if l := &leaders[i]; stale(*l) && holderHost(l) != "" && len(looked) < holdersMax {
			looked = append(looked, l)
		}
	}
	forEach(r, looked, func(r *Run, l *facts.Leader) []struct{} { l.Pod = r.holderPod(ctx, l); return nil })
}

func platformLeadersCollector() Collector {
	leases, pods := list(coordinationGroup, "leases"), list("", "pods")
	leases.When = "a workload of the platform runs outside kube-system"
	pods.When = "a lease of the platform was not renewed lately"
	return Collector{
		Facts:   facts.KindPlatformLeaders,
		Reads:   []Read{leases, pods},
		After:   append(podsAfter(), facts.KindNamespaces),
		BasedOn: []facts.Kind{facts.KindWorkloads},
		Collect: collectPlatformLeaders,
	}
}

// collectPlatformLeaders reads the leases in the namespaces of the platform's workloads, outside
// kube-system, and that of OpenShift's scheduler.
func collectPlatformLeaders(ctx context.Context, r *Run) Fill {
	namespaces := []string{openShiftScheduler}
	for _, ref := range r.platform() {
		if ref.Namespace != metav1.NamespaceSystem {
			namespaces = append(namespaces, ref.Namespace)
		}
	}
	if !slices.ContainsFunc(r.Before.Namespaces, func(n facts.Namespace) bool { return n.Name == openShiftScheduler }) {
		namespaces = namespaces[1:]
	}
	var parts []func(*Run) []facts.Leader
	for _, namespace := range sorted(namespaces) {
		parts = append(parts, func(r *Run) []facts.Leader { return r.leaders(ctx, namespace) })
	}
	leaders := runParallel(r, parts)
	r.findHolders(ctx, leaders)
	return func(s *facts.Snapshot) { s.PlatformLeaders = leaders }
}

// leaders reads the leases of leader election of a namespace.
func (r *Run) leaders(ctx context.Context, namespace string) []facts.Leader {
	var at time.Time
	q := leaseQuery(namespace)
	q.Clock = func(now time.Time) { at = now }
	return leadersOf(each(ctx, r, q, withoutManagedFields), at)
}

// leadersOf distils the leases of leader election among all of a namespace, read at a time.
func leadersOf(leases []*coordinationv1.Lease, at time.Time) []facts.Leader {
	var out []facts.Leader
	for _, l := range leases {
		if identity(l) == "" { // that of an API server elects nobody
			out = append(out, distilLeader(l, at))
		}
	}
	sortBy(out, func(l facts.Leader) string { return l.Name })
	return out
}

func distilLeader(l *coordinationv1.Lease, at time.Time) facts.Leader {
	times := distilLease(l, "", at)
	out := facts.Leader{
		Namespace: l.Namespace, Name: l.Name, RenewedAt: times.RenewedAt, ReadAt: times.ReadAt, Seconds: times.Seconds,
	}
	if l.Spec.HolderIdentity != nil {
		out.Holder = text.Truncate(*l.Spec.HolderIdentity, valueMax)
	}
	return out
}

// stale reports whether a lease was not renewed lately, or nothing tells.
func stale(l facts.Leader) bool {
	return l.RenewedAt.IsZero() || l.ReadAt.IsZero() || l.ReadAt.Sub(l.RenewedAt) > staleAfter
}

// holderHost is the holder without its random part: a host's name, which is a pod's or a node's.
func holderHost(l *facts.Leader) string {
	host, _, _ := strings.Cut(l.Holder, "_")
	return host
}

// holderPod returns the name of the holder's pod; "" when there is none that runs.
func (r *Run) holderPod(ctx context.Context, l *facts.Leader) string {
	q := target.Query{
		Version: "v1", Resource: "pods", Namespace: l.Namespace,
		FieldSelector: fields.OneTermEqualSelector("metadata.name", holderHost(l)).String(),
	}
	for _, p := range each(ctx, r, q, distilPod) {
		if !p.terminated {
			return p.name
		}
	}
	return ""
}
