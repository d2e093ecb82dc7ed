package collect

import (
	"context"
	"slices"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
	"github.com/kready/kready/internal/target"
)

const claimKind = "PersistentVolumeClaim"

// boundedKinds are the resources of the kinds of workload that are looked up beside a quota.
func boundedKinds() map[string]target.Query {
	return map[string]target.Query{
		"Deployment":  {Group: "apps", Version: "v1", Resource: "deployments"},
		"StatefulSet": {Group: "apps", Version: "v1", Resource: "statefulsets"},
		"DaemonSet":   {Group: "apps", Version: "v1", Resource: "daemonsets"},
		claimKind:     {Version: "v1", Resource: "persistentvolumeclaims"},
	}
}

// inNamespaces is a read of what holds in the namespaces of a service.
func inNamespaces(resource string) Read {
	return Read{Resource: resource, Verbs: []string{"list"}, When: "a service is to land in their namespace"}
}

func namespaceBoundsCollector() Collector {
	reads := []Read{inNamespaces("resourcequotas"), inNamespaces("limitranges")}
	for _, kind := range []string{"DaemonSet", "Deployment", claimKind, "StatefulSet"} {
		read := lookUp(boundedKinds()[kind].Resource)
		read.Group, read.When = boundedKinds()[kind].Group, "a service that is to land has one of this name, and its namespace a ResourceQuota"
		reads = append(reads, read)
	}
	return Collector{Facts: facts.KindNamespaceBounds, Reads: reads, Collect: collectNamespaceBounds}
}

// collectNamespaceBounds reads the quotas and limits of the namespaces that a service lands in, and which of its
// workloads count in a quota already.
func collectNamespaceBounds(ctx context.Context, r *Run) Fill {
	workloads := map[string][]facts.ObjectRef{}
	var names []string
	for _, w := range r.opts.Lookups.Workloads {
		if _, seen := workloads[w.Namespace]; !seen {
			names = append(names, w.Namespace)
		}
		workloads[w.Namespace] = append(workloads[w.Namespace], w)
	}
	slices.Sort(names)
	var parts []func(*Run) []facts.NamespaceBounds
	for _, name := range names[:min(len(names), namedMax)] {
		parts = append(parts, func(r *Run) []facts.NamespaceBounds { return r.bounds(ctx, name, workloads[name]) })
	}
	found := runParallel(r, parts)
	return func(s *facts.Snapshot) { s.NamespaceBounds = found }
}

// bounds are those of one namespace; none where they could not be read.
func (r *Run) bounds(ctx context.Context, namespace string, workloads []facts.ObjectRef) []facts.NamespaceBounds {
	out := facts.NamespaceBounds{Namespace: namespace}
	out.Quotas = each(ctx, r, target.Query{Version: "v1", Resource: "resourcequotas", Namespace: namespace}, kube.QuotaOf)
	out.Ranges = each(ctx, r, target.Query{Version: "v1", Resource: "limitranges", Namespace: namespace}, kube.LimitRangeOf)
	sortBy(out.Quotas, func(q facts.Quota) string { return q.Name })
	sortBy(out.Ranges, func(l facts.LimitRange) string { return l.Name })
	if len(out.Quotas) > 0 {
		for _, w := range workloads[:min(len(workloads), namedMax)] {
			if r.runs(ctx, w) {
				out.Running = append(out.Running, w)
			}
		}
	}
	if len(r.blind) > 0 {
		return nil
	}
	return []facts.NamespaceBounds{out}
}

// runs reports whether a workload is in the cluster. One of a kind that is not looked up is taken not to be.
func (r *Run) runs(ctx context.Context, w facts.ObjectRef) bool {
	q, known := boundedKinds()[w.Kind]
	if !known {
		return false
	}
	q.Namespace, q.Name, q.Metadata = w.Namespace, w.Name, true
	object, err := r.src.Get(ctx, q)
	if target.IsNotFound(err) {
		return false
	}
	_, metadata := object.(metav1.Object)
	if err != nil || !metadata {
		r.fail("get", q, orNoObject(err))
	}
	return err == nil
}

// orNoObject is an error, or that of an object that is none of its kind.
func orNoObject(err error) error {
	if err == nil {
		return &target.ReadError{Reason: facts.ReasonMalformed, Message: "it is no object of this kind"}
	}
	return err
}
