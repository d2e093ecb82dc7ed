package rbac

import (
	"fmt"
	"slices"
	"strings"
)

// Rule is one rule of a role, with its uses.
type Rule struct {
	// Namespace is that of the Role; "" for a rule of the ClusterRole.
	Namespace string
	Groups    []string
	Resources []string
	Names     []string
	URLs      []string
	Verbs     []string
	Uses      []Use
	// For describes the use in place of Uses.
	For string
}

// Rules returns few rules for demands: resources of one group that serve the same checks
// share one. Rules of the ClusterRole come first, those of non-resource URLs before the others.
func Rules(demands []Demand) []Rule {
	var one []Rule // a rule for each resource
	for _, d := range dropCovered(demands) {
		r := Rule{Namespace: d.Namespace, Names: d.Names, Verbs: []string{d.Verb}, Uses: d.Uses}
		if d.URL != "" {
			r.URLs = []string{d.URL}
		} else {
			r.Groups, r.Resources = []string{d.Group}, []string{d.Resource}
		}
		i := slices.IndexFunc(one, func(o Rule) bool { return o.resourceKey() == r.resourceKey() })
		if i < 0 {
			one = append(one, r)
			continue
		}
		one[i].Verbs = sorted(append(one[i].Verbs, r.Verbs...))
		one[i].Uses = append(slices.Clone(one[i].Uses), r.Uses...)
	}
	var rules []Rule
	for _, r := range one {
		i := slices.IndexFunc(rules, func(o Rule) bool { return o.canMerge(r) })
		if i < 0 {
			rules = append(rules, r)
			continue
		}
		rules[i].Resources = append(slices.Clone(rules[i].Resources), r.Resources...)
		rules[i].URLs = append(slices.Clone(rules[i].URLs), r.URLs...)
	}
	slices.SortStableFunc(rules, func(a, b Rule) int { return strings.Compare(a.sortKey(), b.sortKey()) })
	return rules
}

// Only returns the rules for some resources, by their plural names with or without the group; all
// rules when none is named. A resource that no rule is for is an error.
func Only(rules []Rule, resources []string) ([]Rule, error) {
	if len(resources) == 0 {
		return rules, nil
	}
	var kept []Rule
	found := map[string]bool{}
	for _, r := range rules {
		names := slices.DeleteFunc(slices.Clone(r.Resources), func(resource string) bool {
			group := ""
			if r.Groups[0] != "" {
				group = "." + r.Groups[0]
			}
			named := false
			for _, want := range resources {
				if want == resource || want == resource+group {
					named, found[want] = true, true
				}
			}
			return !named
		})
		if len(names) > 0 {
			r.Resources = names
			kept = append(kept, r)
		}
	}
	for _, want := range resources {
		if !found[want] {
			return nil, fmt.Errorf("none of these checks reads %s", want)
		}
	}
	return kept, nil
}

// dropCovered drops demands that a wider one covers, such as the pods of kube-system where all
// pods are listed. Their uses are added to the wider one.
func dropCovered(demands []Demand) []Demand {
	out := slices.Clone(demands)
	for _, d := range demands {
		if d.Namespace == "" {
			continue
		}
		wider := d.Right
		wider.Namespace = ""
		i := slices.IndexFunc(out, func(o Demand) bool { return o.Equal(wider) })
		if i < 0 {
			continue
		}
		out[i].Uses = append(slices.Clone(out[i].Uses), d.Uses...)
		out = slices.DeleteFunc(out, func(o Demand) bool { return o.Equal(d.Right) })
	}
	return out
}

// canMerge reports whether both can be one rule: all but the resources is the same.
func (r Rule) canMerge(o Rule) bool {
	return r.Namespace == o.Namespace && slices.Equal(r.Groups, o.Groups) && slices.Equal(r.Names, o.Names) &&
		slices.Equal(r.Verbs, o.Verbs) && (r.URLs == nil) == (o.URLs == nil) && r.purpose() == o.purpose()
}

// purpose returns the uses in a form that can be compared.
func (r Rule) purpose() string {
	var parts []string
	for _, use := range r.Uses {
		parts = append(parts, strings.Join(sorted(use.Checks), ",")+"|"+strings.Join(sorted(use.Helped), ",")+"|"+use.When+"|"+use.MoreNames)
	}
	return strings.Join(sorted(parts), "\n")
}

func (r Rule) resourceKey() string {
	return strings.Join(slices.Concat([]string{r.Namespace}, r.Groups, r.Resources, r.URLs, r.Names), "\x00")
}

func (r Rule) sortKey() string {
	kind := "1"
	if len(r.URLs) > 0 {
		kind = "0"
	}
	return strings.Join(slices.Concat([]string{r.Namespace, kind}, r.Groups, r.Resources[:min(1, len(r.Resources))], r.URLs, r.Names), "\x00")
}

// Checks returns the ids of all checks that are unknown, surely or in some clusters,
// without the rule, sorted.
func (r Rule) Checks() []string { return Demand{Uses: r.Uses}.Checks() }

// sorted returns the distinct elements in order.
func sorted(all []string) []string {
	out := slices.Clone(all)
	slices.Sort(out)
	return slices.Compact(out)
}
