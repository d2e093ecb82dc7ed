package inventory

import (
	"fmt"
	"slices"
	"strings"

	"github.com/kready/kready/internal/catalog"
	"github.com/kready/kready/internal/facts"
)

// mark is something that a product leaves in a cluster besides its workloads.
type mark struct {
	// kind and name say what was seen: "CRD", "certificates.cert-manager.io".
	kind, name string
	// text is the statement about it.
	text string
	// namespace and service are the backend of a webhook or an aggregated API.
	namespace, service string
	// object is the registration of these two, empty for all other marks.
	object facts.ObjectRef
}

// markIndex finds the entries that name a mark without trying them all.
type markIndex struct {
	exact map[string][]int
	// after holds the patterns "*.rest" by their rest.
	after map[string][]int
	wild  []wildMark
}

type wildMark struct {
	pattern string
	entry   int
}

// indexMarks indexes the names that of picks from each entry.
func indexMarks(c *catalog.Catalog, of func(catalog.Marks) []string) *markIndex {
	ix := &markIndex{exact: map[string][]int{}, after: map[string][]int{}}
	for i, e := range c.Entries {
		for _, name := range of(e.Marks) {
			rest, ends := strings.CutPrefix(name, "*.")
			switch {
			case !strings.Contains(name, "*"):
				ix.exact[name] = append(ix.exact[name], i)
			case ends && !strings.Contains(rest, "*"):
				ix.after[rest] = append(ix.after[rest], i)
			default:
				ix.wild = append(ix.wild, wildMark{name, i})
			}
		}
	}
	return ix
}

// prefixes turns names into patterns that hold for all that begins with them.
func prefixes(names []string) []string {
	out := make([]string, 0, len(names))
	for _, name := range names {
		out = append(out, name+"*")
	}
	return out
}

func (ix *markIndex) entries(name string) []int {
	found := slices.Clone(ix.exact[name])
	for i := range name {
		if name[i] == '.' {
			found = append(found, ix.after[name[i+1:]]...)
		}
	}
	for _, w := range ix.wild {
		if glob(w.pattern, name) {
			found = append(found, w.entry)
		}
	}
	slices.Sort(found)
	return slices.Compact(found)
}

// findMarks returns for each entry the marks that are in the snapshot.
func (f *finder) findMarks() [][]mark {
	seen := make([][]mark, len(f.c.Entries))
	add := func(ix *markIndex, m mark) {
		for _, e := range ix.entries(m.name) {
			seen[e] = append(seen[e], m)
		}
	}
	crds := indexMarks(f.c, func(m catalog.Marks) []string { return m.CRDs })
	for _, o := range f.s.CRDs {
		add(crds, mark{kind: "CRD", name: o.Name, text: "CRD " + o.Name})
	}
	ingress := indexMarks(f.c, func(m catalog.Marks) []string { return prefixes(m.IngressControllers) })
	for _, o := range f.s.IngressClasses {
		add(ingress, mark{kind: "IngressClass", name: o.Controller, text: fmt.Sprintf("IngressClass %s of controller %s", o.Name, o.Controller)})
	}
	gateway := indexMarks(f.c, func(m catalog.Marks) []string { return prefixes(m.GatewayControllers) })
	for _, o := range f.s.GatewayClasses {
		add(gateway, mark{kind: "GatewayClass", name: o.Controller, text: fmt.Sprintf("GatewayClass %s of controller %s", o.Name, o.Controller)})
	}
	f.findStorageMarks(add)
	f.findRegistrations(add)
	return seen
}

func (f *finder) findStorageMarks(add func(*markIndex, mark)) {
	drivers := indexMarks(f.c, func(m catalog.Marks) []string { return m.CSIDrivers })
	for _, o := range f.s.CSIDrivers {
		add(drivers, mark{kind: "CSIDriver", name: o.Name, text: "CSIDriver " + o.Name})
	}
	registered := map[string]bool{}
	for _, o := range f.s.CSINodes {
		for _, driver := range o.Drivers {
			if !registered[driver] {
				registered[driver] = true
				add(drivers, mark{kind: "CSINode", name: driver, text: fmt.Sprintf("node %s has CSI driver %s registered", o.Name, driver)})
			}
		}
	}
	provisioners := indexMarks(f.c, func(m catalog.Marks) []string { return slices.Concat(m.Provisioners, m.CSIDrivers) })
	for _, o := range f.s.StorageClasses {
		add(provisioners, mark{kind: "StorageClass", name: o.Provisioner, text: fmt.Sprintf("StorageClass %s of provisioner %s", o.Name, o.Provisioner)})
	}
}

// findRegistrations finds what the API server calls: webhooks and aggregated APIs.
func (f *finder) findRegistrations(add func(*markIndex, mark)) {
	webhooks := indexMarks(f.c, func(m catalog.Marks) []string { return m.Webhooks })
	for _, o := range f.s.Webhooks {
		for _, w := range o.Webhooks {
			add(webhooks, mark{
				kind: "webhook", name: w.Name, text: fmt.Sprintf("webhook %s of %s %s", w.Name, o.Kind, o.Name),
				namespace: w.ServiceNamespace, service: w.ServiceName,
				object: facts.ObjectRef{Kind: o.Kind, Name: o.Name},
			})
		}
	}
	apis := indexMarks(f.c, func(m catalog.Marks) []string { return m.APIServices })
	for _, o := range f.s.APIServices {
		add(apis, mark{
			kind: "APIService", name: o.Name, text: "APIService " + o.Name,
			namespace: o.ServiceNamespace, service: o.ServiceName,
			object: facts.ObjectRef{Kind: "APIService", Name: o.Name},
		})
	}
}

// matchRegistrations assigns a workload that no rule explains to the product whose webhook or
// API it answers: its image was renamed beyond recognition.
func (f *finder) matchRegistrations() {
	for e, marks := range f.marks {
		if len(f.c.Entries[e].WorkloadRules) == 0 || slices.ContainsFunc(f.hits[e], f.proves) {
			continue
		}
		for _, m := range marks {
			if m.service == "" {
				continue
			}
			for _, w := range f.workloadsBehind(m.namespace, m.service) {
				if workload := &f.s.Workloads[w]; !f.explainedWorkloads[w] && !workload.Hook {
					f.hits[e] = append(f.hits[e], hit{workload: w, rule: -1, container: -1, evidence: workloadName(workload) + " answers the " + m.text})
					f.explainedWorkloads[w] = true
				}
			}
		}
	}
}

// workloadName writes a workload as people name it.
func workloadName(w *facts.Workload) string {
	return fmt.Sprintf("%s %s/%s", w.Kind, w.Namespace, w.Name)
}

// statements returns a sentence for each kind of mark.
func statements(marks []mark) []string {
	var out []string
	counts := map[string]int{}
	for _, m := range marks {
		counts[m.kind]++
		if counts[m.kind] == 1 {
			out = append(out, m.text)
		}
	}
	i := 0
	for _, m := range marks {
		if n := counts[m.kind]; n > 0 {
			if n > 1 {
				out[i] += fmt.Sprintf(" and %d more", n-1)
			}
			i, counts[m.kind] = i+1, 0
		}
	}
	return out
}
