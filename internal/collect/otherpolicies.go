package collect

import (
	"context"
	"fmt"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/target"
)

const (
	ciliumGroup = "cilium.io"
	// calicoGroup is that of Calico's own storage, calicoAPIGroup that of its API server, or of CRDs without one.
	calicoGroup    = "crd.projectcalico.org"
	calicoAPIGroup = "projectcalico.org"
	adminGroup     = "policy.networking.k8s.io"
	antreaGroup    = "crd.antrea.io"

	// otherPoliciesMax is how many policies of one kind are kept: clusters have as many as applications.
	otherPoliciesMax = 500
	// otherRulesMax is how many rules of one direction are kept, and how many ports of one rule.
	otherRulesMax = 20
)

// otherPolicyKind is a kind of policy and how it is distilled.
type otherPolicyKind struct {
	group, resource string
	distil          func(*unstructured.Unstructured, *reader) []facts.OtherPolicy
}

func otherPolicyKinds() []otherPolicyKind {
	return []otherPolicyKind{
		{adminGroup, "adminnetworkpolicies", distilAdminPolicy},
		{adminGroup, "baselineadminnetworkpolicies", distilAdminPolicy},
		{adminGroup, "clusternetworkpolicies", distilAdminPolicy},
		{antreaGroup, "clusternetworkpolicies", distilAntreaPolicy},
		{antreaGroup, "networkpolicies", distilAntreaPolicy},
		{calicoGroup, "globalnetworkpolicies", nil},
		{calicoGroup, "networkpolicies", nil},
		{ciliumGroup, "ciliumclusterwidenetworkpolicies", distilCiliumPolicy},
		{ciliumGroup, "ciliumnetworkpolicies", distilCiliumPolicy},
	}
}

func otherPoliciesCollector() Collector {
	var reads []Read
	for _, k := range otherPolicyKinds() {
		reads = append(reads, ifServed(k.group, k.resource))
	}
	for _, resource := range []string{"globalnetworkpolicies", "networkpolicies"} {
		reads = append(reads, ifServed(calicoAPIGroup, resource))
	}
	for _, group := range []string{calicoGroup, calicoAPIGroup} {
		tiers := ifServed(group, "tiers")
		tiers.When = "a policy of Calico names a tier"
		reads = append(reads, tiers)
	}
	return Collector{
		Facts:   facts.KindOtherPolicies,
		Reads:   reads,
		Collect: collectOtherPolicies,
	}
}

// collectOtherPolicies reads the network policies of other kinds, as far as they say which pods they are for and
// what becomes of their traffic. Staged policies do nothing, and are not read.
func collectOtherPolicies(ctx context.Context, r *Run) Fill {
	kinds := forEach(r, otherPolicyKinds(), func(r *Run, k otherPolicyKind) []facts.OtherPolicyKind {
		if k.distil == nil {
			return []facts.OtherPolicyKind{r.calicoPolicies(ctx, k)}
		}
		return []facts.OtherPolicyKind{k.read(ctx, r, k.group)}
	})
	sortBy(kinds, func(k facts.OtherPolicyKind) string { return k.Name })
	return func(s *facts.Snapshot) { s.OtherPolicies = kinds }
}

// read reads the policies of a kind from a group that serves it.
func (k otherPolicyKind) read(ctx context.Context, r *Run, group string) facts.OtherPolicyKind {
	out := facts.OtherPolicyKind{Name: k.resource + "." + k.group}
	before := len(r.blind)
	q := target.Query{Group: group, Resource: k.resource, Dynamic: true}
	if r.serves(&q) {
		out.Served = true
		out.Policies = k.policies(ctx, r, q)
	}
	out.Read = len(r.blind) == before
	return out
}

// policies lists those of a kind. After an error it keeps those so far, and adds a blind spot.
func (k otherPolicyKind) policies(ctx context.Context, r *Run, q target.Query) []facts.OtherPolicy {
	var found pieces[facts.OtherPolicy]
	q.Restart = func() { found = pieces[facts.OtherPolicy]{} }
	_ = stream(ctx, r, q, func(o *unstructured.Unstructured) error {
		if found.n >= otherPoliciesMax {
			return &target.ReadError{Reason: facts.ReasonTooLarge, Message: fmt.Sprintf("there are more than %d policies; no more are kept", otherPoliciesMax)}
		}
		read := reader{fields: o.Object}
		for _, one := range k.distil(o, &read) {
			one.Namespace, one.Name = o.GetNamespace(), o.GetName()
			if err := keep(r, &found, one); err != nil {
				return err
			}
		}
		if read.err != nil {
			r.malformed(q, &target.Malformed{Namespace: o.GetNamespace(), Name: o.GetName(), Err: read.err})
		}
		return nil
	})
	all := found.all()
	sortBy(all,
		func(p facts.OtherPolicy) string { return p.Namespace },
		func(p facts.OtherPolicy) string { return p.Name })
	return all
}

// policyRules reads the rules of a direction, of which not all need be kept.
func policyRules(rules []map[string]any, distil func(*reader) (facts.OtherPolicyRule, bool), whole *reader) (out []facts.OtherPolicyRule, cut bool) {
	for _, fields := range rules {
		one := reader{fields: fields}
		rule, matters := distil(&one)
		whole.takeError(&one)
		if !matters {
			continue
		}
		if len(out) == otherRulesMax {
			return out, true
		}
		if len(rule.Ports) > otherRulesMax {
			rule.Ports, rule.Narrow = nil, true
		}
		out = append(out, rule)
	}
	return out, false
}

// allPods selects every pod.
func allPods() facts.Selector { return facts.Selector{Set: true} }
