package cli

import (
	"context"
	"fmt"
	"slices"

	authorizationv1 "k8s.io/api/authorization/v1"

	"github.com/kready/kready/internal/rbac"
	"github.com/kready/kready/internal/target"
)

// nowhere is a namespace that is not there. No RoleBinding reaches into it, so that what
// one may do in it is what one may do in every namespace.
const nowhere = "kready-asks-for-every-namespace"

// mostReviews bounds how many single rights are asked for where an authorizer does not
// list its rules.
const mostReviews = 40

// asker asks for rights, and counts what it asks.
type asker struct {
	reviewer target.Reviewer
	// complete is false as soon as a review of rules says that it is not the whole.
	complete bool
	requests int
	rules    map[string]rbac.Granted
}

// unlisted returns the demands that the listed rules do not meet.
func (a *asker) unlisted(ctx context.Context, demands []rbac.Demand) ([]rbac.Answer, error) {
	var open []rbac.Answer
	for _, d := range demands {
		everywhere, err := a.listed(ctx, nowhere)
		if err != nil {
			return nil, err
		}
		missing, lacking := everywhere.Lacking(d.Right)
		if lacking && d.Namespace != "" {
			inside, err := a.listed(ctx, d.Namespace)
			if err != nil {
				return nil, err
			}
			missing, lacking = inside.Lacking(d.Right)
		}
		if lacking {
			open = append(open, rbac.Answer{Demand: d, Missing: missing, Partly: len(missing.Names) < len(d.Names)})
		}
	}
	return open, nil
}

// listed returns the rules that hold in a namespace, asked for once.
func (a *asker) listed(ctx context.Context, namespace string) (rbac.Granted, error) {
	if rules, ok := a.rules[namespace]; ok {
		return rules, nil
	}
	a.requests++
	status, err := a.reviewer.Rules(ctx, namespace)
	if err != nil {
		return rbac.Granted{}, fmt.Errorf("the API server does not say what this identity may do: %w", err)
	}
	if status.Incomplete || status.EvaluationError != "" {
		a.complete = false
	}
	if a.rules == nil {
		a.rules = map[string]rbac.Granted{}
	}
	a.rules[namespace] = rbac.Granted(status)
	return a.rules[namespace], nil
}

// refused returns those of the open demands that are refused, or of which nobody knows.
// One question is for everything at once: there are identities above all rules. Single
// ones follow only where the rules are not the whole.
func (a *asker) refused(ctx context.Context, open []rbac.Answer) ([]rbac.Answer, error) {
	if len(open) == 0 {
		return nil, nil
	}
	everything, err := a.allowed(ctx, authorizationv1.SelfSubjectAccessReviewSpec{
		ResourceAttributes: &authorizationv1.ResourceAttributes{Verb: "*", Group: "*", Resource: "*"},
	})
	if err != nil {
		return nil, err
	}
	if everything {
		open = slices.DeleteFunc(open, func(o rbac.Answer) bool { return o.URL == "" })
	}
	if a.complete && !everything {
		return open, nil
	}
	var refused []rbac.Answer
	for _, o := range open {
		switch still, err := a.single(ctx, &o); {
		case err != nil:
			return nil, err
		case still:
			refused = append(refused, o)
		}
	}
	return refused, nil
}

// single asks for one demand, name by name, and narrows what is missing of it.
func (a *asker) single(ctx context.Context, o *rbac.Answer) (bool, error) {
	names := o.Missing.Names
	if len(names) == 0 {
		names = []string{""}
	}
	var missing []string
	for _, name := range names {
		if a.requests >= mostReviews {
			o.Unsure = true
			return true, nil
		}
		ok, err := a.allowed(ctx, access(o.Right, name))
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

func (a *asker) allowed(ctx context.Context, spec authorizationv1.SelfSubjectAccessReviewSpec) (bool, error) {
	a.requests++
	ok, err := a.reviewer.Access(ctx, spec)
	if err != nil {
		return false, fmt.Errorf("the API server does not say what this identity may do: %w", err)
	}
	return ok, nil
}

// access is the review of one right.
func access(r rbac.Right, name string) authorizationv1.SelfSubjectAccessReviewSpec {
	if r.URL != "" {
		return authorizationv1.SelfSubjectAccessReviewSpec{
			NonResourceAttributes: &authorizationv1.NonResourceAttributes{Path: r.URL, Verb: r.Verb},
		}
	}
	return authorizationv1.SelfSubjectAccessReviewSpec{ResourceAttributes: &authorizationv1.ResourceAttributes{
		Verb: r.Verb, Group: r.Group, Resource: r.Resource, Namespace: r.Namespace, Name: name,
	}}
}
