package collect

import (
	"context"
	"strings"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/target"
)

// podList is the pods of a namespace.
type podList struct {
	pods   []podFact
	broken []*target.Malformed
}

// systemPodsQuery selects the namespace in which kubelets create mirrors of their static pods.
func systemPodsQuery() target.Query {
	return target.Query{Version: "v1", Resource: "pods", Namespace: metav1.NamespaceSystem}
}

// readSystemPods reads the pods of kube-system: some of them have no controller, and most of
// the others belong to the platform.
func readSystemPods(ctx context.Context, s shared, k keptArgs) (podList, error) {
	return readPods(ctx, s, k, systemPodsQuery())
}

func readPods(ctx context.Context, s shared, k keptArgs, q target.Query) (podList, error) {
	var list podList
	q.Restart = func() { list = podList{} }
	err := s.src.Each(ctx, q, func(object runtime.Object) error {
		switch o := object.(type) {
		case *corev1.Pod:
			fact := distilPod(o)
			if fact.ownerKind == facts.StaticPod || fact.ownerKind == "" {
				w := k.podWorkload(o, fact)
				fact.workload = &w
			}
			if err := s.budget.take(fact); err != nil {
				return err
			}
			list.pods = append(list.pods, fact)
		case *target.Malformed:
			if len(list.broken) <= blindMax {
				list.broken = append(list.broken, o)
			}
		}
		return nil
	})
	return list, err
}

// report adds the blind spots of the list to a run.
func (l podList) report(r *Run, err error) { l.reportOf(r, systemPodsQuery(), err) }

func (l podList) reportOf(r *Run, q target.Query, err error) {
	if err != nil {
		r.fail("list", q, err)
	}
	for _, broken := range l.broken {
		r.malformed(q, broken)
	}
}

// podWorkload returns a pod without a controller as a workload.
func (k keptArgs) podWorkload(p *corev1.Pod, fact podFact) facts.Workload {
	kind := facts.BarePod
	if fact.ownerKind == facts.StaticPod {
		kind = facts.StaticPod
	}
	w := k.workload(kind, &p.ObjectMeta, &corev1.PodTemplateSpec{ObjectMeta: metav1.ObjectMeta{Labels: p.Labels}, Spec: p.Spec})
	w.OwnerKind, w.OwnerName = "", "" // the node owns a static pod's mirror
	if kind == facts.StaticPod {
		w.Name = fact.ownerName
	}
	w.Current = true
	w.Status = p.UID != "" || p.Status.Phase != ""
	return w
}

// workloads returns the static pods, one for all nodes, and the bare ones.
func (l podList) workloads() []facts.Workload {
	var out []facts.Workload
	at := map[string]int{}
	for _, p := range l.pods {
		if p.workload == nil || p.terminated {
			continue
		}
		key := strings.Join([]string{p.workload.Kind, p.workload.Namespace, p.workload.Name}, "/")
		i, ok := at[key]
		if !ok {
			i = len(out)
			at[key] = i
			out = append(out, *p.workload)
		}
		out[i].Desired++
		if p.ready {
			out[i].Ready++
		}
	}
	return out
}

// staticName is the name of a static pod without the node that kubelets append.
func staticName(p *corev1.Pod) string {
	if p.Spec.NodeName == "" {
		return p.Name
	}
	return strings.TrimSuffix(p.Name, "-"+p.Spec.NodeName)
}
