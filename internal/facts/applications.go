package facts

import (
	"cmp"
	"maps"
	"slices"
)

// Applications are the workloads of a cluster that are like any other service: nothing recognises
// them, refers to them or is amiss with them. They are counted, and do not stand in Workloads, so
// that judging a cluster does not take the longer the more services it has. All of them carry a
// status, have a network of their own and mount nothing of their node.
type Applications struct {
	// Workloads is how many they are.
	Workloads int `json:"workloads"`
	// Namespaces are those that they are in, by name.
	Namespaces []ApplicationNamespace `json:"namespaces"`
	// Budgets is how many PodDisruptionBudgets do not stand in PDBs: each lets a pod go now, and selects pods
	// of these workloads only, and no other budget does.
	Budgets int `json:"budgets"`
	// Sizes are the sizes of their pods, for those that want any.
	Sizes []ApplicationSize `json:"sizes"`
}

// ApplicationNamespace counts the applications of a namespace.
type ApplicationNamespace struct {
	Name      string `json:"name"`
	Workloads int    `json:"workloads"`
}

// ApplicationSize sums up the Deployments and StatefulSets whose pods request the same, of the same
// nodes.
type ApplicationSize struct {
	// RequestedCPU, RequestedMemory and NodeSelector are those of each pod.
	RequestedCPU    int64             `json:"requestedCPU"`
	RequestedMemory int64             `json:"requestedMemory"`
	NodeSelector    map[string]string `json:"nodeSelector"`
	Workloads       int               `json:"workloads"`
	// Pods is how many pods they want together.
	Pods int `json:"pods"`
	// Example is the first of the workloads, by namespace, name and kind.
	Example ObjectRef `json:"example"`
}

// Applications returns the sums of the workloads that were summed up and taken out of Workloads.
func (s *Snapshot) Applications() Applications { return s.applications }

// Summed returns a view of the snapshot with workloads summed up: these are left of them one by one,
// and the sums are of the others. The view shares all other facts with the snapshot.
func (s *Snapshot) Summed(left []Workload, sums Applications) *Snapshot {
	view := *s
	view.Workloads, view.applications = left, sums
	return &view
}

// Applied reports whether the facts are of a cluster, and not of manifests without any status.
func (in *Input) Applied() bool {
	return in.Target.Kind != "manifests" || in.Applications.Workloads > 0 ||
		slices.ContainsFunc(in.Workloads, func(w Workload) bool { return w.Status })
}

// WorkloadsIn counts the workloads of each namespace, applications too.
func (in *Input) WorkloadsIn() map[string]int {
	count := map[string]int{}
	for i := range in.Workloads {
		count[in.Workloads[i].Namespace]++
	}
	for _, n := range in.Applications.Namespaces {
		count[n.Name] += n.Workloads
	}
	return count
}

// ApplicationSums adds up applications.
type ApplicationSums struct {
	namespaces map[string]int
	sizes      map[sizeKey][]*ApplicationSize
	workloads  int
	budgets    int
}

// sizeKey is a size without its node selector, which few have.
type sizeKey struct{ cpu, memory int64 }

// NewApplicationSums returns the sums of what was summed up before.
func NewApplicationSums(before Applications) *ApplicationSums {
	sums := &ApplicationSums{namespaces: map[string]int{}, sizes: map[sizeKey][]*ApplicationSize{}, workloads: before.Workloads, budgets: before.Budgets}
	for _, n := range before.Namespaces {
		sums.namespaces[n.Name] = n.Workloads
	}
	for _, size := range before.Sizes {
		key := sizeKey{size.RequestedCPU, size.RequestedMemory}
		sums.sizes[key] = append(sums.sizes[key], &size)
	}
	return sums
}

// Add adds one workload.
func (a *ApplicationSums) Add(w *Workload) {
	a.workloads++
	a.namespaces[w.Namespace]++
	if w.Desired == 0 || w.Kind != Deployment && w.Kind != StatefulSet {
		return
	}
	key := sizeKey{w.RequestedCPU, w.RequestedMemory}
	i := slices.IndexFunc(a.sizes[key], func(s *ApplicationSize) bool { return maps.Equal(s.NodeSelector, w.NodeSelector) })
	if i < 0 {
		i = len(a.sizes[key])
		a.sizes[key] = append(a.sizes[key], &ApplicationSize{
			RequestedCPU: w.RequestedCPU, RequestedMemory: w.RequestedMemory, NodeSelector: maps.Clone(w.NodeSelector),
			Example: ObjectRef{Kind: w.Kind, Namespace: w.Namespace, Name: w.Name},
		})
	}
	size := a.sizes[key][i]
	size.Workloads++
	size.Pods += w.Desired
	if one := (ObjectRef{Kind: w.Kind, Namespace: w.Namespace, Name: w.Name}); compareRefs(one, size.Example) < 0 {
		size.Example = one // whatever the order in which workloads come
	}
}

// Sums returns what was added up, in an order that does not depend on that of the workloads.
func (a *ApplicationSums) Sums() Applications {
	out := Applications{Workloads: a.workloads, Budgets: a.budgets, Namespaces: []ApplicationNamespace{}, Sizes: []ApplicationSize{}}
	for _, name := range slices.Sorted(maps.Keys(a.namespaces)) {
		out.Namespaces = append(out.Namespaces, ApplicationNamespace{name, a.namespaces[name]})
	}
	for _, sizes := range a.sizes {
		for _, size := range sizes {
			out.Sizes = append(out.Sizes, *size)
		}
	}
	slices.SortFunc(out.Sizes, func(a, b ApplicationSize) int {
		return cmp.Or(
			cmp.Compare(a.RequestedMemory, b.RequestedMemory), cmp.Compare(a.RequestedCPU, b.RequestedCPU),
			compareRefs(a.Example, b.Example),
		)
	})
	return out
}

// compareRefs orders objects by namespace, name and kind.
func compareRefs(a, b ObjectRef) int {
	return cmp.Or(cmp.Compare(a.Namespace, b.Namespace), cmp.Compare(a.Name, b.Name), cmp.Compare(a.Kind, b.Kind))
}
