package collect

import (
	"context"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/target"
)

// promGroup is the API group of the Prometheus operator. GKE and AKS have groups of
// their own, with the same kinds.
const promGroup = "monitoring.coreos.com"

func prometheusReads() []Read {
	return []Read{ifServed(promGroup, "prometheuses"), ifServed(promGroup, "prometheusagents"), ifServed(promGroup, "thanosrulers")}
}

func monitorReads() []Read {
	return []Read{ifServed(promGroup, "servicemonitors"), ifServed(promGroup, "podmonitors")}
}

func prometheusesCollector() Collector {
	return Collector{
		Facts:   facts.KindPrometheuses,
		Reads:   prometheusReads(),
		Collect: collectPrometheuses,
	}
}

// collectPrometheuses reads the servers that the Prometheus operator runs.
func collectPrometheuses(ctx context.Context, r *Run) Fill {
	servers := forEach(r, prometheusReads(), func(r *Run, read Read) []facts.Prometheus {
		return eachIfServed(ctx, r, read.Group, read.Resource, distilPrometheus)
	})
	sortBy(servers,
		func(p facts.Prometheus) string { return p.Kind },
		func(p facts.Prometheus) string { return p.Namespace },
		func(p facts.Prometheus) string { return p.Name })
	return func(s *facts.Snapshot) { s.Prometheuses = servers }
}

// distilPrometheus reads a Prometheus, PrometheusAgent or ThanosRuler.
func distilPrometheus(o *unstructured.Unstructured) (facts.Prometheus, error) {
	read := reader{fields: o.Object}
	out := facts.Prometheus{
		Kind: o.GetKind(), Namespace: o.GetNamespace(), Name: o.GetName(), CreatedAt: truncateToSecond(o.GetCreationTimestamp().Time),
		ServiceMonitors:   read.selection("serviceMonitorSelector", "serviceMonitorNamespaceSelector"),
		PodMonitors:       read.selection("podMonitorSelector", "podMonitorNamespaceSelector"),
		Rules:             read.selection("ruleSelector", "ruleNamespaceSelector"),
		Probes:            read.selection("probeSelector", "probeNamespaceSelector"),
		ScrapeConfigs:     read.selection("scrapeConfigSelector", "scrapeConfigNamespaceSelector"),
		ProbesRead:        true,
		Conditions:        read.conditions("status", "conditions"),
		Storage:           storageKind(&read),
		Retention:         read.text("spec", "retention"),
		RemoteWrites:      len(read.list("spec", "remoteWrite")),
		ObjectStorage:     read.has("spec", "thanos", "objectStorageConfig") || read.has("spec", "thanos", "objectStorageConfigFile"),
		Alertmanagers:     len(read.list("spec", "alerting", "alertmanagers")),
		MoreAlertmanagers: read.has("spec", "additionalAlertManagerConfigs"),
	}
	out.Paused, _ = read.boolean("spec", "paused")
	if out.Kind == "ThanosRuler" {
		out.Alertmanagers = read.length("spec", "alertmanagersUrl")
		out.MoreAlertmanagers = read.has("spec", "alertmanagersConfig")
	}
	for _, fields := range read.list("status", "shardStatuses") {
		one := reader{fields: fields}
		out.Shards = append(out.Shards, facts.PrometheusShard{
			Name: one.text("shardID"), Replicas: one.number("replicas"), Available: one.number("availableReplicas"),
		})
		read.takeError(&one)
	}
	sortBy(out.Shards, func(s facts.PrometheusShard) string { return s.Name })
	return out, read.err
}

// storageKind is what samples are kept on. The operator takes an emptyDir when nothing is
// asked for, and a claim when it is asked for neither of the other two.
func storageKind(read *reader) string {
	switch {
	case !read.has("spec", "storage"), read.has("spec", "storage", "emptyDir"):
		return "emptyDir"
	case read.has("spec", "storage", "ephemeral"):
		return "ephemeral"
	}
	return "claim"
}

func monitorsCollector() Collector {
	return Collector{
		Facts:   facts.KindMonitors,
		Reads:   monitorReads(),
		Collect: collectMonitors,
	}
}

// collectMonitors reads the labels of ServiceMonitors and PodMonitors, no more.
func collectMonitors(_ context.Context, r *Run) Fill {
	monitors := forEach(r, []func() listing[monitorRead]{r.serviceMonitors, r.podMonitors}, func(r *Run, once func() listing[monitorRead]) []facts.Monitor {
		var all []facts.Monitor
		for _, m := range listed(r, once()) {
			all = append(all, m.labelled)
		}
		return all
	})
	sortBy(monitors,
		func(m facts.Monitor) string { return m.Kind },
		func(m facts.Monitor) string { return m.Namespace },
		func(m facts.Monitor) string { return m.Name })
	return func(s *facts.Snapshot) { s.Monitors = monitors }
}

func prometheusRulesCollector() Collector {
	return Collector{
		Facts:   facts.KindPrometheusRules,
		Reads:   []Read{ifServed(promGroup, "prometheusrules")},
		Collect: collectPrometheusRules,
	}
}

// collectPrometheusRules reads the labels of PrometheusRules, no more.
func collectPrometheusRules(ctx context.Context, r *Run) Fill {
	rules := named(ctx, r, "prometheusrules", func(o *metav1.PartialObjectMetadata) facts.PrometheusRule {
		return facts.PrometheusRule{Namespace: o.Namespace, Name: o.Name, Labels: shortenValues(o.Labels)}
	})
	sortBy(rules,
		func(p facts.PrometheusRule) string { return p.Namespace },
		func(p facts.PrometheusRule) string { return p.Name })
	return func(s *facts.Snapshot) { s.PrometheusRules = rules }
}

// named reads the metadata of all objects of a resource of the Prometheus operator.
func named[F any](ctx context.Context, r *Run, resource string, distil func(*metav1.PartialObjectMetadata) F) []F {
	q := target.Query{Group: promGroup, Resource: resource, Metadata: true}
	if !r.serves(&q) {
		return nil
	}
	return each(ctx, r, q, distil)
}
