package inventory

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/kready/kready/internal/catalog"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
)

// batteryOf is the first part of a role.
func batteryOf(role string) string {
	name, _, _ := strings.Cut(role, "/")
	return name
}

// has reports whether an implementation of that name is among those found.
func has(all []facts.Implementation, name string) bool {
	return slices.ContainsFunc(all, func(i facts.Implementation) bool { return i.Name == name })
}

// registered returns the products that no workload proves, but a CSI driver that
// kubelets have registered.
func (f *finder) registered(found []facts.Implementation) []facts.Implementation {
	var more []facts.Implementation
	for e, marks := range f.marks {
		entry := &f.c.Entries[e]
		byNode := slices.DeleteFunc(slices.Clone(marks), func(m mark) bool { return m.kind != "CSINode" })
		if len(byNode) == 0 || has(found, entry.Name) {
			continue
		}
		impl := f.newImplementation(e, facts.StateRunning)
		impl.Evidence = statements(append(byNode, marks...))
		more = append(more, withRoles(impl, entry.Provides))
	}
	return more
}

// requested returns the products that a custom resource requests and that nothing
// proves there.
func (f *finder) requested(found []facts.Implementation) []facts.Implementation {
	var more []facts.Implementation
	for e := range f.c.Entries {
		entry := &f.c.Entries[e]
		for _, want := range entry.OperatorResources {
			for _, d := range f.s.OperatorResources {
				if !matches(want, d) || runsAt(found, entry.Name, cmp.Or(want.InstalledIn, d.Namespace)) {
					continue
				}
				impl := f.newImplementation(e, facts.StateDeclared)
				impl.Namespace = d.Namespace
				impl.Evidence = append([]string{fmt.Sprintf("%s asks for it", objectName(d))}, statements(f.marks[e])...)
				if v := normalizeVersion(d.Version, entry.Version.TagPrefix); v != "" {
					impl.Version, impl.VersionFrom = v, objectName(d)
				}
				roles := want.Provides
				if len(roles) == 0 {
					roles = entry.Provides
				}
				more = append(more, withRoles(impl, roles))
			}
		}
	}
	return more
}

// matches reports whether a custom resource is one of the declaration.
func matches(want catalog.OperatorResource, d facts.OperatorResource) bool {
	if want.Group != d.Group || want.Kind != d.Kind || len(want.Names) > 0 && !globOne(want.Names, d.Name) {
		return false
	}
	for path, value := range want.Fields {
		var values []string
		for _, field := range d.Fields {
			if field.Name == path && field.Value != "" {
				values = append(values, field.Value)
			}
		}
		if !satisfies(value, values...) {
			return false
		}
	}
	return true
}

// runsAt reports whether a product was found in a namespace; in any, when the resource
// that requests it has none or the product was found in none.
func runsAt(found []facts.Implementation, name, namespace string) bool {
	return slices.ContainsFunc(found, func(i facts.Implementation) bool {
		return i.Name == name && (namespace == "" || i.Namespace == "" || i.Namespace == namespace)
	})
}

func objectName(d facts.OperatorResource) string {
	name := d.Name
	if d.Namespace != "" {
		name = d.Namespace + "/" + name
	}
	return fmt.Sprintf("%s.%s %s", d.Kind, d.Group, name)
}

// remnants returns the products of which there is nothing but marks that no product
// which is there accounts for, or parts that do nothing by themselves.
func (f *finder) remnants(found []facts.Implementation, orphans [][]hit) []facts.Implementation {
	explained := f.explained(found)
	var more []facts.Implementation
	for e := range f.c.Entries {
		entry := &f.c.Entries[e]
		bundle := len(entry.WorkloadRules) == 0
		if has(found, entry.Name) || explained.entries[entry.Name] && !bundle {
			continue
		}
		left := slices.DeleteFunc(slices.Clone(f.marks[e]), func(m mark) bool { return !bundle && explained.marks[m.kind+m.name] })
		if len(left)+len(orphans[e]) == 0 || len(left) == 0 && f.awaitsDevices(e, orphans[e]) {
			continue
		}
		impl := f.newImplementation(e, facts.StateRemnant)
		for _, h := range orphans[e] {
			w := &f.s.Workloads[h.workload]
			if ref := kube.Ref(w); !slices.Contains(impl.Workloads, ref) {
				impl.Workloads = append(impl.Workloads, ref)
				why := cmp.Or(idleReason(w), "belongs to it, and the product itself is not there")
				impl.Evidence = append(impl.Evidence, workloadName(w)+" "+why)
				impl.Namespace = w.Namespace
			}
		}
		impl.Evidence = append(impl.Evidence, statements(left)...)
		impl.Registrations = registrations(left)
		impl.Version, impl.VersionFrom = f.versionOfCRDs(e, left)
		more = append(more, withRoles(impl, entry.Provides))
	}
	return more
}

// awaitsDevices reports whether all that there is of a product are DaemonSets for devices, which no node
// has: a provider installs them for the day on which one does.
func (f *finder) awaitsDevices(entry int, orphans []hit) bool {
	for _, role := range f.c.Entries[entry].Provides {
		if role != "cluster/devices" {
			return false
		}
	}
	return !slices.ContainsFunc(orphans, func(h hit) bool { return idleReason(&f.s.Workloads[h.workload]) == "" })
}

// registrations returns the objects by which the API server still calls a product.
func registrations(left []mark) []facts.ObjectRef {
	var found []facts.ObjectRef
	for _, m := range left {
		if m.object.Name != "" && !slices.Contains(found, m.object) {
			found = append(found, m.object)
		}
	}
	return found
}

// explainedMarks is what the products that are there account for.
type explainedMarks struct {
	entries map[string]bool
	marks   map[string]bool
}

func (f *finder) explained(found []facts.Implementation) explainedMarks {
	a := explainedMarks{entries: map[string]bool{}, marks: map[string]bool{}}
	for e := range f.c.Entries {
		if !has(found, f.c.Entries[e].Name) {
			continue
		}
		for _, other := range f.c.Entries[e].Explains {
			a.entries[other] = true
		}
		for _, m := range f.marks[e] {
			a.marks[m.kind+m.name] = true
		}
	}
	return a
}

// versionOfCRDs reads the version that a bundle of CRDs carries as an annotation.
func (f *finder) versionOfCRDs(entry int, left []mark) (version, from string) {
	annotation := f.c.Entries[entry].Version.Annotation
	if annotation == "" {
		return "", ""
	}
	for _, m := range left {
		for _, crd := range f.s.CRDs {
			if m.kind == "CRD" && crd.Name == m.name && crd.Annotations[annotation] != "" {
				return normalizeVersion(crd.Annotations[annotation], ""), fmt.Sprintf("annotation %s of CRD %s", annotation, crd.Name)
			}
		}
	}
	return "", ""
}
