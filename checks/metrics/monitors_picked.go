package metrics

import (
	"context"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/text"
)

// MonitorsPicked asks whether a Prometheus picks up the monitors of a service.
func MonitorsPicked() check.Check {
	return check.Check{
		ID:      "metrics/monitors-picked",
		Title:   "A Prometheus picks up the service's monitors",
		Subject: check.SubjectService,
		Doc: `A ServiceMonitor or PodMonitor that no Prometheus selects is accepted, and the service is not scraped:
its alerts never fire, and nothing reports it. kube-prometheus-stack selects, unless told otherwise, only
what carries the label ` + "`release`" + ` with its own release's name.

The labels of each monitor of monitoring.coreos.com that the service brings, and of its namespace, are held
against the selectors of each Prometheus and PrometheusAgent, as metrics/monitors-selected does for those
that are there; one that is paused picks up nothing new. Where another product runs that can read monitors, or the service brings a Prometheus of its
own, the answer is unknown instead of a gap. One that says openshift.io/user-monitoring: "false" is to be left
alone. What a monitor selects is not judged.`,
		Level:         check.LevelConfigured,
		Tier:          check.TierMust,
		Reads:         facts.Fields{facts.PartService, facts.KindNamespaces, facts.KindPrometheuses, facts.KindWorkloads},
		Requires:      []string{"cluster/custom-kinds"},
		StandsWithout: check.StandsWithout{Any: []facts.Portion{"workloads/cronjobs"}},
		Remediation: `Give the monitor the labels that a Prometheus wants, or have the platform select it:

    kubectl get prometheuses -A -o yaml
`,
		Remedies: []check.Remedy{toNoServer("Prometheus"), toPaused()},
		Links:    []string{"https://prometheus-operator.dev/docs/platform/troubleshooting/"},
		Since:    "0.2.0",
		Run:      runMonitorsPicked,
	}
}

func runMonitorsPicked(_ context.Context, in *facts.Input) (check.Outcome, error) {
	readers := append(monitorReaders(in), ownServers(in, "Prometheus", "PrometheusAgent")...)
	const none = "there is no Prometheus of the operator that could pick it up"
	picked := pick(in,
		wish{kind: "ServiceMonitor", none: none, readers: readers, candidates: servers(in, func(p *facts.Prometheus) facts.ObjectSelection { return p.ServiceMonitors })},
		wish{kind: "PodMonitor", none: none, readers: readers, candidates: servers(in, func(p *facts.Prometheus) facts.ObjectSelection { return p.PodMonitors })},
	)
	if picked.total == 0 {
		return check.Skip("the service has no ServiceMonitor and no PodMonitor"), nil
	}
	return picked.outcome(text.Counted(picked.total, "monitor", "monitors"), "Prometheus"), nil
}
