package metrics

import (
	"strings"
	"testing"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
)

// outcome expects a status and a text in a check's answer.
func outcome(t *testing.T, c check.Check, in *facts.Input, want check.Status, says string) {
	t.Helper()
	out, err := c.Run(t.Context(), in)
	if err != nil || out.Status != want || !strings.Contains(out.Reason, says) {
		t.Errorf("got %s %q %v %v, want %s with %q", out.Status, out.Reason, out.Findings, err, want, says)
	}
}

// prometheus is a server that selects objects with one label, in all namespaces.
func prometheus(kind string) facts.Prometheus {
	one := facts.ObjectSelection{Objects: labels("release", "main"), Namespaces: labels()}
	return facts.Prometheus{Kind: kind, Namespace: "monitoring", Name: "main", ServiceMonitors: one, PodMonitors: one, Rules: one}
}

func TestMonitorsSelected(t *testing.T) {
	wanted, other := map[string]string{"release": "main"}, map[string]string{"release": "other"}
	for name, tt := range map[string]struct {
		servers []facts.Prometheus
		monitor facts.Monitor
		want    check.Status
		says    string
	}{
		"selected":         {[]facts.Prometheus{prometheus("Prometheus")}, facts.Monitor{Kind: "ServiceMonitor", Labels: wanted}, check.StatusPass, "picked up"},
		"by an agent":      {[]facts.Prometheus{prometheus("PrometheusAgent")}, facts.Monitor{Kind: "PodMonitor", Labels: wanted}, check.StatusPass, "picked up"},
		"not selected":     {[]facts.Prometheus{prometheus("Prometheus")}, facts.Monitor{Kind: "ServiceMonitor", Labels: other}, check.StatusGap, "picked up by none"},
		"not by a ruler":   {[]facts.Prometheus{prometheus("ThanosRuler")}, facts.Monitor{Kind: "ServiceMonitor", Labels: wanted}, check.StatusGap, "picked up by none"},
		"nothing collects": {nil, facts.Monitor{Kind: "ServiceMonitor", Labels: wanted}, check.StatusSkip, "nothing collects metrics"},
	} {
		t.Run(name, func(t *testing.T) {
			in := &facts.Input{}
			tt.monitor.Namespace, tt.monitor.Name = "shop", "web"
			in.Prometheuses, in.Monitors, in.Namespaces = tt.servers, []facts.Monitor{tt.monitor}, []facts.Namespace{{Name: "shop"}}
			in.MonitorTargets = []facts.MonitorTargets{{Kind: tt.monitor.Kind, Namespace: "shop", Name: "web", Found: true}}
			outcome(t, MonitorsSelected(), in, tt.want, tt.says)
		})
	}
}

// TestMonitorsFind: what is picked up must select something that can be scraped.
func TestMonitorsFind(t *testing.T) {
	found := facts.MonitorTargets{Kind: "ServiceMonitor", Namespace: "shop", Name: "web", Selector: labels("app", "web"), Found: true}
	nothing, port, apiserver := found, found, found
	apiserver.Found, apiserver.Namespaces, apiserver.Selector = false, []string{"default"}, labels("component", "apiserver")
	nothing.Found, port.MissingPorts = false, []string{"http"}
	for name, tt := range map[string]struct {
		target  facts.Target
		targets []facts.MonitorTargets
		want    check.Status
		says    string
	}{
		"a Service":         {facts.Target{Kind: "cluster"}, []facts.MonitorTargets{found}, check.StatusPass, "picked up"},
		"no Service":        {facts.Target{Kind: "cluster"}, []facts.MonitorTargets{nothing}, check.StatusGap, "selects nothing that could be scraped"},
		"no such port":      {facts.Target{Kind: "cluster"}, []facts.MonitorTargets{port}, check.StatusGap, "selects nothing that could be scraped"},
		"the API server":    {facts.Target{Kind: "cluster"}, []facts.MonitorTargets{apiserver}, check.StatusPass, "picked up"},
		"not read":          {facts.Target{Kind: "cluster"}, nil, check.StatusUnknown, "is not known"},
		"not in a manifest": {facts.Target{Kind: "manifests"}, []facts.MonitorTargets{nothing}, check.StatusUnknown, "is not known"},
	} {
		t.Run(name, func(t *testing.T) {
			in := &facts.Input{}
			in.Target, in.MonitorTargets = tt.target, tt.targets
			in.Prometheuses, in.Namespaces = []facts.Prometheus{prometheus("Prometheus")}, []facts.Namespace{{Name: "shop"}}
			in.Monitors = []facts.Monitor{{Kind: "ServiceMonitor", Namespace: "shop", Name: "web", Labels: map[string]string{"release": "main"}}}
			outcome(t, MonitorsSelected(), in, tt.want, tt.says)
		})
	}
}

func TestRulesLoaded(t *testing.T) {
	for name, tt := range map[string]struct {
		server string
		label  string
		want   check.Status
		says   string
	}{
		"loaded":              {"Prometheus", "main", check.StatusPass, "loaded"},
		"by a ruler":          {"ThanosRuler", "main", check.StatusPass, "loaded"},
		"an agent loads none": {"PrometheusAgent", "main", check.StatusGap, "loaded by no Prometheus"},
		"not selected":        {"Prometheus", "other", check.StatusGap, "loaded by no Prometheus"},
		"no rule":             {"Prometheus", "", check.StatusSkip, "there is no PrometheusRule"},
	} {
		t.Run(name, func(t *testing.T) {
			in := &facts.Input{}
			in.Prometheuses, in.Namespaces = []facts.Prometheus{prometheus(tt.server)}, []facts.Namespace{{Name: "shop"}}
			if tt.label != "" {
				in.PrometheusRules = []facts.PrometheusRule{{Namespace: "shop", Name: "slo", Labels: map[string]string{"release": tt.label}}}
			}
			outcome(t, RulesLoaded(), in, tt.want, tt.says)
		})
	}
}
