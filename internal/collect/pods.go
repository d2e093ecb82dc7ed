package collect

import (
	"context"
	"maps"
	"slices"
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
	"github.com/kready/kready/internal/target"
)

func podReads() []Read {
	outside := list("", "pods")
	outside.When = "a workload of the platform runs outside kube-system"
	system := list("", "pods")
	system.Namespace = metav1.NamespaceSystem
	system.When = "a workload of the platform runs in kube-system"
	return []Read{outside, system}
}

// podsAfter are the kinds of fact by which the platform's workloads are recognised.
func podsAfter() []facts.Kind {
	return []facts.Kind{facts.KindWorkloads, facts.KindBackends, facts.KindAPIServices, facts.KindWebhooks}
}

func podsCollector() Collector {
	return Collector{
		Facts:   facts.KindPods,
		Reads:   podReads(),
		After:   podsAfter(),
		BasedOn: []facts.Kind{facts.KindWorkloads},
		Collect: collectPods,
	}
}

// collectPods reads the pods of the platform's workloads and sums them up by workload
// and node. The applications' pods, which are most of a cluster, are not read.
func collectPods(ctx context.Context, r *Run) Fill {
	workloads, platform := r.recognise()
	chosen := map[facts.ObjectRef]*facts.Workload{}
	for _, ref := range platform {
		chosen[ref] = nil
	}
	for i := range workloads {
		w := &workloads[i]
		if _, ok := chosen[kube.Ref(w)]; ok && w.Kind != facts.CronJob {
			chosen[kube.Ref(w)] = w
		}
	}
	maps.DeleteFunc(chosen, func(_ facts.ObjectRef, w *facts.Workload) bool { return w == nil })
	var parts []func(*Run) []podFact
	for _, q := range podQueries(workloadsIn(r.Before), chosen) {
		parts = append(parts, func(r *Run) []podFact { return r.pods(ctx, q) })
	}
	all := runParallel(r, parts)
	r.reportStaticPods()
	if teller, ok := r.src.(target.LogTeller); ok {
		for i, p := range all {
			all[i].troubles = withLogs(p, teller.KnownLogs(p.namespace, p.name))
		}
	}
	sums := sumPods(all, chosen)
	return func(s *facts.Snapshot) { s.Pods = sums }
}

// pods reads the pods of a query; those of kube-system were read before.
func (r *Run) pods(ctx context.Context, q target.Query) []podFact {
	if q.Namespace == metav1.NamespaceSystem {
		list, err := r.systemPods()
		list.report(r, err)
		return list.pods
	}
	return each(ctx, r, q, distilPod)
}

// workloadsIn counts the workloads of each namespace.
func workloadsIn(s *facts.Snapshot) map[string]int {
	total := s.ApartIn()
	for i := range s.Workloads {
		total[s.Workloads[i].Namespace]++
	}
	return total
}

// podQueries returns what to ask for: all pods of a namespace when most of its workloads, total, are chosen, else those of each chosen workload by its selector.
func podQueries(total map[string]int, chosen map[facts.ObjectRef]*facts.Workload) []target.Query {
	hits := map[string][]*facts.Workload{}
	for _, w := range chosen {
		hits[w.Namespace] = append(hits[w.Namespace], w)
	}
	var queries []target.Query
	for namespace, workloads := range hits {
		q := target.Query{Version: "v1", Resource: "pods", Namespace: namespace}
		whole := namespace == metav1.NamespaceSystem || 2*len(workloads) > total[namespace] ||
			slices.ContainsFunc(workloads, func(w *facts.Workload) bool { return len(w.Selector) == 0 })
		if whole {
			queries = append(queries, q)
			continue
		}
		for _, w := range workloads {
			q.LabelSelector = labels.SelectorFromSet(w.Selector).String()
			queries = append(queries, q)
		}
	}
	slices.SortFunc(queries, func(a, b target.Query) int {
		return strings.Compare(a.Namespace+"/"+a.LabelSelector, b.Namespace+"/"+b.LabelSelector)
	})
	return queries
}

// sumPods sums up pods by workload and node. A pod that two overlapping selectors found
// is counted once.
func sumPods(pods []podFact, chosen map[facts.ObjectRef]*facts.Workload) []facts.Pods {
	type place struct {
		ref  facts.ObjectRef
		node string
	}
	sums := map[place]*facts.Pods{}
	seen := map[[2]string]bool{}
	for _, p := range pods {
		if seen[[2]string{p.namespace, p.name}] {
			continue
		}
		seen[[2]string{p.namespace, p.name}] = true
		ref := facts.ObjectRef{Kind: p.ownerKind, Namespace: p.namespace, Name: p.ownerName}
		if p.workload != nil {
			ref = facts.ObjectRef{Kind: p.workload.Kind, Namespace: p.namespace, Name: p.workload.Name}
		}
		if chosen[ref] == nil || p.terminated {
			continue
		}
		at := place{ref, p.node}
		if sums[at] == nil {
			sums[at] = &facts.Pods{Kind: ref.Kind, Namespace: ref.Namespace, Name: ref.Name, Node: p.node}
		}
		addPod(sums[at], p)
	}
	var out []facts.Pods
	for _, sum := range sums {
		sum.Reasons = sorted(sum.Reasons)
		out = append(out, *sum)
	}
	sortBy(out,
		func(p facts.Pods) string { return p.Namespace },
		func(p facts.Pods) string { return p.Name },
		func(p facts.Pods) string { return p.Kind },
		func(p facts.Pods) string { return p.Node })
	return out
}

// addPod adds one pod to a sum.
func addPod(sum *facts.Pods, p podFact) {
	sum.Count++
	sum.Restarts += p.restarts
	sum.Reasons = append(sum.Reasons, p.reasons...)
	sum.Troubles = addTroubles(sum.Troubles, p.troubles)
	if p.lastRestart.After(sum.LastRestart) {
		sum.LastRestart = p.lastRestart
	}
	if p.ready {
		sum.Ready++
		return
	}
	if sum.OldestNotReady.IsZero() || p.created.Before(sum.OldestNotReady) {
		sum.OldestNotReady = p.created
	}
}
