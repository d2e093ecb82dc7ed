package collect

import (
	"context"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/kready/kready/internal/facts"
)

func alertmanagersCollector() Collector {
	return Collector{
		Facts:   facts.KindAlertmanagers,
		Reads:   []Read{ifServed(promGroup, "alertmanagers")},
		Collect: collectAlertmanagers,
	}
}

// collectAlertmanagers reads the Alertmanagers of the Prometheus operator: where their
// configuration lies, never the Secret that it mostly lies in.
func collectAlertmanagers(ctx context.Context, r *Run) Fill {
	all := eachIfServed(ctx, r, promGroup, "alertmanagers", distilAlertmanager)
	sortBy(all,
		func(a facts.Alertmanager) string { return a.Namespace },
		func(a facts.Alertmanager) string { return a.Name })
	return func(s *facts.Snapshot) { s.Alertmanagers = all }
}

func distilAlertmanager(o *unstructured.Unstructured) (facts.Alertmanager, error) {
	read := reader{fields: o.Object}
	out := facts.Alertmanager{
		Namespace: o.GetNamespace(), Name: o.GetName(), CreatedAt: truncateToSecond(o.GetCreationTimestamp().Time),
		Conditions:    read.conditions("status", "conditions"),
		Configuration: read.text("spec", "alertmanagerConfiguration", "name"),
		ConfigSecret:  read.text("spec", "configSecret"),
		Configs:       read.selection("alertmanagerConfigSelector", "alertmanagerConfigNamespaceSelector"),
	}
	out.Paused, _ = read.boolean("spec", "paused")
	return out, read.err
}

func alertmanagerConfigsCollector() Collector {
	return Collector{
		Facts:   facts.KindAlertmanagerConfigs,
		Reads:   []Read{ifServed(promGroup, "alertmanagerconfigs")},
		Collect: collectAlertmanagerConfigs,
	}
}

// collectAlertmanagerConfigs reads which receivers alerts are led to, and of what kind
// these are; not their addresses.
func collectAlertmanagerConfigs(ctx context.Context, r *Run) Fill {
	all := eachIfServed(ctx, r, promGroup, "alertmanagerconfigs", distilAlertmanagerConfig)
	sortBy(all,
		func(c facts.AlertmanagerConfig) string { return c.Namespace },
		func(c facts.AlertmanagerConfig) string { return c.Name })
	return func(s *facts.Snapshot) { s.AlertmanagerConfigs = all }
}

func distilAlertmanagerConfig(o *unstructured.Unstructured) (facts.AlertmanagerConfig, error) {
	read := reader{fields: o.Object}
	out := facts.AlertmanagerConfig{
		Namespace: o.GetNamespace(), Name: o.GetName(), Labels: shortenValues(o.GetLabels()),
		Default: read.text("spec", "route", "receiver"),
	}
	if route, ok := read.at("spec", "route"); ok {
		fields, _ := route.(map[string]any)
		root := reader{fields: fields}
		out.Routed = sorted(routed(&root))
		read.takeError(&root)
	}
	for _, fields := range read.list("spec", "receivers") {
		one := reader{fields: fields}
		out.Receivers = append(out.Receivers, facts.AlertReceiver{Name: one.text("name"), Integrations: integrations(fields)})
		read.takeError(&one)
	}
	sortBy(out.Receivers, func(r facts.AlertReceiver) string { return r.Name })
	return out, read.err
}

// routed are the receivers of a route and of all routes below it.
func routed(route *reader) []string {
	out := []string{route.text("receiver")}
	for _, fields := range route.list("routes") {
		one := reader{fields: fields}
		out = append(out, routed(&one)...)
		route.takeError(&one)
	}
	return out
}

// integrations are the kinds of a receiver's entries: slackConfigs is "slack".
func integrations(receiver map[string]any) []string {
	var out []string
	for key, value := range receiver {
		kind, isKind := strings.CutSuffix(key, "Configs")
		entries, _ := value.([]any)
		if isKind && len(entries) > 0 {
			out = append(out, kind)
		}
	}
	return sorted(out)
}
