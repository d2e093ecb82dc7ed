package collect

import (
	"context"
	"strings"

	policyv1 "k8s.io/api/policy/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
	"github.com/kready/kready/internal/target"
)

func pdbsCollector() Collector {
	return Collector{
		Facts:   facts.KindPDBs,
		Reads:   []Read{list("policy", "poddisruptionbudgets")},
		Collect: collectPDBs,
	}
}

// collectPDBs reads the PodDisruptionBudgets of all namespaces.
func collectPDBs(ctx context.Context, r *Run) Fill {
	q := target.Query{Group: "policy", Version: "v1", Resource: "poddisruptionbudgets", Reused: true, Distilled: true}
	budgets := each(ctx, r, q, distilPDB)
	sortBy(budgets,
		func(b facts.PodDisruptionBudget) string { return b.Namespace },
		func(b facts.PodDisruptionBudget) string { return b.Name })
	return func(s *facts.Snapshot) { s.PDBs = budgets }
}

func distilPDB(b *policyv1.PodDisruptionBudget) facts.PodDisruptionBudget {
	out := facts.PodDisruptionBudget{
		Namespace: b.Namespace, Name: b.Name, CreatedAt: truncateToSecond(b.CreationTimestamp.Time),
		DisruptionsAllowed: int(b.Status.DisruptionsAllowed), CurrentHealthy: int(b.Status.CurrentHealthy),
		DesiredHealthy: int(b.Status.DesiredHealthy), ExpectedPods: int(b.Status.ExpectedPods),
		Selector: kube.DistilSelector(b.Spec.Selector),
		Observed: b.Status.ObservedGeneration > 0 || len(b.Status.Conditions) > 0 || b.Status.ExpectedPods > 0,
	}
	out.UnhealthyPodEvictionPolicy = string(policyv1.IfHealthyBudget)
	if p := b.Spec.UnhealthyPodEvictionPolicy; p != nil {
		out.UnhealthyPodEvictionPolicy = string(*p)
	}
	if owner := metav1.GetControllerOf(b); owner != nil {
		out.Owner = owner.Kind
		if group, _, ok := strings.Cut(owner.APIVersion, "/"); ok {
			out.Owner += "." + group
		}
	}
	if b.Spec.MinAvailable != nil {
		out.MinAvailable = b.Spec.MinAvailable.String()
	}
	if b.Spec.MaxUnavailable != nil {
		out.MaxUnavailable = b.Spec.MaxUnavailable.String()
	}
	for _, c := range b.Status.Conditions {
		if c.Type == policyv1.DisruptionAllowedCondition && c.Status == metav1.ConditionFalse {
			out.BlockedSince = truncateToSecond(c.LastTransitionTime.Time)
		}
	}
	return out
}
