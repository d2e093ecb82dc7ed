package collect

import (
	"context"
	"slices"

	corev1 "k8s.io/api/core/v1"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
	"github.com/kready/kready/internal/target"
	"github.com/kready/kready/internal/text"
)

const (
	// meshProxiesMax is how many pods with a proxy are read.
	meshProxiesMax = 2000
	// meshProxiesOf is how many workloads are kept of each version.
	meshProxiesOf = 20
)

func meshProxiesCollector() Collector {
	pods := list("", "pods")
	pods.When = "a mesh of sidecars runs"
	return Collector{
		Facts:   facts.KindMeshProxies,
		Reads:   []Read{pods},
		After:   []facts.Kind{facts.KindWorkloads},
		BasedOn: []facts.Kind{facts.KindWorkloads},
		Collect: collectMeshProxies,
	}
}

// collectMeshProxies reads the running pods with a mesh's proxy, and keeps how many there are of each version.
func collectMeshProxies(ctx context.Context, r *Run) Fill {
	var all []facts.MeshProxies
	for _, m := range meshesWithPods() {
		if !meshRuns(r.Before.Workloads, m.name) {
			continue
		}
		q := target.Query{
			Version: "v1", Resource: "pods", LabelSelector: m.with, FieldSelector: "status.phase=" + string(corev1.PodRunning),
		}
		all = append(all, sumProxies(eachUpTo(ctx, r, q, meshProxiesMax, func(p *corev1.Pod) facts.MeshProxies { return distilProxy(m, p) }))...)
	}
	sortBy(all,
		func(p facts.MeshProxies) string { return p.Mesh },
		func(p facts.MeshProxies) string { return p.Version })
	return func(s *facts.Snapshot) { s.MeshProxies = all }
}

// distilProxy returns one pod as a sum of one, with a count of 0 where it has no such proxy or is about to
// go.
func distilProxy(m meshSigns, p *corev1.Pod) facts.MeshProxies {
	out := facts.MeshProxies{Mesh: m.name}
	owner := facts.ObjectRef{Namespace: p.Namespace}
	if owner.Kind, owner.Name = podOwner(p); owner.Kind == "" {
		owner.Kind, owner.Name = facts.BarePod, p.Name
	}
	out.Of = []facts.ObjectRef{owner}
	for i, c := range slices.Concat(p.Spec.InitContainers, p.Spec.Containers) {
		if c.Name != m.container || p.DeletionTimestamp != nil {
			continue
		}
		out.Count, out.Native, out.Version = 1, i < len(p.Spec.InitContainers), text.Truncate(kube.ParseImage(c.Image).Tag, valueMax)
	}
	return out
}

// sumProxies sums up pods by the version and the kind of their proxy.
func sumProxies(pods []facts.MeshProxies) []facts.MeshProxies {
	var out []facts.MeshProxies
	for _, p := range pods {
		if p.Count == 0 {
			continue
		}
		i := slices.IndexFunc(out, func(o facts.MeshProxies) bool { return o.Version == p.Version && o.Native == p.Native })
		if i < 0 {
			out = append(out, p)
			continue
		}
		out[i].Count++
		if len(out[i].Of) < meshProxiesOf && !slices.Contains(out[i].Of, p.Of[0]) {
			out[i].Of = append(out[i].Of, p.Of[0])
		}
	}
	for i := range out {
		sortBy(out[i].Of,
			func(o facts.ObjectRef) string { return o.Namespace },
			func(o facts.ObjectRef) string { return o.Name })
	}
	return out
}
