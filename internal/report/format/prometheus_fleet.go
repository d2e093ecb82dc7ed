package format

import (
	"bytes"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	dto "github.com/prometheus/client_model/go"
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

// PrometheusFleet writes the metrics of several clusters, of which at returns each once: those of each
// by its name, and its labels. One without a report is not ready, with the exit code 3.
func PrometheusFleet(w io.Writer, clusters int, at func(i int) Cluster) error {
	var names []string
	texts := map[string]*bytes.Buffer{} // there are many series: as text they take the least memory
	for i := range clusters {
		c := at(i)
		of := unreached(c.Name)
		if c.Report != nil {
			r := *c.Report
			r.Target.Name = c.Name
			of = families(r)
		}
		for _, f := range append(of, labelFamily(c)) {
			if len(f.Metric) == 0 {
				continue
			}
			name, known := f.GetName(), texts[f.GetName()]
			if known == nil {
				known = &bytes.Buffer{}
				names, texts[name] = append(names, name), known
			} else {
				f.Help, f.Type = nil, nil // they stand before the first
			}
			if err := writeFamily(known, f); err != nil {
				return err
			}
		}
	}
	for _, name := range names {
		if _, err := texts[name].WriteTo(w); err != nil {
			return fmt.Errorf("writing the fleet as Prometheus metrics: %w", err)
		}
	}
	return nil
}

// writeFamily writes the series of a family, with what it is where it says so.
func writeFamily(b *bytes.Buffer, f *family) error {
	from := b.Len()
	typed := f.Type != nil
	f.Type = dto.MetricType_GAUGE.Enum()
	if _, err := expfmt.MetricFamilyToText(b, f.MetricFamily); err != nil {
		return fmt.Errorf("writing %s as Prometheus metrics: %w", f.GetName(), err)
	}
	if typed {
		return nil
	}
	_, series, _ := bytes.Cut(b.Bytes()[from:], []byte("\n")) // behind the line with the type
	series = bytes.Clone(series)
	b.Truncate(from)
	_, err := b.Write(series)
	return err
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
