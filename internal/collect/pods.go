package collect

import (
	"cmp"
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
	counts := func(of facts.ObjectRef) bool { return chosen[of] != nil }
	lists := forEach(r, podQueries(workloadsIn(r.Before), chosen), func(r *Run, q podQuery) []*podSums { return r.pods(ctx, q, counts) })
	r.reportStaticPods()
	sums := joinPods(lists, counts)
	return func(s *facts.Snapshot) { s.Pods = sums }
}

// pods sums up the pods of a query; those of kube-system are read for others as well.
func (r *Run) pods(ctx context.Context, q podQuery, counts func(facts.ObjectRef) bool) []*podSums {
	if q.Namespace == metav1.NamespaceSystem {
		var lists []*podSums
		for _, one := range append([]systemPods{r.loosePods()}, r.otherPods()...) {
			one.report(r)
			lists = append(lists, one.sums)
		}
		return lists
	}
	if q.of.Name != "" { // a selector may find pods of other workloads as well
		counts = func(of facts.ObjectRef) bool { return of == q.of }
	}
	sums := newPodSums(newKeptArgs(r.opts), counts)
	sums.report(r, q.Query, "", sums.read(ctx, r.shared, q.Query))
	return []*podSums{sums}
}

// podQuery asks for pods of a workload, or for all of a namespace.
type podQuery struct {
	target.Query
	of facts.ObjectRef
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
func podQueries(total map[string]int, chosen map[facts.ObjectRef]*facts.Workload) []podQuery {
	hits := map[string][]*facts.Workload{}
	for _, w := range chosen {
		hits[w.Namespace] = append(hits[w.Namespace], w)
	}
	var queries []podQuery
	for namespace, workloads := range hits {
		q := target.Query{Version: "v1", Resource: "pods", Namespace: namespace}
		whole := namespace == metav1.NamespaceSystem || 2*len(workloads) > total[namespace] ||
			slices.ContainsFunc(workloads, func(w *facts.Workload) bool { return len(w.Selector) == 0 })
		if whole {
			queries = append(queries, podQuery{Query: q})
			continue
		}
		for _, w := range workloads {
			q.LabelSelector = labels.SelectorFromSet(w.Selector).String()
			queries = append(queries, podQuery{q, kube.Ref(w)})
		}
	}
	slices.SortFunc(queries, func(a, b podQuery) int {
		return strings.Compare(a.Namespace+"/"+a.LabelSelector, b.Namespace+"/"+b.LabelSelector)
	})
	return queries
}

// joinPods returns the sums of several lists, for those workloads that count. Pods of one workload on one node
// may be in two lists of kube-system.
func joinPods(lists []*podSums, counts func(facts.ObjectRef) bool) []facts.Pods {
	total := 0
	parts := map[facts.ObjectRef][]*podsOf{}
	for _, list := range lists {
		for ref, part := range list.of {
			if counts(ref) {
				parts[ref] = append(parts[ref], part)
				total += part.sums.n
			}
		}
	}
	refs := slices.SortedFunc(maps.Keys(parts), func(a, b facts.ObjectRef) int {
		return cmp.Or(cmp.Compare(a.Namespace, b.Namespace), cmp.Compare(a.Name, b.Name), cmp.Compare(a.Kind, b.Kind))
	})
	out := make([]facts.Pods, 0, total)
	for _, ref := range refs {
		out = appendPods(out, parts[ref])
	}
	return out
}

// appendPods appends the sums of one workload, by node.
func appendPods(out []facts.Pods, parts []*podsOf) []facts.Pods {
	var sums []*facts.Pods // not copied until they are in order
	for _, part := range parts {
		sums = slices.AppendSeq(sums, part.sums.each())
	}
	slices.SortStableFunc(sums, func(a, b *facts.Pods) int { return cmp.Compare(a.Node, b.Node) })
	first := len(out)
	for _, sum := range sums {
		if last := len(out) - 1; last >= first && out[last].Node == sum.Node {
			mergePods(&out[last], sum)
			continue
		}
		out = append(out, *sum)
	}
	for i := range out[first:] {
		out[first+i].Reasons = sorted(out[first+i].Reasons)
	}
	return out
}

// addPod adds one pod to a sum.
func addPod(sum *facts.Pods, p podFact) {
	sum.Count++
	sum.Restarts += p.restarts
	for _, reason := range p.reasons {
		if !slices.Contains(sum.Reasons, reason) {
			sum.Reasons = append(sum.Reasons, reason)
		}
	}
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

// mergePods adds the sum of further pods of the same workload on the same node.
func mergePods(sum, more *facts.Pods) {
	sum.Count, sum.Ready, sum.Restarts = sum.Count+more.Count, sum.Ready+more.Ready, sum.Restarts+more.Restarts
	sum.Reasons = slices.Concat(sum.Reasons, more.Reasons)
	sum.Troubles = addTroubles(slices.Clone(sum.Troubles), more.Troubles)
	if more.LastRestart.After(sum.LastRestart) {
		sum.LastRestart = more.LastRestart
	}
	sum.OldestNotReady = earlier(sum.OldestNotReady, more.OldestNotReady)
}
