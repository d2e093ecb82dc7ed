package metrics

import (
	"context"
	"fmt"
	"strings"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
	"github.com/kready/kready/internal/text"
)

// AlertRouting asks whether alerts reach a receiver.
func AlertRouting() check.Check {
	return check.Check{
		ID:    "metrics/alert-routing",
		Title: "Alerts reach a receiver",
		Doc: `An alert that fires and is sent to nobody looks the same as no alert. Alertmanager often
comes with a receiver that drops everything: in kube-prometheus-stack the default route and
its only receiver are named ` + "`null`" + `.

There must be an Alertmanager that is available, something that sends alerts to it, and a
route to a receiver with an integration. That can be seen only where the whole configuration
is an AlertmanagerConfig (` + "`spec.alertmanagerConfiguration`" + `). Mostly it lies in a Secret, and
kready reads no Secrets: then the answer is unknown, and the reason says which Secret to look
into. AlertmanagerConfigs that no Alertmanager selects are a gap in either case.

Alerts that Grafana or a vendor evaluates, in the cluster or outside of it, are unknown as
well. That somebody reads what is sent cannot be seen.`,
		Level:         check.LevelConfigured,
		Tier:          check.TierMust,
		Reads:         facts.Fields{facts.KindAlertmanagerConfigs, facts.KindAlertmanagers, facts.PartInventory, facts.KindNamespaces, facts.KindPrometheusRules, facts.KindPrometheuses, facts.KindWorkloads},
		StandsWithout: check.StandsWithout{Any: []facts.Portion{"workloads/cronjobs", "workloads/pods"}, Skip: []facts.Portion{"alertmanagers", "alertmanagerConfigs", "prometheusRules", "namespaces"}},
		Remediation: `See what Alertmanager does with an alert now:

    kubectl -n NAMESPACE exec alertmanager-NAME-0 -- \
      amtool --alertmanager.url=http://localhost:9093 config routes test severity=critical

Then define a receiver and a route to it, in the Secret, or as an AlertmanagerConfig that
` + "`spec.alertmanagerConfiguration`" + ` names. Waive the check with the name of the channel once you
have seen an alert arrive.`,
		Links: []string{
			"https://prometheus.io/docs/alerting/latest/configuration/",
			"https://prometheus-operator.dev/docs/developer/alerting/",
		},
		Since: "0.1.0",
		Run:   runAlertRouting,
	}
}

func runAlertRouting(_ context.Context, in *facts.Input) (check.Outcome, error) {
	if noPipeline(in) {
		return check.Skip(noPipelineReason), nil
	}
	var a alerting
	a.managers(in)
	a.configs(in)
	a.judgeSenders(in)
	switch {
	case len(a.gaps) > 0:
		return check.Gap(a.gapReason(), a.gaps...), nil
	case len(a.unknown) > 0:
		return check.Unknown("whether alerts reach a receiver cannot be told", a.unknown...), nil
	}
	return check.Pass(strings.Join(a.routes, "; ")), nil
}

// alerting gathers what is known of the way of an alert.
type alerting struct {
	gaps, unknown []check.Finding
	// routes say of each Alertmanager where it sends what it gets.
	routes []string
	// unread counts the AlertmanagerConfigs that none selects.
	unread int
}

// configs finds the AlertmanagerConfigs that no Alertmanager reads.
func (a *alerting) configs(in *facts.Input) {
	var candidates []candidate
	whole := map[string]bool{}
	for _, m := range in.Alertmanagers {
		candidates = append(candidates, newCandidate(facts.ObjectRef{Kind: "Alertmanager", Namespace: m.Namespace, Name: m.Name}, m.Configs))
		whole[m.Namespace+"/"+m.Configuration] = true
	}
	matches, others := newMatcher(in), len(ruleReaders(in)) > 0
	for _, c := range in.AlertmanagerConfigs {
		if whole[c.Namespace+"/"+c.Name] {
			continue
		}
		s := subject{facts.ObjectRef{Kind: "AlertmanagerConfig", Namespace: c.Namespace, Name: c.Name}, c.Labels}
		got, why := matches.match(s, candidates)
		if why == "" {
			why = "there is no Alertmanager of the operator to read it"
		}
		finding := check.Finding{Object: s.ref, Message: why}
		switch {
		case got == kube.Undetermined, got == kube.NotPicked && others:
			a.unknown = append(a.unknown, finding)
		case got == kube.NotPicked:
			a.gaps = append(a.gaps, finding)
			a.unread++
		}
	}
}

func (a *alerting) gapReason() string {
	if a.unread == len(a.gaps) {
		return fmt.Sprintf("%s read by no Alertmanager", text.Counted(a.unread, "AlertmanagerConfig is", "AlertmanagerConfigs are"))
	}
	return "alerts reach no receiver"
}
