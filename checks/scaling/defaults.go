package scaling

import (
	"slices"

	"github.com/kready/kready/internal/facts"
)

// defaults are the LimitRanges by namespace, which give containers the requests that they do not make.
type defaults struct {
	// brought are those of the service, and own are their names: they come in place of those of the same name.
	brought map[string][]*facts.LandingRange
	own     map[[2]string]bool
	// asked are those of namespaces that were looked up, and there those of all namespaces.
	asked map[string]*facts.NamespaceBounds
	there map[string][]*facts.NamespaceLimit
}

func newDefaults(in *facts.Input) *defaults {
	d := &defaults{map[string][]*facts.LandingRange{}, map[[2]string]bool{}, map[string]*facts.NamespaceBounds{}, map[string][]*facts.NamespaceLimit{}}
	for i := range in.Service.Ranges {
		r := &in.Service.Ranges[i]
		d.brought[r.Namespace] = append(d.brought[r.Namespace], r)
		d.own[[2]string{r.Namespace, r.Name}] = true
	}
	for i := range in.NamespaceBounds {
		if b := &in.NamespaceBounds[i]; d.asked[b.Namespace] == nil {
			d.asked[b.Namespace] = b
		}
	}
	for i := range in.NamespaceLimits {
		if l := &in.NamespaceLimits[i]; l.Kind == "LimitRange" {
			d.there[l.Namespace] = append(d.there[l.Namespace], l)
		}
	}
	return d
}

// of is the LimitRange that gives containers of a namespace a request of a resource, in the cluster or among the manifests,
// and whether it is known to: of one that was not looked up only the name is. "" for none.
func (d *defaults) of(namespace, resource string) (by string, known bool) {
	gives := func(r *facts.LimitRange) bool {
		return slices.ContainsFunc(r.Items, func(item facts.LimitItem) bool {
			_, set := facts.AmountOf(item.Requests, resource)
			return item.Type == "Container" && set
		})
	}
	for _, r := range d.brought[namespace] {
		if gives(&r.Range) {
			return r.Name, true
		}
	}
	if b := d.asked[namespace]; b != nil {
		for _, r := range b.Ranges {
			if !d.own[[2]string{namespace, r.Name}] && gives(&r) {
				return r.Name, true
			}
		}
		return "", true
	}
	untold := ""
	for _, l := range d.there[namespace] {
		switch {
		case d.own[[2]string{namespace, l.Name}]:
		case !l.Told:
			untold = l.Name
		case gives(&l.Range):
			return l.Name, true
		}
	}
	return untold, untold == ""
}
