package collect

import (
	"context"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/target"
)

func namespacesCollector() Collector {
	return Collector{
		Facts:   facts.KindNamespaces,
		Reads:   []Read{list("", "namespaces")},
		Collect: collectNamespaces,
	}
}

// collectNamespaces reads all namespaces.
func collectNamespaces(ctx context.Context, r *Run) Fill {
	namespaces := each(ctx, r, target.Query{Version: "v1", Resource: "namespaces", Reused: true}, distilNamespace)
	sortBy(namespaces, func(n facts.Namespace) string { return n.Name })
	return func(s *facts.Snapshot) { s.Namespaces = namespaces }
}

// namespaceAnnotations are those that set a policy for all pods of a namespace, and those by which a mesh is asked
// in vain, as it goes by a label.
var namespaceAnnotations = []string{
	"config.linkerd.io/default-inbound-policy", "linkerd.io/inject",
	"istio-injection", "istio.io/rev", "istio.io/dataplane-mode", "kuma.io/sidecar-injection", "openservicemesh.io/monitored-by",
}

func distilNamespace(n *corev1.Namespace) facts.Namespace {
	return facts.Namespace{
		Name: n.Name, Labels: shortenValues(n.Labels), Annotations: pick(n.Annotations, namespaceAnnotations...), Phase: string(n.Status.Phase), CreatedAt: truncateToSecond(n.CreationTimestamp.Time),
		Conditions: deletionBlockers(n.Status.Conditions), DeletedAt: deletedAt(n.DeletionTimestamp),
	}
}

// deletedAt is when a deletion was requested; zero when none was.
func deletedAt(t *metav1.Time) time.Time {
	if t == nil {
		return time.Time{}
	}
	return truncateToSecond(t.Time)
}
