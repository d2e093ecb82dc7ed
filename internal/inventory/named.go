package inventory

import (
	"fmt"
	"slices"
	"strings"

	"github.com/kready/kready/internal/catalog"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
)

// A mirror may name images by their digests, or by names of its own. What is then left of a product is
// what its workload is called: too little to say that it runs, and too much to say that it does not.

// usualNames returns the entries by the names that their workloads and containers usually have: the product's own, and
// those of its images where they are specific.
func usualNames(c *catalog.Catalog) map[string][]int {
	names := map[string][]int{}
	add := func(name string, entry int) {
		if !slices.Contains(names[name], entry) {
			names[name] = append(names[name], entry)
		}
	}
	for e := range c.Entries {
		entry := &c.Entries[e]
		if len(entry.WorkloadRules) == 0 {
			continue
		}
		add(entry.Name, e)
		for _, r := range entry.WorkloadRules {
			for _, image := range r.Images {
				if p := patternOf(image); !p.wild && strings.Contains(p.flat, "-") {
					add(p.flat, e)
				}
			}
		}
	}
	return names
}

// namedLike returns the entries whose workloads are usually called as a workload is, by its own name, its label or
// a container of it.
func (ix *index) namedLike(w *facts.Workload) []int {
	names := append(labelValues(w, "app.kubernetes.io/name"), w.Name)
	for i := range w.Containers {
		names = append(names, w.Containers[i].Name)
	}
	var found []int
	for _, name := range names {
		found = append(found, ix.named[strings.TrimPrefix(name, "rke2-")]...)
	}
	slices.Sort(found)
	return slices.Compact(found)
}

// addNamed adds the workloads that no rule explains and that are called as those of a known product are, where nothing else makes
// them candidates.
func (f *candidateFinder) addNamed(found *candidateList) {
	for w := range f.s.Workloads {
		workload := &f.s.Workloads[w]
		if f.explainedWorkloads[w] || workload.Hook || workload.Kind == facts.CronJob {
			continue
		}
		for _, e := range f.ix.namedLike(workload) {
			entry := &f.c.Entries[e]
			found.add(rolesOfEntry(entry), kube.Ref(workload), fmt.Sprintf("it is named as %s is, and its image is not known", entry.Title))
		}
	}
}

// rolesOfEntry returns all roles that a workload of a product may have.
func rolesOfEntry(entry *catalog.Entry) []string {
	roles := slices.Clone(entry.Provides)
	for _, r := range entry.WorkloadRules {
		roles = append(roles, r.Provides...)
	}
	return unique(roles)
}
