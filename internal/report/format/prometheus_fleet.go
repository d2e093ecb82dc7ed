package format

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/prometheus/common/expfmt"

	"github.com/kready/kready/internal/report"
)

// Cluster is one of several whose metrics are written together.
type Cluster struct {
	Name   string
	Labels map[string]string
	// Report is nil when there is none.
	Report *report.Report
}

// PrometheusFleet writes the metrics of several clusters: those of each by its name, and its labels.
// One without a report is not ready, with the exit code 3.
func PrometheusFleet(w io.Writer, clusters []Cluster) error {
	var all []*family
	for _, c := range clusters {
		of := unreached(c.Name)
		if c.Report != nil {
			r := *c.Report
			r.Target.Name = c.Name
			of = families(r)
		}
		all = merge(all, append(of, labelFamily(c)))
	}
	for _, f := range all {
		if len(f.Metric) == 0 {
			continue
		}
		if _, err := expfmt.MetricFamilyToText(w, f.MetricFamily); err != nil {
			return fmt.Errorf("writing the fleet as Prometheus metrics: %w", err)
		}
	}
	return nil
}

// unreached are the metrics of a cluster of which nothing is known.
func unreached(name string) []*family {
	cluster := pairs{{"cluster", name}}
	return []*family{
		newFamily("kready_ready", helpReady).add(cluster, 0),
		newFamily("kready_complete", helpComplete).add(cluster, 0),
		newFamily("kready_exit_code", helpExitCode).add(cluster, 3),
	}
}

// labelFamily tells the labels of a cluster, as kube-state-metrics does those of an object.
func labelFamily(c Cluster) *family {
	f := newFamily("kready_cluster_labels", "The labels that the inventory gives a cluster. Always 1.")
	if len(c.Labels) == 0 {
		return f
	}
	at := pairs{{"cluster", c.Name}}
	for _, key := range slices.Sorted(maps.Keys(c.Labels)) {
		name := "label_" + metricName(key)
		if !slices.ContainsFunc(at, func(l label) bool { return l.name == name }) { // a series has none twice
			at = at.with(label{name, c.Labels[key]})
		}
	}
	return f.add(at, 1)
}

// metricName makes a part of a label's name out of a key.
func metricName(key string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' {
			return r
		}
		return '_'
	}, key)
}

// merge adds the series of families to those of the same name.
func merge(all, more []*family) []*family {
	for _, f := range more {
		i := slices.IndexFunc(all, func(known *family) bool { return known.GetName() == f.GetName() })
		if i < 0 {
			all = append(all, f)
			continue
		}
		all[i].Metric = append(all[i].Metric, f.Metric...)
	}
	return all
}
