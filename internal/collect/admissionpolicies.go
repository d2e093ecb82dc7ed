package collect

import (
	"context"

	admissionv1 "k8s.io/api/admissionregistration/v1"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/target"
)

// warningsMax is how many warnings of a policy are kept.
const warningsMax = 5

func admissionPolicyReads() []Read {
	return []Read{
		list(admissionGroup, "validatingadmissionpolicies"), list(admissionGroup, "validatingadmissionpolicybindings"),
	}
}

// bound is a binding and the policy that it names.
type bound struct {
	policy  string
	binding facts.AdmissionPolicyBinding
}

func admissionPoliciesCollector() Collector {
	return Collector{
		Facts:   facts.KindAdmissionPolicies,
		Reads:   admissionPolicyReads(),
		Collect: collectAdmissionPolicies,
	}
}

// collectAdmissionPolicies reads the ValidatingAdmissionPolicies and joins them with
// their bindings. Kubernetes serves them since 1.30.
func collectAdmissionPolicies(ctx context.Context, r *Run) Fill {
	q := target.Query{Group: admissionGroup, Version: "v1", Resource: "validatingadmissionpolicies"}
	ofBindings := q
	ofBindings.Resource = "validatingadmissionpolicybindings"
	policies, bindings := both(r,
		func(r *Run) []facts.AdmissionPolicy { return each(ctx, r, q, distilAdmissionPolicy) },
		func(r *Run) []bound { return each(ctx, r, ofBindings, distilPolicyBinding) })
	policies = join(policies, bindings)
	sortBy(policies, func(p facts.AdmissionPolicy) string { return p.Name })
	return func(s *facts.Snapshot) { s.AdmissionPolicies = policies }
}

func distilAdmissionPolicy(p *admissionv1.ValidatingAdmissionPolicy) facts.AdmissionPolicy {
	out := facts.AdmissionPolicy{
		Name: p.Name, Exists: true,
		Checked: p.Status.ObservedGeneration > 0 && p.Status.ObservedGeneration >= p.Generation,
	}
	if p.Status.TypeChecking != nil {
		for _, w := range p.Status.TypeChecking.ExpressionWarnings {
			if len(out.Warnings) < warningsMax {
				out.Warnings = append(out.Warnings, shorten(w.FieldRef+": "+w.Warning))
			}
		}
	}
	if p.Spec.MatchConstraints != nil {
		for _, rule := range p.Spec.MatchConstraints.ResourceRules {
			out.Resources = append(out.Resources, ruled(rule.Rule)...)
		}
	}
	out.Resources = sorted(out.Resources)
	return out
}

func distilPolicyBinding(b *admissionv1.ValidatingAdmissionPolicyBinding) bound {
	out := bound{policy: b.Spec.PolicyName, binding: facts.AdmissionPolicyBinding{Name: b.Name}}
	for _, action := range b.Spec.ValidationActions {
		out.binding.Actions = append(out.binding.Actions, string(action))
	}
	out.binding.Actions = sorted(out.binding.Actions)
	return out
}

// join gives each policy its bindings; a name that no policy has becomes one that does
// not exist.
func join(policies []facts.AdmissionPolicy, bindings []bound) []facts.AdmissionPolicy {
	at := map[string]int{}
	for i, p := range policies {
		at[p.Name] = i
	}
	sortBy(bindings, func(b bound) string { return b.binding.Name })
	for _, b := range bindings {
		i, ok := at[b.policy]
		if !ok {
			i = len(policies)
			at[b.policy] = i
			policies = append(policies, facts.AdmissionPolicy{Name: b.policy})
		}
		policies[i].Bindings = append(policies[i].Bindings, b.binding)
	}
	return policies
}

// ruled are the resources of a rule, "group/resource".
func ruled(rule admissionv1.Rule) []string {
	var out []string
	for _, group := range rule.APIGroups {
		for _, resource := range rule.Resources {
			out = append(out, group+"/"+resource)
		}
	}
	return out
}
