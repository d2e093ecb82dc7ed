package collect

import (
	"context"

	corev1 "k8s.io/api/core/v1"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/target"
)

// collectNamespaces reads all namespaces.
func collectNamespaces(ctx context.Context, r *Run) Fill {
	namespaces := each(ctx, r, target.Query{Version: "v1", Resource: "namespaces"}, distilNamespace)
	sortBy(namespaces, func(n facts.Namespace) string { return n.Name })
	return func(s *facts.Snapshot) { s.Namespaces = namespaces }
}

func distilNamespace(n *corev1.Namespace) facts.Namespace {
	return facts.Namespace{
		Name: n.Name, Labels: short(n.Labels), Phase: string(n.Status.Phase), CreatedAt: second(n.CreationTimestamp.Time),
	}
}
