package format

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/kready/kready/internal/report"

	dto "github.com/prometheus/client_model/go"
	"github.com/prometheus/common/expfmt"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/text"
)

// Prometheus writes the report in Prometheus' text format, for the textfile collector of
// node-exporter or a push gateway. All metrics are gauges. A check has one series, with its
// status as a label: an alert on status="gap" ends when the series is gone. What is waived
// has the status "waived" and is in no count of gaps.
func Prometheus(w io.Writer, r report.Report) error {
	for _, f := range families(r) {
		if len(f.Metric) == 0 {
			continue
		}
		if _, err := expfmt.MetricFamilyToText(w, f.MetricFamily); err != nil {
			return fmt.Errorf("writing the report as Prometheus metrics: %w", err)
		}
	}
	return nil
}

// What the metrics of a verdict say, for those who read them.
const (
	helpReady    = "1 when no gap counts and every must-have was judged or accepted, else 0."
	helpComplete = "1 when every must-have was judged, else 0."
	helpExitCode = "What kready check exited with: 0, 1 or 3."
)

func families(r report.Report) []*family {
	t, v := r.Target, r.Verdict
	cluster := pairs{{"cluster", t.Name}}
	one := func(name, help string, value float64) *family { return newFamily(name, help).add(cluster, value) }
	ready := newFamily("kready_ready", helpReady)
	if v.Asked == nil { // a run of some checks makes no cluster ready, nor unready
		ready.add(cluster, number(v.Ready))
	}
	all := []*family{
		newFamily("kready_target_info", "What was looked at, by which kready and which profile. Always 1.").add(cluster.with(label{"server", t.Server}, label{"kubernetes_version", t.Version}, label{"distribution", t.Distribution},
			label{"profile", r.Profile}, label{"fail_on", v.FailOn}, label{"kready_version", r.Tool}), 1),
		ready,
		one("kready_complete", helpComplete, number(v.Complete)),
		one("kready_exit_code", helpExitCode, float64(v.ExitCode)),
		one("kready_blind_spots", "Things that could not be read and that a check needed.", float64(len(r.BlindSpots))),
	}
	if !t.CollectedAt.IsZero() {
		all = append(all, one("kready_collected_timestamp_seconds", "When the cluster was read, in seconds since 1970.", float64(t.CollectedAt.Unix())))
	}
	return append(all, append(tierFamilies(r, cluster), append(checkFamilies(r, cluster), batteryFamilies(r, cluster)...)...)...)
}

// tierFamilies count gaps and what was not judged, by tier; a tier without any is 0.
func tierFamilies(r report.Report, cluster pairs) []*family {
	gaps := newFamily("kready_gaps", "Checks that found a gap, by tier, without the waived ones.")
	unjudged := newFamily("kready_unjudged", "Checks that could not be judged or broke, by tier, without the waived ones.")
	for _, tier := range check.Tiers() {
		open, unknown := 0, 0
		for _, x := range r.Results {
			if x.Tier != string(tier) {
				continue
			}
			switch x.StatusOrWaived() {
			case "gap":
				open++
			case "unknown", "error":
				unknown++
			}
		}
		at := cluster.with(label{"tier", string(tier)})
		gaps.add(at, float64(open))
		unjudged.add(at, float64(unknown))
	}
	return []*family{gaps, unjudged}
}

func checkFamilies(r report.Report, cluster pairs) []*family {
	status := newFamily("kready_check_status", "The status of a check: pass, gap, unknown, skip, error or waived. Always 1.")
	findings := newFamily("kready_check_findings", "Objects that a gap was found on, without the waived ones.")
	for _, x := range r.Results {
		of := cluster.with(label{"check", x.ID}, label{"battery", x.Battery}, label{"tier", x.Tier}, label{"level", x.Level})
		status.add(of.with(label{"status", x.StatusOrWaived()}), 1)
		if x.StatusOrWaived() == "gap" {
			findings.add(of, float64(x.Total()))
		}
	}
	return []*family{status, findings}
}

func batteryFamilies(r report.Report, cluster pairs) []*family {
	levels := newFamily("kready_battery_status", "The worst status of a battery's level, nice-to-haves left out. Always 1.")
	products := newFamily("kready_implementation_info", "A product that provides a battery. Always 1.")
	expiry := newFamily("kready_waiver_expiry_timestamp_seconds", "When a waiver ends to count, in seconds since 1970.")
	for _, b := range r.Batteries {
		for _, l := range []struct{ level, status string }{
			{"present", b.Levels.Present},
			{"healthy", b.Levels.Healthy},
			{"configured", b.Levels.Configured},
			{"proven", b.Levels.Proven},
		} {
			levels.add(cluster.with(label{"battery", b.Name}, label{"level", l.level}, label{"status", l.status},
				label{"required", fmt.Sprint(b.Required)}), 1)
		}
		for _, p := range b.Implementations {
			products.add(cluster.with(label{"battery", b.Name}, label{"implementation", p.Name},
				label{"version", strings.TrimPrefix(p.Version, "v")}, label{"state", p.State}, label{"namespace", p.Namespace}), 1)
		}
	}
	for _, w := range r.Waivers {
		day, err := time.Parse(time.DateOnly, w.Expires)
		if err != nil {
			continue // a day that is none has no end
		}
		expiry.add(cluster.with(label{"check", w.Check}, label{"battery", w.Battery}, label{"object", w.Object},
			label{"owner", w.Owner}, label{"state", w.State}), float64(day.AddDate(0, 0, 1).Unix()))
	}
	return []*family{levels, products, expiry}
}

func number(yes bool) float64 {
	if yes {
		return 1
	}
	return 0
}

type label struct{ name, value string }

// pairs are the labels of a series.
type pairs []label

// with returns the labels with more of them, in an array of their own.
func (p pairs) with(more ...label) pairs { return slices.Concat(p, more) }

// family is one metric with its series.
type family struct {
	*dto.MetricFamily
	seen map[string]bool
}

func newFamily(name, help string) *family {
	return &family{&dto.MetricFamily{Name: &name, Help: &help, Type: dto.MetricType_GAUGE.Enum()}, map[string]bool{}}
}

// add adds a series. Of two with the same labels the first counts: a collector refuses a
// file that has one twice.
func (f *family) add(labels pairs, value float64) *family {
	m := &dto.Metric{Gauge: &dto.Gauge{Value: &value}}
	var key strings.Builder
	for _, l := range labels {
		value := text.Clean(l.value)
		m.Label = append(m.Label, &dto.LabelPair{Name: &l.name, Value: &value})
		fmt.Fprintf(&key, "%q,", value)
	}
	if !f.seen[key.String()] {
		f.seen[key.String()] = true
		f.Metric = append(f.Metric, m)
	}
	return f
}
