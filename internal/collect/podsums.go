package collect

import (
	"context"
	"slices"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/target"
)

// podSums sums up pods by workload and node, one by one, so that no list of them is in memory.
type podSums struct {
	keptArgs keptArgs
	// takes reports whether pods of a workload count; nil for all.
	takes func(facts.ObjectRef) bool
	of    map[facts.ObjectRef]*podsOf
	// before is of the workload that was counted last: the pods of one come one after the other.
	before *podsOf
	// loose are the pods without a controller, static ones among them, each name of these once.
	loose   []facts.Workload
	looseAt map[facts.ObjectRef]int
	// alike are the workloads that static pods of one name in the control plane stand for.
	alike  map[facts.ObjectRef][]setUp
	broken []*target.Malformed
}

// setUp is a workload of static pods, with the containers that these have.
type setUp struct {
	of         facts.ObjectRef
	containers []facts.Container
}

// podsOf are the pods of one workload, summed up by node.
type podsOf struct {
	ref  facts.ObjectRef
	sums pieces[facts.Pods]
	at   map[string]*facts.Pods
}

func newPodSums(k keptArgs, takes func(facts.ObjectRef) bool) *podSums {
	p := &podSums{keptArgs: k, takes: takes}
	p.restart()
	return p
}

// restart forgets all pods.
func (p *podSums) restart() {
	p.of, p.looseAt, p.alike = map[facts.ObjectRef]*podsOf{}, map[facts.ObjectRef]int{}, map[facts.ObjectRef][]setUp{}
	p.before, p.loose, p.broken = nil, nil, nil
}

// read sums up the pods that q selects. The error is why there may be more.
func (p *podSums) read(ctx context.Context, s shared, q target.Query) error {
	q.Restart, q.OwnersSpec, q.Reused = p.restart, true, true
	return s.src.Each(ctx, q, func(object runtime.Object) error {
		switch o := object.(type) {
		case *corev1.Pod:
			return p.add(s, o)
		case *target.Malformed:
			if len(p.broken) <= blindMax {
				p.broken = append(p.broken, o)
			}
		}
		return nil
	})
}

// report adds what could not be read of q to a run; only says which of the resource's objects q selects, "" for all.
func (p *podSums) report(r *Run, q target.Query, only string, err error) {
	own := &Run{shared: r.shared, kind: r.kind}
	if err != nil {
		own.fail("list", q, err)
	}
	for _, broken := range p.broken {
		own.malformed(q, broken)
	}
	for _, spot := range own.blind {
		spot.Only = only
		r.addOwnBlindSpot(spot)
	}
}

// sumsOf returns the sums of a workload; nil for one that does not count.
func (p *podSums) sumsOf(ref facts.ObjectRef) *podsOf {
	if p.before != nil && p.before.ref == ref {
		return p.before
	}
	if p.takes != nil && !p.takes(ref) {
		return nil
	}
	sums := p.of[ref]
	if sums == nil {
		sums = &podsOf{ref: ref, at: map[string]*facts.Pods{}}
		p.of[ref] = sums
	}
	p.before = sums
	return sums
}

// add adds a pod, unless it has ended or is being deleted.
func (p *podSums) add(s shared, o *corev1.Pod) error {
	fact := distilPod(o)
	of := facts.ObjectRef{Kind: fact.ownerKind, Namespace: fact.namespace, Name: fact.ownerName}
	if of.Kind == "" {
		of.Kind, of.Name = facts.BarePod, fact.name
	}
	if fact.terminated {
		return nil
	}
	of = p.likeOf(of, o)
	sums := p.sumsOf(of)
	if sums == nil {
		return nil
	}
	if of.Kind == facts.BarePod || of.Kind == facts.StaticPod {
		if err := p.addLoose(s.budget, of, o, fact); err != nil {
			return err
		}
	}
	if teller, ok := s.src.(target.LogTeller); ok {
		fact.troubles = withLogs(fact, teller.KnownLogs(fact.namespace, fact.name))
	}
	sum := sums.at[fact.node]
	if sum == nil {
		sum = sums.sums.add(facts.Pods{Kind: sums.ref.Kind, Namespace: sums.ref.Namespace, Name: sums.ref.Name, Node: fact.node})
		if err := s.budget.take(sum); err != nil {
			sums.sums.drop()
			return err
		}
		sums.at[fact.node] = sum
	}
	addPod(sum, fact)
	return nil
}

// likeOf returns the workload that a static pod of the control plane stands for: one of those of its name that are set up
// alike, else one by itself. What one of several API servers lacks would not be seen otherwise.
func (p *podSums) likeOf(of facts.ObjectRef, o *corev1.Pod) facts.ObjectRef {
	if of.Kind != facts.StaticPod || !slices.Contains(controlPlanePods(), of.Name) {
		return of
	}
	sameArgs := func(a, b facts.Container) bool { return slices.Equal(a.Args, b.Args) }
	own := p.keptArgs.podWorkload(o, of).Containers
	for _, one := range p.alike[of] {
		if slices.EqualFunc(one.containers, own, sameArgs) {
			return one.of
		}
	}
	like := of
	if len(p.alike[of]) > 0 {
		like.Name = o.Name
	}
	p.alike[of] = append(p.alike[of], setUp{like, own})
	return like
}

// controlPlanePods are the names of the static pods of kubeadm and its like on each node of the control plane.
func controlPlanePods() []string {
	return []string{"etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler"}
}

// addLoose adds a pod without a controller to the workload that it stands for: static pods of one name are
// one for all nodes.
func (p *podSums) addLoose(budget *budget, of facts.ObjectRef, o *corev1.Pod, fact podFact) error {
	i, ok := p.looseAt[of]
	if !ok {
		w := p.keptArgs.podWorkload(o, of)
		if err := budget.take(w); err != nil {
			return err
		}
		i = len(p.loose)
		p.looseAt[of], p.loose = i, append(p.loose, w)
	}
	p.loose[i].Desired++
	if fact.ready {
		p.loose[i].Ready++
	}
	return nil
}

// podWorkload returns a pod without a controller as a workload.
func (k keptArgs) podWorkload(o *corev1.Pod, of facts.ObjectRef) facts.Workload {
	w := k.workload(of.Kind, &o.ObjectMeta, &corev1.PodTemplateSpec{ObjectMeta: metav1.ObjectMeta{Labels: o.Labels}, Spec: o.Spec})
	w.OwnerKind, w.OwnerName = "", "" // the node owns a static pod's mirror
	w.Name = of.Name
	w.Current = true
	w.Status = o.UID != "" || o.Status.Phase != ""
	return w
}
