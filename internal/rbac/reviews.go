package rbac

import (
	"context"
	"fmt"
	"slices"

	"github.com/kready/kready/internal/kube"
	"github.com/kready/kready/internal/target"
)

// unboundNamespace is a namespace that does not exist, so no RoleBinding is in it: the rules
// that hold in it hold in every namespace.
const unboundNamespace = "kready-asks-for-every-namespace"

// MaxReviews bounds how many single rights are reviewed where an authorizer does not list
// its rules.
const MaxReviews = 40

// reviews posts reviews of rights, and counts them.
type reviews struct {
	reviewer target.Reviewer
	// complete is false once a review of rules is marked as incomplete.
	complete bool
	requests int
	rules    map[string]Granted
}

// unmetByRules returns the demands that the listed rules do not grant.
func (r *reviews) unmetByRules(ctx context.Context, demands []Demand) ([]Answer, error) {
	var open []Answer
	for _, d := range demands {
		clusterWide, err := r.rulesIn(ctx, unboundNamespace)
		if err != nil {
			return nil, err
		}
		missing, isMissing := clusterWide.MissingOf(d.Right)
		if isMissing && d.Namespace != "" {
			inNamespace, err := r.rulesIn(ctx, d.Namespace)
			if err != nil {
				return nil, err
			}
			missing, isMissing = inNamespace.MissingOf(d.Right)
		}
		if isMissing {
			open = append(open, Answer{Demand: d, Missing: missing, Partly: len(missing.Names) < len(d.Names)})
		}
	}
	return open, nil
}

// rulesIn returns the rules that hold in a namespace, which are reviewed once.
func (r *reviews) rulesIn(ctx context.Context, namespace string) (Granted, error) {
	if rules, ok := r.rules[namespace]; ok {
		return rules, nil
	}
	r.requests++
	status, err := r.reviewer.Rules(ctx, namespace)
	if err != nil {
		return Granted{}, fmt.Errorf("cannot review the rights of this identity: %w", err)
	}
	if status.Incomplete || status.EvaluationError != "" {
		r.complete = false
	}
	if r.rules == nil {
		r.rules = map[string]Granted{}
	}
	r.rules[namespace] = Granted(status)
	return r.rules[namespace], nil
}

// refused returns those of the open demands that are refused or unsure. The first review is
// for everything at once, since cluster administrators may stand above all rules. Single
// rights are reviewed only where the rules are incomplete.
func (r *reviews) refused(ctx context.Context, open []Answer) ([]Answer, error) {
	if len(open) == 0 {
		return nil, nil
	}
	everything, err := r.allowed(ctx, kube.Right{Verb: "*", Group: "*", Resource: "*"}, "")
	if err != nil {
		return nil, err
	}
	if everything {
		open = slices.DeleteFunc(open, func(o Answer) bool { return o.URL == "" })
	}
	if r.complete && !everything {
		return open, nil
	}
	var refused []Answer
	for _, o := range open {
		switch still, err := r.reviewEach(ctx, &o); {
		case err != nil:
			return nil, err
		case still:
			refused = append(refused, o)
		}
	}
	return refused, nil
}

// reviewEach reviews one demand, name by name, and narrows what is missing of it. It reports
// whether anything is.
func (r *reviews) reviewEach(ctx context.Context, o *Answer) (bool, error) {
	names := o.Missing.Names
	if len(names) == 0 {
		names = []string{""}
	}
	var missing []string
	for _, name := range names {
		if r.requests >= MaxReviews {
			o.Unsure = true
			return true, nil
		}
		ok, err := r.allowed(ctx, o.Right, name)
		if err != nil {
			return false, err
		}
		if !ok {
			missing = append(missing, name)
		}
	}
	if len(o.Names) > 0 {
		o.Missing.Names, o.Partly = missing, len(missing) < len(o.Names)
	}
	return len(missing) > 0, nil
}

// allowed reviews a right on the object of a name; "" stands for all objects.
func (r *reviews) allowed(ctx context.Context, right kube.Right, name string) (bool, error) {
	r.requests++
	ok, err := r.reviewer.Access(ctx, right.AccessReview(name))
	if err != nil {
		return false, fmt.Errorf("cannot review the rights of this identity: %w", err)
	}
	return ok, nil
}
