package metrics

import (
	"fmt"

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
expression is a constant, such as ` + "`vector(1)`" + `, or that has one of the usual names. Where Prometheus answers under another
path or asks for a login, ` + "`probes.prometheusURL`" + ` in kready.yaml says where it is asked.

Whether the alert is routed to somebody outside of the cluster is not proven: most charts route it to nobody, and the
routes lie in a Secret, which kready does not read.`,
		Tier: check.TierShould,
		Remediation: `Add the rule, where your chart does not have it, and route it to a service outside that notices when it stops:

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
			return fmt.Sprintf("an alert always fires in %s; whether it is routed to somebody outside of the cluster was not looked at", text.Counted(len(p.Trials), "Prometheus", "Prometheuses"))
		},
		Gap: func(p facts.Probe, failed []facts.Trial) string {
			return fmt.Sprintf("in %s no alert always fires, so that nobody notices when alerting stops", text.Share(len(failed), len(p.Trials), "Prometheus", "Prometheuses"))
		},
	})
}
