package metrics

import (
	"testing"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
)

// labels is a selector that demands these values; none at all selects everything.
func labels(pairs ...string) facts.Selector {
	s := facts.Selector{Set: true}
	for i := 0; i+1 < len(pairs); i += 2 {
		s.Requirements = append(s.Requirements, facts.Requirement{Key: pairs[i], Operator: "In", Values: []string{pairs[i+1]}})
	}
	return s
}

func TestPick(t *testing.T) {
	null := facts.Selector{}
	in := &facts.Input{Snapshot: facts.Snapshot{Namespaces: []facts.Namespace{
		{Name: "shop", Labels: map[string]string{"team": "a"}}, {Name: "monitoring"},
	}}}
	not := facts.Selector{Set: true, Requirements: []facts.Requirement{{Key: "team", Operator: "NotIn", Values: []string{"a"}}}}
	lacks := facts.Selector{Set: true, Requirements: []facts.Requirement{{Key: "team", Operator: "DoesNotExist"}}}
	odd := facts.Selector{Set: true, Requirements: []facts.Requirement{{Key: "team", Operator: "Like"}}}
	cases := []struct {
		name                string
		objects, namespaces facts.Selector
		in                  string
		want                kube.Choice
	}{
		{"null selects nothing", null, labels(), "shop", kube.NotPicked},
		{"empty selects everything", labels(), labels(), "shop", kube.Picked},
		{"its own labels", labels("release", "main"), labels(), "shop", kube.Picked},
		{"other labels", labels("release", "other"), labels(), "shop", kube.NotPicked},
		{"two labels of which one is missing", labels("release", "main", "x", "y"), labels(), "shop", kube.NotPicked},
		{"null namespaces are the own", labels(), null, "monitoring", kube.Picked},
		{"null namespaces are no other", labels(), null, "shop", kube.NotPicked},
		{"namespace by label", labels(), labels("team", "a"), "shop", kube.Picked},
		{"namespace by name", labels(), labels("kubernetes.io/metadata.name", "shop"), "shop", kube.Picked},
		{"namespace without the label", labels(), labels("team", "a"), "monitoring", kube.NotPicked},
		{"NotIn holds without the label", labels(), not, "monitoring", kube.Picked},
		{"NotIn", labels(), not, "shop", kube.NotPicked},
		{"DoesNotExist", labels(), lacks, "shop", kube.NotPicked},
		{"an operator that is not known", labels(), odd, "shop", kube.NotPicked},
		{"a namespace that is not known", labels(), labels("team", "a"), "gone", kube.Undetermined},
		{"a namespace that is not known, and any will do", labels(), labels(), "gone", kube.Picked},
		{"labels outweigh an unknown namespace", labels("release", "other"), labels("team", "a"), "gone", kube.NotPicked},
	}
	for _, c := range cases {
		s := subject{facts.ObjectRef{Kind: "ServiceMonitor", Namespace: c.in, Name: "web"}, map[string]string{"release": "main"}}
		server := newCandidate(facts.ObjectRef{Kind: "Prometheus", Namespace: "monitoring", Name: "main"}, facts.ObjectSelection{Objects: c.objects, Namespaces: c.namespaces})
		if got, why := newMatcher(in).match(s, []candidate{server}); got != c.want {
			t.Errorf("%s: %d (%s), want %d", c.name, got, why, c.want)
		}
	}
}

func TestAnyCandidateWillDo(t *testing.T) {
	in := &facts.Input{}
	s := subject{facts.ObjectRef{Namespace: "shop"}, nil}
	server := func(name string, objects facts.Selector) candidate {
		return newCandidate(facts.ObjectRef{Kind: "Prometheus", Namespace: "m", Name: name}, facts.ObjectSelection{Objects: objects, Namespaces: labels()})
	}
	if got, _ := newMatcher(in).match(s, []candidate{server("a", labels("x", "y")), server("b", labels())}); got != kube.Picked {
		t.Errorf("the second one selects it: %d", got)
	}
	got, why := newMatcher(in).match(s, []candidate{server("a", labels("x", "y")), server("b", facts.Selector{})})
	if got != kube.NotPicked || why != "Prometheus m/a wants the labels x=y; Prometheus m/b selects none" {
		t.Errorf("%d: %s", got, why)
	}
}

func TestReaders(t *testing.T) {
	for repository, want := range map[string]string{
		"grafana/alloy":           "Grafana Alloy",
		"bitnami/grafana-alloy":   "Grafana Alloy",
		"grafana/agent":           "Grafana Agent",
		"grafana/agent-operator":  "Grafana Agent Operator",
		"datadog/agent":           "",
		"victoriametrics/vmagent": "",
		"mirror/open-telemetry/opentelemetry-operator/target-allocator": "the OpenTelemetry target allocator",
		"aws-observability/adot-operator-targetallocator":               "the OpenTelemetry target allocator",
		"victoriametrics/operator":                                      "the VictoriaMetrics operator",
		"tigera/operator":                                               "",
	} {
		in := &facts.Input{Snapshot: facts.Snapshot{Workloads: []facts.Workload{
			{Containers: []facts.Container{{Image: facts.Image{Repository: repository}}}},
		}}}
		got := ""
		if names := monitorReaders(in); len(names) > 0 {
			got = names[0]
		}
		if got != want {
			t.Errorf("%s: %q, want %q", repository, got, want)
		}
		for _, name := range ruleReaders(in) {
			if name == "the OpenTelemetry target allocator" {
				t.Errorf("%s reads no rules", repository)
			}
		}
	}
}

// TestSenders tells a Prometheus that sends alerts out of sight from one
// that sends them nowhere.
func TestSenders(t *testing.T) {
	rules := facts.ObjectSelection{Objects: labels(), Namespaces: labels()}
	server := func(change func(*facts.Prometheus)) facts.Prometheus {
		p := facts.Prometheus{Kind: "Prometheus", Namespace: "m", Name: "main", Rules: rules}
		change(&p)
		return p
	}
	cases := []struct {
		name    string
		servers []facts.Prometheus
		want    check.Status
	}{
		{"nowhere", []facts.Prometheus{server(func(*facts.Prometheus) {})}, check.StatusGap},
		{"no rules, no alerts", []facts.Prometheus{server(func(p *facts.Prometheus) { p.Rules = facts.ObjectSelection{} })}, check.StatusUnknown},
		{"to an Alertmanager elsewhere", []facts.Prometheus{server(func(p *facts.Prometheus) { p.Alertmanagers = 1 })}, check.StatusUnknown},
		{"by a Secret", []facts.Prometheus{server(func(p *facts.Prometheus) { p.MoreAlertmanagers = true })}, check.StatusUnknown},
		{"samples go elsewhere", []facts.Prometheus{server(func(p *facts.Prometheus) { p.RemoteWrites = 1 })}, check.StatusUnknown},
		{"one of two sends", []facts.Prometheus{server(func(*facts.Prometheus) {}), server(func(p *facts.Prometheus) { p.Alertmanagers = 1 })}, check.StatusUnknown},
	}
	for _, c := range cases {
		in := &facts.Input{Snapshot: facts.Snapshot{
			Prometheuses:    c.servers,
			PrometheusRules: []facts.PrometheusRule{{Namespace: "shop", Name: "slo"}},
		}}
		out, err := AlertRouting().Run(t.Context(), in)
		if err != nil || out.Status != c.want {
			t.Errorf("%s: %s (%s), want %s", c.name, out.Status, out.Reason, c.want)
		}
	}
}

func TestSelectorText(t *testing.T) {
	s := facts.Selector{Set: true, Requirements: []facts.Requirement{
		{Key: "a", Operator: "In", Values: []string{"1"}},
		{Key: "b", Operator: "NotIn", Values: []string{"2"}},
		{Key: "c", Operator: "In", Values: []string{"3", "4"}},
		{Key: "d", Operator: "Exists"},
		{Key: "e", Operator: "DoesNotExist"},
	}}
	if got := s.String(); got != "a=1,b!=2,c in (3,4),d,!e" {
		t.Error(got)
	}
}
