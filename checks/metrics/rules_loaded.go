package metrics

import (
	"context"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
)

// RulesLoaded asks whether every PrometheusRule is picked up by a server that
// evaluates rules.
func RulesLoaded() check.Check {
	return check.Check{
		ID:    "metrics/rules-loaded",
		Title: "Every PrometheusRule is loaded by a Prometheus",
		Doc: `Alerts and recording rules are PrometheusRule objects, and only those that a Prometheus or
ThanosRuler selects are evaluated. One that none selects is an alert that never fires, and
it looks the same as one that has no reason to.

The labels of each PrometheusRule, and of its namespace, are held against the ruleSelector
and ruleNamespaceSelector of each Prometheus and ThanosRuler. A selector that is null
selects nothing, an empty one everything; a namespace selector that is null means the own
namespace. As with monitors, kube-prometheus-stack selects by its release's label unless
told otherwise.

Where Grafana Alloy or Agent, or the operator of VictoriaMetrics, runs, which can load rules
as well, the answer is unknown instead of a gap. Whether the rules themselves are valid is
not looked at.`,
		Level:         check.LevelConfigured,
		Tier:          check.TierShould,
		Reads:         facts.Fields{facts.PartInventory, facts.KindNamespaces, facts.KindPrometheusRules, facts.KindPrometheuses, facts.KindWorkloads},
		StandsWithout: check.StandsWithout{Any: []facts.Portion{"workloads/cronjobs", "workloads/pods"}, Skip: []facts.Portion{"namespaces"}},
		Remediation: `Give the rule the label that the finding names, or let the Prometheus select
everything; with kube-prometheus-stack:

    prometheus:
      prometheusSpec:
        ruleSelectorNilUsesHelmValues: false`,
		Links: []string{"https://prometheus-operator.dev/docs/developer/alerting/"},
		Since: "0.1.0",
		Run:   runRulesLoaded,
	}
}

func runRulesLoaded(_ context.Context, in *facts.Input) (check.Outcome, error) {
	switch {
	case noPipeline(in):
		return check.Skip(noPipelineReason), nil
	case len(in.PrometheusRules) == 0:
		return check.Skip("there is no PrometheusRule"), nil
	}
	rules := newMatcher(in).sort(ruleSubjects(in), evaluators(in))
	t := outcomeText{one: "PrometheusRule", many: "PrometheusRules", taken: "loaded", left: "loaded by no Prometheus"}
	return rules.outcome(t, ruleReaders(in)), nil
}

// ruleSubjects are all PrometheusRules.
func ruleSubjects(in *facts.Input) []subject {
	subjects := make([]subject, 0, len(in.PrometheusRules))
	for _, r := range in.PrometheusRules {
		subjects = append(subjects, subject{facts.ObjectRef{Kind: "PrometheusRule", Namespace: r.Namespace, Name: r.Name}, r.Labels})
	}
	return subjects
}

// evaluators are the servers that evaluate rules; an agent does not.
func evaluators(in *facts.Input) []candidate {
	var out []candidate
	for i := range in.Prometheuses {
		if p := &in.Prometheuses[i]; p.Kind != "PrometheusAgent" {
			one := newCandidate(facts.ObjectRef{Kind: p.Kind, Namespace: p.Namespace, Name: p.Name}, p.Rules)
			one.paused = p.Paused
			out = append(out, one)
		}
	}
	return out
}
