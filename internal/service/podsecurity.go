package service

import (
	"fmt"
	"slices"
	"sync"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/pod-security-admission/api"
	"k8s.io/pod-security-admission/policy"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/text"
)

// podSecurity are the rules of the Pod Security levels, as the API server has them.
type podSecurity struct {
	rules policy.Evaluator
	// changes are the minor versions with which rules changed, ascending.
	changes []int
	err     error
}

var podSecurityRules = sync.OnceValue(func() podSecurity {
	checks := policy.DefaultChecks()
	var s podSecurity
	s.rules, s.err = policy.NewEvaluator(checks, nil)
	for _, check := range checks {
		for _, version := range check.Versions {
			s.changes = append(s.changes, version.MinimumVersion.Minor())
		}
	}
	slices.Sort(s.changes)
	s.changes = slices.Compact(s.changes)
	return s
})

// forbidden is what the Pod Security levels forbid of a pod, and in which versions of their rules. Of pods,
// the rules look at the spec and at annotations.
func forbidden(spec *corev1.PodSpec, annotations map[string]string) ([]facts.LandingForbidden, error) {
	s := podSecurityRules()
	if s.err != nil {
		return nil, fmt.Errorf("reading the rules of Pod Security: %w", s.err)
	}
	meta := &metav1.ObjectMeta{Annotations: annotations}
	var out []facts.LandingForbidden
	for _, level := range []api.Level{api.LevelBaseline, api.LevelRestricted} {
		for i, minor := range s.changes {
			until := 0
			if i+1 < len(s.changes) {
				until = s.changes[i+1] - 1
			}
			rules := api.LevelVersion{Level: level, Version: api.MajorMinorVersion(1, minor)}
			for _, result := range s.rules.EvaluatePod(rules, meta, spec) {
				if !result.Allowed {
					out = extend(out, facts.LandingForbidden{Level: string(level), What: described(result), From: minor, Until: until})
				}
			}
		}
	}
	return out, nil
}

// extend adds something that is forbidden in some versions, to what is forbidden in those just before.
func extend(all []facts.LandingForbidden, f facts.LandingForbidden) []facts.LandingForbidden {
	for i := range all {
		if a := &all[i]; a.Level == f.Level && a.What == f.What && a.Until == f.From-1 {
			a.Until = f.Until
			return all
		}
	}
	return append(all, f)
}

// described is a refusal in the words of the API server.
func described(r policy.CheckResult) string {
	if r.ForbiddenDetail == "" {
		return r.ForbiddenReason
	}
	return text.Truncate(r.ForbiddenReason+" ("+r.ForbiddenDetail+")", valueMax)
}
