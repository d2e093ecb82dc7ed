package collect

import (
	"context"
	"strings"
	"sync"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/target"
)

// systemPods are pods of kube-system.
type systemPods struct {
	query target.Query
	// only says which of them were asked for; empty for all.
	only string
	sums *podSums
	err  error
}

// systemPodsQuery selects the namespace in which kubelets create mirrors of their static pods.
func systemPodsQuery() target.Query {
	return target.Query{Version: "v1", Resource: "pods", Namespace: metav1.NamespaceSystem}
}

// loosePods selects the pods that no Deployment, DaemonSet or StatefulSet made: static ones, and those without
// a controller. Controllers put these labels on each of their pods.
const loosePods = "!" + appsv1.DefaultDeploymentUniqueLabelKey + ",!" + appsv1.ControllerRevisionHashLabelKey

// systemPodsOnce returns functions that read the pods of kube-system at the first call: those that may be
// workloads themselves, and the others, of which a large cluster has tens of thousands. What could not be read
// of the others is no workload less. Files are read once, and not all of them have the labels.
// The former are asked for before other requests.
func systemPodsOnce(ctx context.Context, s shared) (loose func() systemPods, others func() []systemPods) {
	read := func(ctx context.Context, only, selector string) systemPods {
		one := systemPods{query: systemPodsQuery(), only: only, sums: newPodSums(newKeptArgs(s.opts), nil)}
		one.query.LabelSelector = selector
		one.err = one.sums.read(ctx, s, one.query)
		return one
	}
	if s.src.Describe().Kind == manifests {
		return sync.OnceValue(func() systemPods { return read(target.Awaited(ctx, deepest), "", "") }), func() []systemPods { return nil }
	}
	made := [][2]string{
		{"Deployments'", appsv1.DefaultDeploymentUniqueLabelKey},
		{"DaemonSets' and StatefulSets'", appsv1.ControllerRevisionHashLabelKey + ",!" + appsv1.DefaultDeploymentUniqueLabelKey},
	}
	return sync.OnceValue(func() systemPods { return read(target.Awaited(ctx, deepest), facts.LoosePods, loosePods) }), sync.OnceValue(func() []systemPods {
		return forEach(&Run{shared: s}, made, func(_ *Run, by [2]string) []systemPods { return []systemPods{read(ctx, by[0], by[1])} })
	})
}

// report adds what could not be read of the pods to a run.
func (p systemPods) report(r *Run) { p.sums.report(r, p.query, p.only, p.err) }

// staticName is the name of a static pod without the node that kubelets append.
func staticName(p *corev1.Pod) string {
	if p.Spec.NodeName == "" {
		return p.Name
	}
	return strings.TrimSuffix(p.Name, "-"+p.Spec.NodeName)
}

// beginPods asks before somebody waits for the answer; who does gets a panic as well.
func beginPods(once func() []systemPods) {
	defer func() { _ = recover() }()
	once()
}
