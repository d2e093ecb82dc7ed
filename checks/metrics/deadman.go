package metrics

import (
	"fmt"
	"strings"

	"github.com/kready/kready/checks/proof"
	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/text"
)

// Deadman asks whether an alert always fires by which somebody outside notices that alerting has stopped.
func Deadman() check.Check {
	return proof.Check(check.Check{
		ID:    "metrics/deadman",
		Title: "An alert always fires, so that its silence is noticed",
		Doc: `A Prometheus that is down, or that reaches no Alertmanager, sends no alert, and that looks like a cluster in which all is
well. So one alert always fires (Watchdog in kube-prometheus), and a service outside of the cluster tells somebody when it stops.

The probe asks, from a pod, each Prometheus of the Prometheus operator that sends alerts for its alerting rules, up to three. One must fire whose
expression is a constant, such as ` + "`vector(1)`" + `, or that has one of the usual names. Then it asks the Alertmanagers that this Prometheus
has found, up to three, whether the alert arrived, for a minute and a half: none that has it, none at all, or one that routes it to
` + "`null`" + ` alone, as kube-prometheus-stack does by default, is a gap. Alertmanagers that do not answer the pod prove nothing. Where
Prometheus answers under another path or asks for a login, ` + "`probes.prometheusURL`" + ` in kready.yaml says where it is asked.

Whether somebody outside of the cluster is behind a receiver is not proven: its settings lie in a Secret, which kready does not read.`,
		Tier: check.TierShould,
		Remediation: `Add the rule, where your chart does not have it, and route it in Alertmanager to a receiver for a service outside that notices
when it stops. (Where it fires and does not arrive, the log of Prometheus says why it cannot send.)

    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: watchdog, namespace: monitoring}
    spec:
      groups:
      - name: watchdog
        rules: [{alert: Watchdog, expr: vector(1), labels: {severity: none}}]`,
		Links: []string{"https://runbooks.prometheus-operator.dev/runbooks/general/watchdog/"},
		Since: "0.2.0",
	}, proof.Rule{
		Pass: func(p facts.Probe) string {
			all := text.Counted(len(p.Trials), "Prometheus", "Prometheuses")
			if arrived, _ := p.Measure("alerts that arrived"); arrived.Value < len(p.Trials) {
				return proof.With(fmt.Sprintf("an alert always fires in %s; whether it arrives in Alertmanager and is routed to somebody was not seen", all), p.Trials[0].Detail)
			}
			var to []string
			for _, m := range p.Measures {
				if name, is := strings.CutPrefix(m.Name, "receivers of the alert: "); is {
					to = append(to, name)
				}
			}
			return fmt.Sprintf("an alert always fires in %s and has arrived in Alertmanager, which routes it to %s; who is behind that was not looked at", all, strings.Join(to, ", "))
		},
		Gap: func(p facts.Probe, failed []facts.Trial) string {
			share := text.Share(len(failed), len(p.Trials), "Prometheus", "Prometheuses")
			if failed[0].Failure == "reaches nobody" {
				return fmt.Sprintf("the alert that always fires in %s reaches nobody, so that nobody notices when alerting stops", share)
			}
			return fmt.Sprintf("in %s no alert always fires, so that nobody notices when alerting stops", share)
		},
	})
}
