package rbac

import (
	"slices"
	"strings"
)

// Rule is one rule of a role, with what it is for.
type Rule struct {
	// Namespace is that of the Role; "" for a rule of the ClusterRole.
	Namespace string
	Groups    []string
	Resources []string
	Names     []string
	URLs      []string
	Verbs     []string
	Uses      []Use
	// For says what it is for in place of Uses.
	For string
}

// Rules writes demands as few rules: what serves the same checks in the same group is
// one. Rules of the ClusterRole come first, those of paths that are no resources
// before the others.
func Rules(demands []Demand) []Rule {
	var one []Rule // a rule for each resource
	for _, d := range withinOthers(demands) {
		r := Rule{Namespace: d.Namespace, Names: d.Names, Verbs: []string{d.Verb}, Uses: d.Uses}
		if d.URL != "" {
			r.URLs = []string{d.URL}
		} else {
			r.Groups, r.Resources = []string{d.Group}, []string{d.Resource}
		}
		i := slices.IndexFunc(one, func(o Rule) bool { return o.what() == r.what() })
		if i < 0 {
			one = append(one, r)
			continue
		}
		one[i].Verbs = sorted(append(one[i].Verbs, r.Verbs...))
		one[i].Uses = append(slices.Clone(one[i].Uses), r.Uses...)
	}
	var rules []Rule
	for _, r := range one {
		i := slices.IndexFunc(rules, func(o Rule) bool { return o.joins(r) })
		if i < 0 {
			rules = append(rules, r)
			continue
		}
		rules[i].Resources = append(slices.Clone(rules[i].Resources), r.Resources...)
		rules[i].URLs = append(slices.Clone(rules[i].URLs), r.URLs...)
	}
	slices.SortStableFunc(rules, func(a, b Rule) int { return strings.Compare(a.order(), b.order()) })
	return rules
}

// withinOthers drops what is allowed by another demand that reaches further: the pods
// of kube-system where all pods are wanted. What it is for goes to the other.
func withinOthers(demands []Demand) []Demand {
	out := slices.Clone(demands)
	for _, d := range demands {
		if d.Namespace == "" {
			continue
		}
		wider := d.Right
		wider.Namespace = ""
		i := slices.IndexFunc(out, func(o Demand) bool { return o.key() == wider.key() })
		if i < 0 {
			continue
		}
		out[i].Uses = append(slices.Clone(out[i].Uses), d.Uses...)
		out = slices.DeleteFunc(out, func(o Demand) bool { return o.key() == d.key() })
	}
	return out
}

// joins reports whether both can be one rule: all but the resources is the same.
func (r Rule) joins(o Rule) bool {
	return r.Namespace == o.Namespace && slices.Equal(r.Groups, o.Groups) && slices.Equal(r.Names, o.Names) &&
		slices.Equal(r.Verbs, o.Verbs) && (r.URLs == nil) == (o.URLs == nil) && r.purpose() == o.purpose()
}

// purpose is what the rule is for, in a form that can be compared.
func (r Rule) purpose() string {
	var parts []string
	for _, use := range r.Uses {
		parts = append(parts, strings.Join(sorted(use.Checks), ",")+"|"+use.When+"|"+use.Besides)
	}
	return strings.Join(sorted(parts), "\n")
}

func (r Rule) what() string {
	return strings.Join(slices.Concat([]string{r.Namespace}, r.Groups, r.Resources, r.URLs, r.Names), "\x00")
}

func (r Rule) order() string {
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
