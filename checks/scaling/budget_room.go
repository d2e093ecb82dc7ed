package scaling

import (
	"context"
	"fmt"

	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
	"github.com/kready/kready/internal/text"
)

// BudgetRoom asks whether the disruption budgets of a service let a pod go.
func BudgetRoom() check.Check {
	return check.Check{
		ID:      "scaling/budget-room",
		Title:   "The disruption budgets of the service guard its pods, and let one go",
		Subject: check.SubjectService,
		Doc: `A PodDisruptionBudget of as many pods as there are, or with ` + "`maxUnavailable: 0`" + `, lets none be evicted: nodes cannot be
drained, and an upgrade of the cluster waits, times out or is forced. One whose selector matches no pod guards nothing. Of
two that select the same pods, the eviction API takes neither: it refuses each eviction.

kready adds up the replicas of the templates that a budget selects: the ` + "`minReplicas`" + ` of an autoscaler of the
service where there is one, since that many may be left. Percentages are rounded up, as in Kubernetes. Pods of
DaemonSets, which a drain leaves alone, of Jobs and without a controller are not judged, nor are templates that are
scaled to zero or by KEDA. A budget that selects no template of the service is unknown where its pods may come from
elsewhere.`,
		Level:         check.LevelConfigured,
		Tier:          check.TierShould,
		Reads:         facts.Fields{facts.PartService, facts.KindNamespaces, facts.KindNamedPods},
		OptionalReads: facts.Fields{facts.KindWorkloads},
		Remediation:   "Let one pod go: `maxUnavailable: 1` suits most. With a single replica that is a short outage at each drain: run two where there must be none. Let the selector name labels of the pods.",
		Links: []string{
			"https://kubernetes.io/docs/tasks/run-application/configure-pdb/",
			"https://kubernetes.io/docs/concepts/workloads/pods/disruptions/#pod-disruption-budgets",
		},
		Since: "0.2.0",
		Run:   runBudgetRoom,
	}
}

func runBudgetRoom(_ context.Context, in *facts.Input) (check.Outcome, error) {
	var gaps, unknowns []check.Finding
	guardedBy, all := map[*facts.LandingPods]string{}, newGuards(in)
	for i := range in.Service.Budgets {
		b := &in.Service.Budgets[i]
		pods := all.brings.PodsBy(b.Namespace, &b.Selector)
		if len(pods) == 0 {
			finding := check.OfManifest(b.Manifest, b.SelectorLine, check.ByService, fmt.Sprintf("it selects pods with %s, and no pod template of the service is one", selectorOf(b)))
			switch there, known := all.others(b); {
			case there:
			case known:
				gaps = append(gaps, finding)
			default:
				unknowns = append(unknowns, finding)
			}
			continue
		}
		for _, p := range pods {
			if other, twice := guardedBy[p]; twice {
				gaps = append(gaps, check.OfManifest(b.Manifest, b.SelectorLine, check.ByService, fmt.Sprintf("it selects pods of %s %s, as the budget %s does", p.Kind, p.Name, other)))
			}
			guardedBy[p] = b.Name
		}
		if message := all.keepsAll(b, pods); message != "" {
			gaps = append(gaps, check.OfManifest(b.Manifest, b.LimitLine, check.ByService, message))
		}
	}
	if len(in.Service.Budgets) == 0 {
		return check.Skip("the service has no PodDisruptionBudget"), nil
	}
	budgets := text.Counted(len(in.Service.Budgets), "budget", "budgets")
	return check.ByFindings(gaps, unknowns,
		fmt.Sprintf("the service's disruption budgets are not right in %s", text.Counted(len(gaps), "place", "places")),
		fmt.Sprintf("whether %d of %s guard any pods is not known", len(unknowns), budgets),
		fmt.Sprintf("%s, each of which lets a pod go", budgets)), nil
}

// guards finds what budgets guard.
type guards struct {
	brings *kube.Brought
	seen   *kube.Seen
	// scalers are the HorizontalPodAutoscalers by what they scale, without its group, and keda is what ScaledObjects scale.
	scalers map[scaledBy]*facts.LandingScaler
	keda    map[scaledBy]bool
}

func newGuards(in *facts.Input) *guards {
	g := &guards{kube.NewBrought(&in.Service), kube.NewSeen(&in.Snapshot), map[scaledBy]*facts.LandingScaler{}, map[scaledBy]bool{}}
	for i := range in.Service.Scalers {
		h := &in.Service.Scalers[i]
		if by := (scaledBy{kind: h.TargetKind, namespace: h.Namespace, name: h.TargetName}); g.scalers[by] == nil {
			g.scalers[by] = h
		}
	}
	for _, t := range targetsOf(&in.Service) {
		if t.by.Kind == "ScaledObject" {
			g.keda[scaledBy{kind: t.kind, namespace: t.by.Namespace, name: t.name}] = true
		}
	}
	return g
}

// others reports whether a budget selects pods of the cluster, and whether that is known.
func (g *guards) others(b *facts.LandingBudget) (there, known bool) {
	labels, plain := kube.MatchLabels(&b.Selector)
	switch {
	case !b.Selector.Set:
		return false, true
	case !plain:
		return false, false
	}
	there, known = g.seen.Pods(b.Namespace, labels)
	return there, known && g.brings.Maker(b.Namespace) == ""
}

func selectorOf(b *facts.LandingBudget) string {
	if !b.Selector.Set {
		return "a selector that is not set"
	}
	return "the labels " + b.Selector.String()
}

// keepsAll says that a budget lets no pod go; "" where it does, or where the number of pods is not known.
func (g *guards) keepsAll(b *facts.LandingBudget, pods []*facts.LandingPods) string {
	total := 0
	for _, p := range pods {
		n, known := g.leastPods(p)
		if !known {
			return ""
		}
		total += n
	}
	counted := text.Counted(total, "pod", "pods")
	switch {
	case total == 0:
		return ""
	case b.MaxUnavailable != "":
		if most, err := scaledTo(b.MaxUnavailable, total); err == nil && most == 0 {
			if total == 1 {
				return fmt.Sprintf("maxUnavailable is %s: the only pod may never be evicted", b.MaxUnavailable)
			}
			return fmt.Sprintf("maxUnavailable is %s: none of %s may ever be evicted", b.MaxUnavailable, counted)
		}
	case b.MinAvailable != "":
		if least, err := scaledTo(b.MinAvailable, total); err == nil && least >= total {
			return fmt.Sprintf("minAvailable is %s, and there may be no more than %s: none may ever be evicted", b.MinAvailable, counted)
		}
	}
	return ""
}

func scaledTo(value string, total int) (int, error) {
	parsed := intstr.Parse(value)
	return intstr.GetScaledValueFromIntOrPercent(&parsed, total, true)
}

// leastPods is how many pods of a template there are at least while it is not scaled down by hand, and false where that is
// not known or does not matter to a drain.
func (g *guards) leastPods(p *facts.LandingPods) (int, bool) {
	switch p.Kind {
	case facts.Deployment, facts.StatefulSet, "ReplicaSet", "ReplicationController", "Rollout":
	default:
		return 0, false
	}
	by := scaledBy{kind: p.Kind, namespace: p.Namespace, name: p.Name}
	if g.keda[by] {
		return 0, false
	}
	if h := g.scalers[by]; h != nil {
		return h.Min, h.Min > 0
	}
	return p.Replicas, p.Replicas > 0
}
