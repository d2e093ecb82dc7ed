package collect

import (
	"context"
	"time"

	coordinationv1 "k8s.io/api/coordination/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/target"
)

const coordinationGroup = "coordination.k8s.io"

// identityLabels are the labels of API servers' leases; the second is that of Kubernetes before
// 1.27. See kubernetes.io/docs/concepts/architecture/leases.
var identityLabels = []string{"apiserver.kubernetes.io/identity", "k8s.io/component"}

func leaseReads() []Read {
	nodes, system := list(coordinationGroup, "leases"), list(coordinationGroup, "leases")
	nodes.Namespace, system.Namespace = corev1.NamespaceNodeLease, metav1.NamespaceSystem
	return []Read{nodes, system}
}

func leasesCollector() Collector {
	return Collector{
		Facts:   facts.KindLeases,
		Reads:   leaseReads(),
		Collect: collectLeases,
	}
}

// collectLeases reads when nodes and API servers last renewed their leases, with the
// API server's time: this machine's clock does not matter.
func collectLeases(ctx context.Context, r *Run) Fill {
	leases := r.nodeLeases(ctx)
	system := r.systemLeases()
	for _, l := range listed(r, system) {
		if role := identity(l); role != "" {
			leases = append(leases, distilLease(l, role, system.at))
		}
	}
	sortBy(leases,
		func(l facts.Lease) string { return l.Role },
		func(l facts.Lease) string { return l.Name })
	return func(s *facts.Snapshot) { s.Leases = leases }
}

func leaseQuery(namespace string) target.Query {
	return target.Query{Group: coordinationGroup, Version: "v1", Resource: "leases", Namespace: namespace}
}

// nodeLeases reads the leases of kubelets.
func (r *Run) nodeLeases(ctx context.Context) []facts.Lease {
	var at time.Time
	q := leaseQuery(corev1.NamespaceNodeLease)
	q.Clock, q.Reused, q.Distilled = func(now time.Time) { at = now }, true, true
	return each(ctx, r, q, func(l *coordinationv1.Lease) facts.Lease { return distilLease(l, facts.LeaseOfNode, at) })
}

// withoutManagedFields drops what is most of a lease and of no use.
func withoutManagedFields(l *coordinationv1.Lease) *coordinationv1.Lease {
	l.ManagedFields = nil
	return l
}

// identity is the role of a lease in kube-system; "" for leases of
// leader election.
func identity(l *coordinationv1.Lease) string {
	for _, label := range identityLabels {
		if l.Labels[label] == "kube-apiserver" {
			return facts.LeaseOfAPIServer
		}
	}
	return ""
}

func distilLease(l *coordinationv1.Lease, role string, at time.Time) facts.Lease {
	out := facts.Lease{Name: l.Name, Role: role, ReadAt: truncateToSecond(at)}
	if l.Spec.RenewTime != nil {
		out.RenewedAt = truncateToSecond(l.Spec.RenewTime.Time)
	}
	if l.Spec.LeaseDurationSeconds != nil {
		out.Seconds = int(*l.Spec.LeaseDurationSeconds)
	}
	return out
}
