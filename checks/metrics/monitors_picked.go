package metrics

import (
	"context"
	"fmt"
	"maps"
	"strings"

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
that are there. Where another product runs that can read monitors, or the service brings a Prometheus of its
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
		Links: []string{"https://prometheus-operator.dev/docs/platform/troubleshooting/"},
		Since: "0.2.0",
		Run:   runMonitorsPicked,
	}
}

func runMonitorsPicked(_ context.Context, in *facts.Input) (check.Outcome, error) {
	matches := newMatcher(in)
	readers := monitorReaders(in)
	for _, o := range in.Service.Objects {
		switch {
		case o.Group == "" && o.Kind == "Namespace":
			labels := map[string]string{"kubernetes.io/metadata.name": o.Name}
			maps.Copy(labels, o.Labels)
			matches.labels[o.Name] = labels
		case o.Group == "monitoring.coreos.com" && (o.Kind == "Prometheus" || o.Kind == "PrometheusAgent"):
			readers = append(readers, "the service's own "+o.Kind)
		}
	}
	selections := map[string][]candidate{
		"ServiceMonitor": servers(in, func(p *facts.Prometheus) facts.ObjectSelection { return p.ServiceMonitors }),
		"PodMonitor":     servers(in, func(p *facts.Prometheus) facts.ObjectSelection { return p.PodMonitors }),
	}
	total, leftAlone := 0, 0
	var gaps, unknowns []check.Finding
	for _, o := range in.Service.Objects {
		candidates, monitor := selections[o.Kind]
		if !monitor || o.Group != "monitoring.coreos.com" {
			continue
		}
		total++
		if o.Labels[userMonitoring] == "false" || matches.labels[o.Namespace][userMonitoring] == "false" {
			leftAlone++
			continue
		}
		got, why := matches.match(subject{facts.ObjectRef{Kind: o.Kind, Namespace: o.Namespace, Name: o.Name}, o.Labels}, candidates)
		by := check.ByService
		if len(candidates) == 0 {
			why, by = "there is no Prometheus of the operator that could pick it up", check.ByPlatform
		}
		finding := check.OfManifest(o.Manifest, 0, by, why)
		switch {
		case got == selected:
		case got == undetermined || len(readers) > 0:
			unknowns = append(unknowns, finding)
		default:
			gaps = append(gaps, finding)
		}
	}
	monitors := text.Counted(total, "monitor", "monitors")
	switch {
	case total == 0:
		return check.Skip("the service has no ServiceMonitor and no PodMonitor"), nil
	case len(gaps) > 0:
		return check.Gap(fmt.Sprintf("no Prometheus picks up %d of %s", len(gaps), monitors), gaps...), nil
	case len(unknowns) > 0 && len(readers) > 0:
		return check.Unknown(fmt.Sprintf("whether %s reads %d of %s is in its configuration", strings.Join(readers, " or "), len(unknowns), monitors), unknowns...), nil
	case len(unknowns) > 0:
		return check.Unknown(fmt.Sprintf("whether a Prometheus picks up %d of %s is not known", len(unknowns), monitors), unknowns...), nil
	}
	if leftAlone > 0 {
		monitors += fmt.Sprintf(", of which %d %s to be left alone", leftAlone, text.Are(leftAlone))
	}
	if leftAlone == total {
		return check.Pass(monitors), nil
	}
	return check.Pass(monitors + ", picked up by a Prometheus"), nil
}
