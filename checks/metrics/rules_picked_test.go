package metrics

import (
	"testing"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
)

// TestRulesPicked: each kind has its own selector, and its own servers.
func TestRulesPicked(t *testing.T) {
	of := func(kind, release string) facts.LandingObject {
		return facts.LandingObject{
			Manifest: facts.Manifest{Kind: kind, Namespace: "shop", Name: "web"}, Group: "monitoring.coreos.com", Labels: map[string]string{"release": release},
		}
	}
	each := facts.ObjectSelection{Objects: labels("release", "main"), Namespaces: labels()}
	server := func(kind string) facts.Prometheus {
		return facts.Prometheus{Kind: kind, Namespace: "monitoring", Name: "main", Rules: each, Probes: each, ScrapeConfigs: each, ProbesRead: true}
	}
	older := server("Prometheus")
	older.Probes, older.ProbesRead = facts.ObjectSelection{}, false
	for name, tt := range map[string]struct {
		object  facts.LandingObject
		servers []facts.Prometheus
		manager facts.Alertmanager
		want    check.Status
		says    string
	}{
		"a rule":                 {of("PrometheusRule", "main"), []facts.Prometheus{server("Prometheus")}, facts.Alertmanager{}, check.StatusPass, "picked up"},
		"a rule of another":      {of("PrometheusRule", "other"), []facts.Prometheus{server("Prometheus")}, facts.Alertmanager{}, check.StatusGap, "no Prometheus or Alertmanager picks up the only object"},
		"a rule and a ruler":     {of("PrometheusRule", "main"), []facts.Prometheus{server("ThanosRuler")}, facts.Alertmanager{}, check.StatusPass, ""},
		"a rule and an agent":    {of("PrometheusRule", "main"), []facts.Prometheus{server("PrometheusAgent")}, facts.Alertmanager{}, check.StatusGap, ""},
		"a probe and an agent":   {of("Probe", "main"), []facts.Prometheus{server("PrometheusAgent")}, facts.Alertmanager{}, check.StatusPass, ""},
		"a probe and a ruler":    {of("Probe", "main"), []facts.Prometheus{server("ThanosRuler")}, facts.Alertmanager{}, check.StatusGap, ""},
		"a scrape configuration": {of("ScrapeConfig", "other"), []facts.Prometheus{server("Prometheus")}, facts.Alertmanager{}, check.StatusGap, ""},
		"an older kready":        {of("Probe", "main"), []facts.Prometheus{older}, facts.Alertmanager{}, check.StatusUnknown, "is not known"},
		"a route":                {of("AlertmanagerConfig", "main"), nil, facts.Alertmanager{Namespace: "monitoring", Name: "main", Configs: each}, check.StatusPass, ""},
		"a route of another":     {of("AlertmanagerConfig", "other"), nil, facts.Alertmanager{Namespace: "monitoring", Name: "main", Configs: each}, check.StatusGap, ""},
		"a route by its name":    {of("AlertmanagerConfig", "other"), nil, facts.Alertmanager{Namespace: "shop", Name: "main", Configuration: "web"}, check.StatusPass, ""},
		"of another group":       {facts.LandingObject{Manifest: facts.Manifest{Kind: "PrometheusRule"}, Group: "other.example"}, nil, facts.Alertmanager{}, check.StatusSkip, ""},
	} {
		t.Run(name, func(t *testing.T) {
			in := &facts.Input{}
			in.Namespaces, in.Prometheuses = []facts.Namespace{{Name: "shop"}}, tt.servers
			if in.Service.Objects = []facts.LandingObject{tt.object}; tt.manager.Name != "" {
				in.Alertmanagers = []facts.Alertmanager{tt.manager}
			}
			outcome(t, RulesPicked(), in, tt.want, tt.says)
		})
	}
}
