package inventory

import (
	"cmp"
	"slices"

	"github.com/kready/kready/internal/facts"
)

// instance is one installation of a product: what proves it and what belongs to it.
type instance struct {
	namespace, release string
	proofs, helpers    []hit
}

// instances sorts an entry's hits into installations, by namespace and release. Parts
// that prove nothing go to the installation beside them; orphans are those for which
// there is none.
func (f *finder) instances(entry int) (found []*instance, orphans []hit) {
	for _, h := range f.hits[entry] {
		if f.proves(h) {
			in := f.instanceOf(entry, &found, h)
			in.proofs = append(in.proofs, h)
		}
	}
	found = joinUnnamed(found)
	for _, h := range f.hits[entry] {
		if f.proves(h) {
			continue
		}
		if in := f.nearestInstance(found, h); in != nil {
			in.helpers = append(in.helpers, h)
		} else {
			orphans = append(orphans, h)
		}
	}
	slices.SortFunc(found, func(a, b *instance) int {
		return cmp.Or(cmp.Compare(a.namespace, b.namespace), cmp.Compare(a.release, b.release))
	})
	return found, orphans
}

// instanceOf returns the installation that a workload names, and begins it when it is new.
func (f *finder) instanceOf(entry int, found *[]*instance, h hit) *instance {
	w := &f.s.Workloads[h.workload]
	release := releaseOf(w)
	if label := f.c.Entries[entry].InstanceLabel; label != "" {
		if values := labelValues(w, label); len(values) > 0 {
			release = values[0] + " " + release
		}
	}
	for _, in := range *found {
		if in.namespace == w.Namespace && in.release == release {
			return in
		}
	}
	in := &instance{namespace: w.Namespace, release: release}
	*found = append(*found, in)
	return in
}

// releaseOf returns the release that a workload's labels name, "" when none.
func releaseOf(w *facts.Workload) string {
	for _, key := range []string{"app.kubernetes.io/instance", "release"} {
		if values := labelValues(w, key); len(values) > 0 {
			return values[0]
		}
	}
	return ""
}

// joinUnnamed joins what names no release to the only named one of its namespace.
func joinUnnamed(all []*instance) []*instance {
	kept := make([]*instance, 0, len(all))
	for _, in := range all {
		if named := namedIn(all, in.namespace); in.release == "" && len(named) == 1 {
			named[0].proofs = append(named[0].proofs, in.proofs...)
			continue
		}
		kept = append(kept, in)
	}
	return kept
}

func namedIn(all []*instance, namespace string) []*instance {
	var named []*instance
	for _, in := range all {
		if in.namespace == namespace && in.release != "" {
			named = append(named, in)
		}
	}
	return named
}

// nearestInstance returns the installation that a helper belongs to: the one of its release, of
// its namespace, or the only one.
func (f *finder) nearestInstance(found []*instance, h hit) *instance {
	w := &f.s.Workloads[h.workload]
	var candidates []*instance
	for _, in := range found {
		if in.namespace == w.Namespace {
			if in.release != "" && in.release == releaseOf(w) {
				return in
			}
			candidates = append(candidates, in)
		}
	}
	switch {
	case len(candidates) > 0:
		return candidates[0]
	case len(found) > 0:
		return found[0]
	}
	return nil
}
