package metrics

import (
	"context"
	"fmt"
	"slices"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
)

// userMonitoring is the label that makes OpenShift leave an object, or all of
// a namespace, alone.
const userMonitoring = "openshift.io/user-monitoring"

// pickedUpRemedy is how a Prometheus picks a monitor up.
const pickedUpRemedy = `Give the monitor the label that the finding names, or let the Prometheus select
everything; with kube-prometheus-stack:

    prometheus:
      prometheusSpec:
        serviceMonitorSelectorNilUsesHelmValues: false
        podMonitorSelectorNilUsesHelmValues: false
`

// MonitorsSelected asks whether every ServiceMonitor and PodMonitor is picked up by a
// Prometheus.
func MonitorsSelected() check.Check {
	return check.Check{
		ID:    "metrics/monitors-selected",
		Title: "Every ServiceMonitor and PodMonitor is picked up by a Prometheus and finds what to scrape",
		Doc: `A ServiceMonitor is only a wish. A Prometheus reads it when its own selectors say so, and
when none does, the service is not scraped, its alerts never fire, and nothing reports it.
The most common cause: kube-prometheus-stack selects, unless told otherwise, only what
carries the label ` + "`release`" + ` with its own release's name.

The labels of each ServiceMonitor and PodMonitor of monitoring.coreos.com, and of its
namespace, are held against the selectors of each Prometheus and PrometheusAgent, with the
operator's own rules: a selector that is null selects nothing, an empty one everything; a
namespace selector that is null means the Prometheus's own namespace. On GKE and AKS the
managed collectors read kinds of groups of their own and none of these. Objects that opt
out of OpenShift's user monitoring are left out.

A monitor that is picked up must select something as well: a ServiceMonitor a Service, in the
namespaces that it looks into (without a namespaceSelector its own only), with a port of the
name that it asks for; a PodMonitor a pod. One that selects nothing has no target, and no
alert about targets that are down fires either. Manifests that were not applied do not hold
the Services that operators make; there the answer is unknown.

Grafana Alloy, the OpenTelemetry target allocator and the operator of VictoriaMetrics can
read monitors as well; where one of them runs, the answer is unknown instead of a gap.
Namespaces that the operator itself is kept out of by its flags are not seen, and neither is
whether what a monitor selects has endpoints, or answers.`,
		Level: check.LevelConfigured,
		Tier:  check.TierMust,
		Reads: facts.Fields{facts.KindAPIs, facts.PartInventory, facts.KindMonitors, facts.KindNamespaces, facts.KindPrometheuses, facts.KindWorkloads, facts.PartApplications},
		// What a monitor selects: where it could not be read, what nothing picks up is still a gap.
		OptionalReads: facts.Fields{facts.KindMonitorTargets},
		Remedies: []check.Remedy{
			{State: selectsNothing, Text: selectsNothingRemedy},
			{State: notPickedUp, Text: pickedUpRemedy + "\nDelete monitors that charts left behind."},
			{Distributions: []string{"gke"}, State: notPickedUp, Text: pickedUpRemedy + `
The managed collector reads kinds of its own: write the monitor as a PodMonitoring of
monitoring.googleapis.com. Delete monitors that charts left behind.`},
			{Distributions: []string{"aks"}, State: notPickedUp, Text: pickedUpRemedy + `
The managed collector reads kinds of its own: write the monitor as a ServiceMonitor or PodMonitor
of azmonitoring.coreos.com. Delete monitors that charts left behind.`},
		},
		StandsWithout: check.StandsWithout{Any: []facts.Portion{"workloads/cronjobs", "workloads/pods"}, Skip: []facts.Portion{"apis", "namespaces"}},
		Remediation: pickedUpRemedy + `
Delete monitors that charts left behind.`,
		Links: []string{
			"https://prometheus-operator.dev/docs/platform/troubleshooting/",
			"https://learn.microsoft.com/azure/azure-monitor/containers/prometheus-metrics-scrape-crd",
		},
		Since: "0.1.0",
		Run:   runMonitorsSelected,
	}
}

func runMonitorsSelected(_ context.Context, in *facts.Input) (check.Outcome, error) {
	matches := newMatcher(in)
	var services, pods []subject
	optedOut := 0
	for _, m := range in.Monitors {
		if m.Labels[userMonitoring] == "false" || matches.labels[m.Namespace][userMonitoring] == "false" {
			optedOut++
			continue
		}
		s := subject{facts.ObjectRef{Kind: m.Kind, Namespace: m.Namespace, Name: m.Name}, m.Labels}
		if m.Kind == "PodMonitor" {
			pods = append(pods, s)
			continue
		}
		services = append(services, s)
	}
	switch {
	case noPipeline(in):
		return check.Skip(noPipelineReason), nil
	case len(services)+len(pods) == 0:
		return check.Skip("there is no ServiceMonitor and no PodMonitor" + optedOutNote(optedOut)), nil
	}
	forServices := servers(in, func(p *facts.Prometheus) facts.ObjectSelection { return p.ServiceMonitors })
	forPods := servers(in, func(p *facts.Prometheus) facts.ObjectSelection { return p.PodMonitors })
	a, b := matches.sort(services, forServices), matches.sort(pods, forPods)
	all := sorting{a.total + b.total, slices.Concat(a.left, b.left), slices.Concat(a.unsure, b.unsure)}
	picked := all.outcome(monitorText(in, len(forServices)), monitorReaders(in))
	return withTargets(in, picked, all.taken(slices.Concat(services, pods)), all.total), nil
}

// servers are those that scrape, with one of their selections.
func servers(in *facts.Input, of func(*facts.Prometheus) facts.ObjectSelection) []candidate {
	var out []candidate
	for i := range in.Prometheuses {
		p := &in.Prometheuses[i]
		if p.Kind == "Prometheus" || p.Kind == "PrometheusAgent" {
			one := newCandidate(facts.ObjectRef{Kind: p.Kind, Namespace: p.Namespace, Name: p.Name}, of(p))
			one.paused = p.Paused
			out = append(out, one)
		}
	}
	return out
}

func optedOutNote(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprintf(" but for %d that %s out of user monitoring", n, map[bool]string{true: "opts", false: "opt"}[n == 1])
}

func monitorText(in *facts.Input, servers int) outcomeText {
	t := outcomeText{one: "monitor", many: "monitors", taken: "picked up by a Prometheus", left: "picked up by none"}
	if servers > 0 {
		return t
	}
	for _, api := range in.APIs {
		switch api.Name {
		case "monitoring.googleapis.com":
			t.note = "; Google's managed collection reads monitoring.googleapis.com instead"
		case "azmonitoring.coreos.com":
			t.note = "; Azure's managed collection reads azmonitoring.coreos.com instead"
		}
	}
	return t
}
