package rbac

import (
	"slices"
	"strings"

	authorizationv1 "k8s.io/api/authorization/v1"
)

// Granted is what a review of rules says of one namespace, or of all of them.
type Granted authorizationv1.SubjectRulesReviewStatus

// Lacking returns what of a right the rules do not give: the right itself, narrowed to
// the names that are missing; false when they give all of it.
func (g Granted) Lacking(r Right) (Right, bool) {
	if r.URL != "" {
		return r, !slices.ContainsFunc(g.NonResourceRules, func(rule authorizationv1.NonResourceRule) bool {
			return has(rule.Verbs, r.Verb) && slices.ContainsFunc(rule.NonResourceURLs, func(url string) bool { return url == r.URL || prefixed(url, r.URL) })
		})
	}
	missing := slices.Clone(r.Names)
	for _, rule := range g.ResourceRules {
		if !has(rule.Verbs, r.Verb) || !has(rule.APIGroups, r.Group) || !has(rule.Resources, r.Resource) {
			continue
		}
		if len(rule.ResourceNames) == 0 {
			return r, false
		}
		missing = slices.DeleteFunc(missing, func(name string) bool { return slices.Contains(rule.ResourceNames, name) })
	}
	if len(r.Names) > 0 {
		r.Names = missing
		return r, len(missing) > 0
	}
	return r, true
}

// has reports whether a list of a rule holds a value, or all.
func has(list []string, value string) bool {
	return slices.Contains(list, value) || slices.Contains(list, "*")
}

// prefixed reports whether a pattern that ends in a star stands for a path.
func prefixed(pattern, path string) bool {
	prefix, open := strings.CutSuffix(pattern, "*")
	return open && strings.HasPrefix(path, prefix)
}
