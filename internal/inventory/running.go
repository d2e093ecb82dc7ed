package inventory

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
)

// running describes an installation that workloads prove.
func (f *finder) running(entry int, in *instance, known []facts.AgentCoverage) facts.Implementation {
	slices.SortStableFunc(in.proofs, func(a, b hit) int { return cmp.Compare(a.rule, b.rule) })
	impl := f.newImplementation(entry, facts.StateRunning)
	impl.Namespace = in.namespace
	impl.Version, impl.VersionFrom = f.version(entry, in)
	for _, h := range slices.Concat(in.proofs, in.helpers) {
		if ref := kube.Ref(&f.s.Workloads[h.workload]); !slices.Contains(impl.Workloads, ref) {
			impl.Workloads = append(impl.Workloads, ref)
		}
	}
	for _, h := range in.proofs {
		impl.Evidence = append(impl.Evidence, f.evidence(h))
	}
	for _, h := range in.helpers {
		w := &f.s.Workloads[h.workload]
		impl.Evidence = append(impl.Evidence, workloadName(w)+" "+cmp.Or(idleReason(w), "belongs to it"))
	}
	impl.Evidence = append(impl.Evidence, statements(f.marks[entry])...)
	impl.Nodes = f.agentCoverage(in, known)
	f.ownNames(entry, in, &impl)
	impl.Singleton = f.c.Entries[entry].Singleton && !f.narrowed(entry, in)
	roles, why := f.rolesOf(entry, in)
	impl.Evidence = unique(append(impl.Evidence, why...))
	return withRoles(impl, roles)
}

// evidence says why a workload proves the product.
func (f *finder) evidence(h hit) string {
	w := &f.s.Workloads[h.workload]
	if h.rule < 0 {
		return h.evidence
	}
	if h.container >= 0 {
		return fmt.Sprintf("%s runs image %s", workloadName(w), reference(containerAt(w, h.container).Image))
	}
	for _, key := range sortedKeys(f.ix.rules[h.rule].Labels) {
		if values := labelValues(w, key); len(values) > 0 {
			return fmt.Sprintf("%s has the label %s=%s", workloadName(w), key, values[0])
		}
	}
	return workloadName(w) + " is known by its name in a namespace of the distribution"
}

// rolesOf joins the roles of all rules that hold, and those of the configuration.
func (f *finder) rolesOf(entry int, in *instance) (roles, why []string) {
	e := &f.c.Entries[entry]
	for _, h := range in.proofs {
		if h.rule < 0 || len(f.ix.rules[h.rule].Provides) == 0 {
			roles = append(roles, e.Provides...)
			continue
		}
		roles = append(roles, f.ix.rules[h.rule].Provides...)
	}
	for _, also := range e.ConditionalRoles {
		value, _ := facts.StringAt(f.s, also.Fact)
		if satisfies(also.Value, value) {
			roles = append(roles, also.Provides...)
			why = append(why, fmt.Sprintf("%s is %q: it is %s, too", also.Fact, value, strings.Join(also.Provides, " and ")))
		}
	}
	return roles, why
}

// ownNames replaces the class controllers and provisioners that everybody uses by
// those that this installation is configured with.
func (f *finder) ownNames(entry int, in *instance, impl *facts.Implementation) {
	e := &f.c.Entries[entry]
	var controllers, provisioners []string
	for _, h := range in.proofs {
		w := &f.s.Workloads[h.workload]
		for i := range w.Containers {
			if e.ControllerArg != "" {
				controllers = append(controllers, argValues(&w.Containers[i], e.ControllerArg)...)
			}
			if e.ProvisionerEnv != "" {
				provisioners = append(provisioners, envValues(&w.Containers[i], e.ProvisionerEnv)...)
			}
		}
	}
	if len(controllers) > 0 {
		impl.Controllers = unique(controllers)
	}
	if others := f.takenOver(in); len(others) > 0 {
		impl.Controllers = unique(slices.Concat(impl.Controllers, others))
	}
	if len(provisioners) > 0 {
		impl.Provisioners = unique(provisioners)
	}
}

// takenOver returns the class controllers of other products whose classes an installation serves, too.
func (f *finder) takenOver(in *instance) []string {
	var all []string
	for _, h := range in.proofs {
		if h.rule < 0 || len(f.ix.rules[h.rule].Controllers) == 0 {
			continue
		}
		rule, w := f.ix.rules[h.rule], &f.s.Workloads[h.workload]
		var own []string
		if rule.ControllersArg != "" && h.container >= 0 {
			own = argValues(containerAt(w, h.container), rule.ControllersArg)
		}
		if len(own) == 0 {
			own = rule.Controllers
		}
		all = append(all, own...)
	}
	return all
}

// narrowed reports whether an installation is configured for a part of the cluster.
func (f *finder) narrowed(entry int, in *instance) bool {
	for flag, want := range f.c.Entries[entry].ScopeFlags {
		for _, h := range in.proofs {
			w := &f.s.Workloads[h.workload]
			for i := range w.Containers {
				if satisfies(want, argValues(&w.Containers[i], flag)...) {
					return true
				}
			}
		}
	}
	return false
}

// agentCoverage adds up the coverage of the DaemonSets that prove the product.
func (f *finder) agentCoverage(in *instance, known []facts.AgentCoverage) facts.Coverage {
	var sum facts.Coverage
	done := map[int]bool{}
	for _, h := range in.proofs {
		w := &f.s.Workloads[h.workload]
		if w.Kind != facts.DaemonSet || done[h.workload] {
			continue
		}
		done[h.workload] = true
		for _, c := range known {
			if c.Namespace == w.Namespace && c.Name == w.Name {
				sum.Covered += c.Covered
				sum.Of += c.Of
				sum.Missing = append(sum.Missing, c.Missing...)
			}
		}
	}
	slices.Sort(sum.Missing)
	sum.Missing = slices.Compact(sum.Missing)
	return sum
}

// version reads the version of an installation, and says where it was read.
func (f *finder) version(entry int, in *instance) (version, from string) {
	rule := &f.c.Entries[entry].Version
	all := slices.Concat(in.proofs, in.helpers)
	for _, h := range all {
		w := &f.s.Workloads[h.workload]
		if values := labelValues(w, rule.Label); rule.Label != "" && len(values) > 0 && labelled(rule.RequiredLabels, w) {
			return normalizeVersion(values[0], rule.TagPrefix), fmt.Sprintf("label %s of %s", rule.Label, workloadName(w))
		}
		if value := w.Annotations[rule.Annotation]; rule.Annotation != "" && value != "" {
			if v := normalizeVersion(value[strings.LastIndex(value, " ")+1:], rule.TagPrefix); v != "" {
				return v, fmt.Sprintf("annotation %s of %s", rule.Annotation, workloadName(w))
			}
		}
	}
	if rule.Label != "" {
		return "", "" // the tags are those of parts
	}
	images := patterns(rule.Images)
	for _, h := range all {
		w := &f.s.Workloads[h.workload]
		for i := range w.Containers {
			if anyMatches(images, pathOf(w.Containers[i].Image)) {
				if version, from := f.tagOf(w, i, rule.TagPrefix); version != "" {
					return version, from
				}
			}
		}
	}
	for _, h := range in.proofs {
		if h.container < 0 {
			// Images of a distribution are named by digest: there the label is the product's own.
			if v := f.versionLabel(h); v != "" {
				return v, fmt.Sprintf("label %s of %s", versionLabel, workloadName(&f.s.Workloads[h.workload]))
			}
			continue
		}
		if version, from := f.tagOf(&f.s.Workloads[h.workload], h.container, rule.TagPrefix); version != "" {
			return version, from
		}
	}
	return "", ""
}

// tagOf reads a version off an image's tag. The usual label counts only where
// there is no tag at all: it often carries the version of the chart.
func (f *finder) tagOf(w *facts.Workload, container int, prefix string) (version, from string) {
	c := containerAt(w, container)
	if v := normalizeVersion(c.Image.Tag, prefix); v != "" {
		return v, fmt.Sprintf("image tag of container %s of %s", c.Name, workloadName(w))
	}
	if values := labelValues(w, versionLabel); c.Image.Tag == "" && len(values) > 0 {
		return normalizeVersion(values[0], prefix), fmt.Sprintf("label %s of %s", versionLabel, workloadName(w))
	}
	return "", ""
}

// versionLabel is the usual label for the version of what runs.
const versionLabel = "app.kubernetes.io/version"

// versionLabel returns the version by the usual label of a workload that a rule finds in a
// namespace of its distribution; "" for all others.
func (f *finder) versionLabel(h hit) string {
	if h.rule < 0 || len(f.ix.rules[h.rule].Namespaces) == 0 {
		return ""
	}
	for _, value := range labelValues(&f.s.Workloads[h.workload], versionLabel) {
		return normalizeVersion(value, "")
	}
	return ""
}
