package collect

import (
	"context"
	"slices"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/target"
	"github.com/kready/kready/internal/text"
)

// authorizationPoliciesMax is how many are gone over.
const authorizationPoliciesMax = 2000

func authorizationPoliciesCollector() Collector {
	return Collector{
		Facts:   facts.KindAuthorizationPolicies,
		Reads:   []Read{ifServed("security.istio.io", "authorizationpolicies")},
		Collect: collectAuthorizationPolicies,
	}
}

// collectAuthorizationPolicies reads what Istio allows by default, and whom it asks.
func collectAuthorizationPolicies(ctx context.Context, r *Run) Fill {
	q := target.Query{Group: "security.istio.io", Resource: "authorizationpolicies"}
	if !r.serves(&q) {
		return func(*facts.Snapshot) {}
	}
	all := distilled(r, q, eachUpTo(ctx, r, q, authorizationPoliciesMax, tryDistil(distilAuthorizationPolicy)))
	all = slices.DeleteFunc(all, func(p facts.AuthorizationPolicy) bool { return p.Selective && p.Action != "CUSTOM" })
	sortBy(all,
		func(p facts.AuthorizationPolicy) string { return p.Namespace },
		func(p facts.AuthorizationPolicy) string { return p.Name })
	return func(s *facts.Snapshot) { s.AuthorizationPolicies = all }
}

func distilAuthorizationPolicy(o *unstructured.Unstructured) (facts.AuthorizationPolicy, error) {
	read := reader{fields: o.Object}
	out := facts.AuthorizationPolicy{
		Namespace: o.GetNamespace(), Name: o.GetName(),
		Action:   or(read.text("spec", "action"), "ALLOW"),
		Provider: text.Truncate(read.text("spec", "provider", "name"), valueMax),
	}
	for _, path := range [][]string{{"spec", "selector", "matchLabels"}, {"spec", "targetRef"}} {
		if value, ok := read.at(path...); ok {
			fields, isMap := value.(map[string]any)
			out.Selective = out.Selective || !isMap || len(fields) > 0
		}
	}
	if refs, ok := read.at("spec", "targetRefs"); ok {
		list, isList := refs.([]any)
		out.Selective = out.Selective || !isList || len(list) > 0
	}
	rules, _ := read.at("spec", "rules")
	list, _ := rules.([]any)
	for _, rule := range list {
		out.Open = out.Open || meetsAll(rule)
	}
	return out, read.err
}

// meetsAll holds for a rule without a condition.
func meetsAll(rule any) bool {
	fields, _ := rule.(map[string]any)
	for _, key := range []string{"from", "to", "when"} {
		if list, _ := fields[key].([]any); len(list) > 0 {
			return false
		}
	}
	return true
}
