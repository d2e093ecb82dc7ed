package inventory

import (
	"slices"

	"github.com/kready/kready/internal/catalog"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
)

// finder looks for the catalogue's products in one snapshot.
type finder struct {
	s  *facts.Snapshot
	c  *catalog.Catalog
	ix *index
	// byImage caches the rules whose image patterns hold for an image's repository.
	byImage map[repository][]int
	// byNamespace holds the indices of the workloads of those namespaces in which a
	// Service was followed.
	byNamespace map[string][]int
	// services are where Services stand in the snapshot, by namespace and name, and behind are the workloads that
	// those select which were followed.
	services map[[2]string]int
	behind   map[[2]string][]int
	// serves are the APIServices behind each workload, by its index.
	serves map[int][]string
	// clusterDNS are the workloads that the cluster's DNS Service selects.
	clusterDNS map[int]bool
	// hits are, for each entry, the workloads that satisfy one of its rules.
	hits [][]hit
	// explainedWorkloads are the workloads that any rule explains.
	explainedWorkloads map[int]bool
	// marks are, for each entry, what it has left in the cluster besides workloads.
	marks [][]mark
}

// hit is a workload that proves a product or belongs to it.
type hit struct {
	workload int
	// rule is the index of the rule among those of the finder's index, or -1 for a registration.
	rule int
	// container is the index of the container, or -1 when the rule names no image.
	container int
	// evidence is what proves it when no rule does.
	evidence string
}

// recognitionReads says what the finder looks at: the workloads that prove a product, and
// what only confirms it, or shows what was left of one.
func recognitionReads() Reads {
	return Reads{
		Needs: []facts.Kind{facts.KindNodes, facts.KindWorkloads},
		Optional: []facts.Kind{
			facts.KindAPIServices, facts.KindBackends, facts.KindCRDs, facts.KindCSIDrivers, facts.KindCSINodes,
			facts.KindOperatorResources, facts.KindGatewayClasses, facts.KindIngressClasses, catalog.ConditionKind,
			facts.KindStorageClasses, facts.KindWebhooks,
		},
	}
}

func (r *Recogniser) newFinder(s *facts.Snapshot) *finder {
	f := &finder{
		s: s, c: r.c, ix: r.ix, byImage: map[repository][]int{},
		byNamespace: map[string][]int{}, services: map[[2]string]int{}, behind: map[[2]string][]int{}, serves: map[int][]string{}, clusterDNS: map[int]bool{},
		hits: make([][]hit, len(r.c.Entries)), explainedWorkloads: map[int]bool{},
	}
	for i, b := range slices.Backward(s.Backends) {
		f.services[[2]string{b.Namespace, b.Name}] = i // the first of those of one name
	}
	f.followServices()
	f.matchRules()
	f.marks = f.findMarks()
	f.matchRegistrations()
	return f
}

// followServices records the workloads that the Services of aggregated APIs and cluster DNS select.
func (f *finder) followServices() {
	for _, api := range f.s.APIServices {
		if api.Local || api.ServiceName == "" {
			continue
		}
		for _, w := range f.workloadsBehind(api.ServiceNamespace, api.ServiceName) {
			f.serves[w] = append(f.serves[w], api.Name)
		}
	}
	for _, b := range f.s.Backends {
		if slices.Contains(b.Roles, "dns") {
			for _, w := range f.workloadsBehind(b.Namespace, b.Name) {
				f.clusterDNS[w] = true
			}
		}
	}
}

// workloadsBehind returns the indices of the workloads that a Service selects.
func (f *finder) workloadsBehind(namespace, name string) []int {
	service := [2]string{namespace, name}
	i, known := f.services[service]
	if !known || len(f.s.Backends[i].Selector) == 0 {
		return nil
	}
	if found, followed := f.behind[service]; followed {
		return found
	}
	var found []int
	for _, w := range f.inNamespace(namespace) {
		if f.s.Workloads[w].Kind != facts.CronJob && kube.HasLabels(f.s.Workloads[w].PodLabels, f.s.Backends[i].Selector) {
			found = append(found, w)
		}
	}
	f.behind[service] = found
	return found
}

func (f *finder) inNamespace(namespace string) []int {
	if found, ok := f.byNamespace[namespace]; ok {
		return found
	}
	var found []int
	for i := range f.s.Workloads {
		if f.s.Workloads[i].Namespace == namespace {
			found = append(found, i)
		}
	}
	f.byNamespace[namespace] = found
	return found
}

// matchRules tries on each workload the rules that the index names for its images and
// labels. What Helm's hooks leave behind is not a product that runs.
func (f *finder) matchRules() {
	for w := range f.s.Workloads {
		workload := &f.s.Workloads[w]
		if workload.Hook {
			continue
		}
		for i := range len(workload.Containers) + len(workload.InitContainers) {
			for _, r := range f.rulesForImage(containerAt(workload, i).Image) {
				f.tryRule(r, w, i)
			}
		}
		for _, key := range f.ix.labels {
			if !hasLabel(workload, key) {
				continue
			}
			for _, r := range f.ix.byLabel[key] {
				f.tryRule(r, w, -1)
			}
		}
		for _, r := range f.ix.placed {
			f.tryRule(r, w, -1)
		}
	}
}

// rulesForImage is the index's answer, looked up once for each repository.
func (f *finder) rulesForImage(image facts.Image) []int {
	key := repository{image.Registry, image.Repository}
	rules, known := f.byImage[key]
	if !known {
		rules = f.ix.forImage(image)
		f.byImage[key] = rules
	}
	return rules
}

func (f *finder) tryRule(r, w, container int) {
	rule := &f.ix.rules[r]
	if !f.holds(rule, w, container) {
		return
	}
	f.explainedWorkloads[w] = true
	if !rule.part {
		f.hits[rule.entry] = append(f.hits[rule.entry], hit{workload: w, rule: r, container: container})
	}
}

// proves reports whether a hit shows that the product runs. A DaemonSet that is
// scheduled on no node, such as a provider's for devices that the cluster does not have, does
// not.
func (f *finder) proves(h hit) bool {
	return idleReason(&f.s.Workloads[h.workload]) == "" && (h.rule < 0 || !f.ix.rules[h.rule].helper)
}

// idleReason says why a workload has no pods by the cluster's shape; "" for all others. One
// that was scaled to zero is an installation that is down, which checks of its health report.
func idleReason(w *facts.Workload) string {
	if w.Kind == facts.DaemonSet && w.Status && w.Current && w.Desired == 0 && w.Ready == 0 {
		return "is scheduled on no node"
	}
	return ""
}
