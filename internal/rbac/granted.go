package rbac

import (
	"slices"
	"strings"

	authorizationv1 "k8s.io/api/authorization/v1"

	"github.com/kready/kready/internal/kube"
)

// Granted are the rules that an identity has in one namespace, as a SelfSubjectRulesReview
// returns them.
type Granted authorizationv1.SubjectRulesReviewStatus

// MissingOf returns the part of a right that the rules do not grant: the right itself, narrowed
// to the names that are missing; false when they grant all of it.
func (g Granted) MissingOf(r kube.Right) (kube.Right, bool) {
	if r.URL != "" {
		return r, !slices.ContainsFunc(g.NonResourceRules, func(rule authorizationv1.NonResourceRule) bool {
			return contains(rule.Verbs, r.Verb) && slices.ContainsFunc(rule.NonResourceURLs, func(url string) bool { return url == r.URL || matchesPrefix(url, r.URL) })
		})
	}
	missing := slices.Clone(r.Names)
	for _, rule := range g.ResourceRules {
		if !contains(rule.Verbs, r.Verb) || !contains(rule.APIGroups, r.Group) || !contains(rule.Resources, r.Resource) {
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

// contains reports whether a list of a rule holds a value, or all.
func contains(list []string, value string) bool {
	return slices.Contains(list, value) || slices.Contains(list, "*")
}

// matchesPrefix reports whether a pattern that ends in a star stands for a path.
func matchesPrefix(pattern, path string) bool {
	prefix, open := strings.CutSuffix(pattern, "*")
	return open && strings.HasPrefix(path, prefix)
}
