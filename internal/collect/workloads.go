package collect

import (
	"context"
	"slices"

	appsv1 "k8s.io/api/apps/v1"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/target"
	"github.com/kready/kready/internal/text"
)

func workloadReads() []Read {
	pods := list("", "pods")
	pods.Namespace = metav1.NamespaceSystem
	static := list("", "pods")
	static.When = "the cluster is OpenShift, whose static pods are in namespaces of their own"
	return []Read{list("apps", "deployments"), list("apps", "daemonsets"), list("apps", "statefulsets"), list("batch", "cronjobs"), pods, static}
}

func workloadsCollector() Collector {
	return Collector{
		Facts:   facts.KindWorkloads,
		Reads:   workloadReads(),
		Collect: collectWorkloads,
	}
}

// collectWorkloads reads the controllers of all namespaces, the pods of kube-system that have
// none, and the static pods of the control plane elsewhere.
func collectWorkloads(ctx context.Context, r *Run) Fill {
	k := newKeptArgs(r.opts)
	deployments, statefulSets, cronJobs := &facts.Apart{}, &facts.Apart{}, &facts.Apart{}
	parts := []func(*Run) []facts.Workload{
		func(r *Run) []facts.Workload {
			return controllers(ctx, r, target.Query{Group: "apps", Version: "v1", Resource: "deployments"}, deployments, k.deployment)
		},
		func(r *Run) []facts.Workload {
			q := target.Query{Group: "apps", Version: "v1", Resource: "daemonsets", Reused: true}
			return each(ctx, r, q, k.daemonSet)
		},
		func(r *Run) []facts.Workload {
			return controllers(ctx, r, target.Query{Group: "apps", Version: "v1", Resource: "statefulsets"}, statefulSets, k.statefulSet)
		},
		func(r *Run) []facts.Workload {
			return controllers(ctx, r, target.Query{Group: "batch", Version: "v1", Resource: "cronjobs"}, cronJobs, k.cronJob)
		},
		func(r *Run) []facts.Workload {
			pods := r.loosePods()
			pods.report(r)
			return slices.Clone(pods.sums.loose)
		},
		// What could not be read of these is a blind spot of pods: who lacks it sees fewer parts of the control
		// plane, and no workload less.
		func(r *Run) (static []facts.Workload) {
			for _, one := range r.controlPlanePods() {
				static = append(static, one.sums.loose...)
			}
			return static
		},
	}
	workloads := runParallel(r, parts)
	sortBy(workloads,
		func(w facts.Workload) string { return w.Namespace },
		func(w facts.Workload) string { return w.Name },
		func(w facts.Workload) string { return w.Kind })
	return func(s *facts.Snapshot) {
		s.Workloads = workloads
		s.SetApart(deployments, statefulSets, cronJobs)
	}
}

// controllers reads the controllers that q selects. Those that look like applications are put apart.
func controllers[O runtime.Object](ctx context.Context, r *Run, q target.Query, apart *facts.Apart, distil func(O) facts.Workload) []facts.Workload {
	if r.opts.Application == nil {
		return each(ctx, r, q, distil)
	}
	var out pieces[facts.Workload]
	var w facts.Workload // one for all: most are packed, and not kept
	q.Reused, q.Restart = true, func() { out, *apart = pieces[facts.Workload]{}, facts.Apart{} }
	err := stream(ctx, r, q, func(o O) error {
		w = distil(o)
		if r.opts.Application(&w) && !mountsConfig(&w) {
			return r.budget.takeBytes(int64(apart.Add(&w)))
		}
		return keep(r, &out, w)
	})
	if endless(err) {
		q.Restart()
	}
	return out.all()
}

func (k keptArgs) deployment(d *appsv1.Deployment) facts.Workload {
	w := k.workload(facts.Deployment, &d.ObjectMeta, &d.Spec.Template)
	w.Selector = selector(d.Spec.Selector)
	w.Desired, w.Ready = replicas(d.Spec.Replicas), int(d.Status.ReadyReplicas)
	w.Current = d.Status.ObservedGeneration >= d.Generation
	w.Revisions = revisions(d.Spec.RevisionHistoryLimit)
	w.Status = d.UID != "" || d.Status.ObservedGeneration > 0 || d.Status.Replicas > 0 || len(d.Status.Conditions) > 0
	if w.Ready < w.Desired {
		w.Conditions = deploymentConditions(d.Status.Conditions)
	}
	return w
}

// deploymentConditions returns the conditions that say why a Deployment is not ready.
func deploymentConditions(all []appsv1.DeploymentCondition) []facts.Condition {
	var out []facts.Condition
	for _, c := range all {
		failing := c.Type == appsv1.DeploymentReplicaFailure && c.Status == corev1.ConditionTrue
		stuck := c.Type == appsv1.DeploymentProgressing && c.Status == corev1.ConditionFalse
		if failing || stuck {
			out = append(out, facts.Condition{
				Type: string(c.Type), Status: string(c.Status), Reason: text.Truncate(c.Reason, valueMax),
				Message: shorten(redact(c.Message)), Since: truncateToSecond(c.LastTransitionTime.Time),
			})
		}
	}
	sortBy(out, func(c facts.Condition) string { return c.Type })
	return out
}

func (k keptArgs) daemonSet(d *appsv1.DaemonSet) facts.Workload {
	w := k.workload(facts.DaemonSet, &d.ObjectMeta, &d.Spec.Template)
	w.Selector = selector(d.Spec.Selector)
	w.Desired, w.Ready = int(d.Status.DesiredNumberScheduled), int(d.Status.NumberReady)
	w.Current = d.Status.ObservedGeneration >= d.Generation
	w.Revisions = revisions(d.Spec.RevisionHistoryLimit)
	w.Status = d.UID != "" || d.Status.ObservedGeneration > 0 || d.Status.DesiredNumberScheduled > 0
	return w
}

func (k keptArgs) statefulSet(s *appsv1.StatefulSet) facts.Workload {
	w := k.workload(facts.StatefulSet, &s.ObjectMeta, &s.Spec.Template)
	w.Selector = selector(s.Spec.Selector)
	w.Desired, w.Ready = replicas(s.Spec.Replicas), int(s.Status.ReadyReplicas)
	w.Current = s.Status.ObservedGeneration >= s.Generation
	w.Revisions = revisions(s.Spec.RevisionHistoryLimit)
	w.Status = s.UID != "" || s.Status.ObservedGeneration > 0 || s.Status.Replicas > 0
	return w
}

func (k keptArgs) cronJob(c *batchv1.CronJob) facts.Workload {
	w := k.workload(facts.CronJob, &c.ObjectMeta, &c.Spec.JobTemplate.Spec.Template)
	w.Status = c.UID != "" || c.Status.LastScheduleTime != nil
	w.Current = true
	w.Schedule, w.Suspended = text.Truncate(c.Spec.Schedule, valueMax), isTrue(c.Spec.Suspend)
	if last := c.Status.LastSuccessfulTime; last != nil {
		w.LastSuccess = truncateToSecond(last.Time)
	}
	return w
}

// revisions says whether earlier pod templates are kept; the API's default is ten.
func revisions(limit *int32) string {
	if limit != nil && *limit == 0 {
		return "none"
	}
	return "kept"
}

// replicas returns the desired number of pods; the API's default is one.
func replicas(n *int32) int {
	if n == nil {
		return 1
	}
	return int(*n)
}

func selector(s *metav1.LabelSelector) map[string]string {
	if s == nil {
		return nil
	}
	return shortenValues(s.MatchLabels)
}
