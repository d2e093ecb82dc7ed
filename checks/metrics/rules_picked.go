package metrics

import (
	"context"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/text"
)

// RulesPicked asks whether the alerts, probes and routes of a service are picked up.
func RulesPicked() check.Check {
	return check.Check{
		ID:      "metrics/rules-picked",
		Title:   "Prometheus and Alertmanager pick up the service's rules, probes and routes of alerts",
		Subject: check.SubjectService,
		Doc: `An alert in a PrometheusRule that no Prometheus selects never fires, and an AlertmanagerConfig that no
Alertmanager selects sends nothing to anybody. The API server accepts both.

The labels of each PrometheusRule, Probe, ScrapeConfig and AlertmanagerConfig of monitoring.coreos.com that the service
brings, and of its namespace, are held against the selectors of each Prometheus (and ThanosRuler for rules, PrometheusAgent
for what is scraped) and Alertmanager. An AlertmanagerConfig that is all of an Alertmanager's configuration is picked up by
its name. One that is paused picks up nothing new. Where another product runs that can read them, or the service brings a server of its own, the answer is unknown
instead of a gap. One that says openshift.io/user-monitoring: "false" is to be left alone. Whether rules are valid, and
which alerts a route is for, is not judged.`,
		Level:         check.LevelConfigured,
		Tier:          check.TierMust,
		Reads:         facts.Fields{facts.PartService, facts.KindNamespaces, facts.KindPrometheuses, facts.KindAlertmanagers, facts.KindWorkloads},
		Requires:      []string{"cluster/custom-kinds"},
		StandsWithout: check.StandsWithout{Any: []facts.Portion{"workloads/cronjobs"}},
		Remediation: `Give the object the labels that the selector wants, or have the platform select it:

    kubectl get prometheuses,alertmanagers -A -o yaml
`,
		Remedies: []check.Remedy{toNoServer("Prometheus or Alertmanager"), toPaused()},
		Links: []string{
			"https://prometheus-operator.dev/docs/developer/alerting/",
			"https://prometheus-operator.dev/docs/platform/troubleshooting/",
		},
		Since: "0.2.0",
		Run:   runRulesPicked,
	}
}

func runRulesPicked(_ context.Context, in *facts.Input) (check.Outcome, error) {
	own := ownServers(in, "Prometheus", "PrometheusAgent")
	const none = "there is no Prometheus of the operator that could pick it up"
	scraping := func(kind string, of func(*facts.Prometheus) facts.ObjectSelection) wish {
		w := wish{kind: kind, none: none, readers: append(monitorReaders(in), own...), candidates: servers(in, of)}
		for i := range in.Prometheuses {
			w.unread = w.unread || !in.Prometheuses[i].ProbesRead
		}
		return w
	}
	managers := wish{
		kind: "AlertmanagerConfig", none: "there is no Alertmanager of the operator that could pick it up",
		readers: append(ruleReaders(in), ownServers(in, "Alertmanager")...),
	}
	for _, m := range in.Alertmanagers {
		manager := newCandidate(facts.ObjectRef{Kind: "Alertmanager", Namespace: m.Namespace, Name: m.Name}, m.Configs)
		manager.paused = m.Paused
		managers.candidates = append(managers.candidates, manager)
		managers.whole = append(managers.whole, facts.ObjectRef{Kind: managers.kind, Namespace: m.Namespace, Name: m.Configuration})
	}
	picked := pick(in,
		wish{kind: "PrometheusRule", none: none, readers: append(ruleReaders(in), append(own, ownServers(in, "ThanosRuler")...)...), candidates: evaluators(in)},
		scraping("Probe", func(p *facts.Prometheus) facts.ObjectSelection { return p.Probes }),
		scraping("ScrapeConfig", func(p *facts.Prometheus) facts.ObjectSelection { return p.ScrapeConfigs }),
		managers,
	)
	if picked.total == 0 {
		return check.Skip("the service has no PrometheusRule, Probe, ScrapeConfig or AlertmanagerConfig"), nil
	}
	return picked.outcome(text.Counted(picked.total, "object", "objects"), "Prometheus or Alertmanager"), nil
}
