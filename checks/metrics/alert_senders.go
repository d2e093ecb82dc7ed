package metrics

import (
	"fmt"
	"strings"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/text"
)

// judgeSenders asks whether something hands alerts to an Alertmanager. Any one that does is
// enough: a second Prometheus may well be there for recording rules only.
func (a *alerting) judgeSenders(in *facts.Input) {
	for i := range in.Prometheuses {
		if p := &in.Prometheuses[i]; p.Alertmanagers > 0 || p.MoreAlertmanagers {
			a.judgeReceivers(in)
			return
		}
	}
	unsent := evaluating(in)
	if len(unsent) == 0 {
		a.judgeOtherPipelines(in)
		return
	}
	elsewhere := evaluatesElsewhere(in)
	for _, finding := range unsent {
		if elsewhere != "" {
			finding.Message += "; " + elsewhere
			a.unknown = append(a.unknown, finding)
			continue
		}
		a.gaps = append(a.gaps, finding)
	}
}

// judgeReceivers judges the case that alerts are sent, and none of the Alertmanagers that get them
// may be in this cluster.
func (a *alerting) judgeReceivers(in *facts.Input) {
	if len(in.Alertmanagers) == 0 && len(a.unknown) == 0 && len(a.gaps) == 0 {
		a.unknown = append(a.unknown, check.Finding{Message: "alerts are sent to an Alertmanager outside of this cluster, or to one that is not there"})
	}
}

// judgeOtherPipelines judges the case that no server of the operator evaluates rules.
func (a *alerting) judgeOtherPipelines(in *facts.Input) {
	if len(a.gaps)+len(a.unknown) > 0 {
		return
	}
	message := "no rules are evaluated by the Prometheus operator here; what alerts " + strings.Join(collectors(in), " or ") + " sends cannot be seen"
	a.unknown = append(a.unknown, check.Finding{Message: message})
	a.routes = nil
}

// evaluating are findings on the servers that evaluate rules, given that none sends
// alerts anywhere.
func evaluating(in *facts.Input) []check.Finding {
	matches := newMatcher(in)
	var out []check.Finding
	for _, server := range evaluators(in) {
		sorted := matches.sort(ruleSubjects(in), []candidate{server})
		if n := sorted.total - len(sorted.left) - len(sorted.unsure); n > 0 {
			out = append(out, check.Finding{Object: server.ref, Message: fmt.Sprintf("it evaluates %s and sends alerts to no Alertmanager",
				text.Counted(n, "PrometheusRule", "PrometheusRules"))})
		}
	}
	return out
}

// evaluatesElsewhere says what else may send alerts on the same samples; "" when
// nothing is known to.
func evaluatesElsewhere(in *facts.Input) string {
	for i := range in.Workloads {
		if runs(&in.Workloads[i], "grafana") {
			return "Grafana may send alerts by rules of its own"
		}
	}
	for _, p := range in.Prometheuses {
		if p.RemoteWrites > 0 {
			return "where its samples are sent, rules may be evaluated as well"
		}
	}
	return ""
}

// runs reports whether a container's image is of that name, whoever packaged it:
// prometheus/alertmanager, bitnami/alertmanager, mirrored-prometheus-alertmanager.
func runs(w *facts.Workload, name string) bool {
	for _, c := range w.Containers {
		parts := strings.Split(c.Image.Repository, "/")
		last := parts[len(parts)-1]
		if last == name || strings.HasSuffix(last, "-"+name) {
			return true
		}
	}
	return false
}
