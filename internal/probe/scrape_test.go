package probe

import (
	"maps"
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/dynamic/fake"

	"github.com/kready/kready/internal/agent"
	"github.com/kready/kready/internal/facts"
)

// prometheus is one that selects monitors with labels, in namespaces with labels.
func prometheus(name string, objects, namespaces facts.Selector) facts.Prometheus {
	return facts.Prometheus{
		Kind: "Prometheus", Namespace: "monitoring", Name: name, Alertmanagers: 1,
		ServiceMonitors: facts.ObjectSelection{Objects: objects, Namespaces: namespaces},
	}
}

func monitored(all ...facts.Prometheus) *facts.Input {
	return &facts.Input{Snapshot: facts.Snapshot{
		Nodes:        []facts.Node{{Name: "n1", Conditions: []facts.Condition{{Type: "Ready", Status: "True"}}}},
		Prometheuses: all,
	}}
}

func inFront(name, ip string, port int32, selector map[string]string) *corev1.Service {
	return &corev1.Service{ObjectMeta: metav1.ObjectMeta{Name: name, Namespace: "monitoring"}, Spec: corev1.ServiceSpec{ClusterIP: ip, Selector: selector, Ports: []corev1.ServicePort{{Name: "web", Port: port}}}}
}

// TestLabelsFor: labels are made that the selector selects, where there are any.
func TestLabelsFor(t *testing.T) {
	require := func(operator string, values ...string) facts.Selector {
		return facts.Selector{Set: true, Requirements: []facts.Requirement{{Key: "release", Operator: operator, Values: values}}}
	}
	for name, tt := range map[string]struct {
		selector facts.Selector
		want     map[string]string
		ok       bool
	}{
		"not set":       {facts.Selector{}, map[string]string{}, false},
		"all":           {facts.Selector{Set: true}, map[string]string{}, true},
		"a label":       {require("In", "prom", "other"), map[string]string{"release": "prom"}, true},
		"any value":     {require("Exists"), map[string]string{"release": "kready"}, true},
		"without":       {require("DoesNotExist"), map[string]string{}, true},
		"contradictory": {facts.Selector{Set: true, Requirements: []facts.Requirement{{Key: "a", Operator: "Exists"}, {Key: "a", Operator: "DoesNotExist"}}}, map[string]string{"a": "kready"}, false},
	} {
		if got, ok := labelsFor(&tt.selector); ok != tt.ok || !maps.Equal(got, tt.want) {
			t.Errorf("%s: %v %v", name, got, ok)
		}
	}
}

// TestPrometheusAt: the Service that leads to this Prometheus alone, one with an address before one without.
func TestPrometheusAt(t *testing.T) {
	all, operated := facts.Selector{Set: true}, map[string]string{"app.kubernetes.io/name": "prometheus"}
	named := map[string]string{"app.kubernetes.io/name": "prometheus", "operator.prometheus.io/name": "main"}
	one, two := monitored(prometheus("main", all, all)), monitored(prometheus("main", all, all), prometheus("other", all, all))
	for name, tt := range map[string]struct {
		in       *facts.Input
		services []*corev1.Service
		want     string
	}{
		"by address":       {one, []*corev1.Service{inFront("prometheus-operated", "None", 9090, operated), inFront("main", "10.0.0.1", 80, named)}, "http://main.monitoring.svc:80"},
		"headless":         {one, []*corev1.Service{inFront("prometheus-operated", "None", 9090, operated)}, "http://prometheus-operated.monitoring.svc:9090"},
		"of two":           {two, []*corev1.Service{inFront("prometheus-operated", "None", 9090, operated)}, ""},
		"of two, by name":  {two, []*corev1.Service{inFront("main", "10.0.0.1", 9090, named)}, "http://main.monitoring.svc:9090"},
		"of another":       {one, []*corev1.Service{inFront("grafana", "10.0.0.1", 9090, map[string]string{"app": "grafana"})}, ""},
		"without a port":   {one, []*corev1.Service{{ObjectMeta: metav1.ObjectMeta{Name: "main", Namespace: "monitoring"}, Spec: corev1.ServiceSpec{Selector: named}}}, ""},
		"nothing leads to": {one, nil, ""},
	} {
		client := server("")
		for _, service := range tt.services {
			if err := client.Tracker().Add(encoded(service)); err != nil {
				t.Fatal(err)
			}
		}
		got, err := session(t, tt.in, client).prometheusAt(t.Context(), &tt.in.Prometheuses[0])
		if got != tt.want || (err == nil) != (tt.want != "") {
			t.Errorf("%s: %q %v", name, got, err)
		}
	}
	s := session(t, two, server(""))
	s.Settings.Options = map[string]string{prometheusURL: "http://prom.example"}
	if got, err := s.prometheusAt(t.Context(), &two.Prometheuses[0]); err != nil || got != "http://prom.example" {
		t.Errorf("%q %v", got, err)
	}
}

// answering has pods of clients end with answers, and servers run.
func answering(client *fake.FakeDynamicClient, answers ...agent.Answer) {
	podsOf(client, func(*corev1.PodSpec) corev1.PodStatus {
		result := agent.Result{Steps: 2, Answers: answers}
		return corev1.PodStatus{Phase: corev1.PodSucceeded, Conditions: []corev1.PodCondition{{Type: corev1.PodReady, Status: corev1.ConditionTrue}}, ContainerStatuses: []corev1.ContainerStatus{{
			Name: agentContainer, State: corev1.ContainerState{Terminated: &corev1.ContainerStateTerminated{Message: string(result.Encode())}},
		}}}
	})
}

// TestScrape: the monitor has the labels that Prometheus selects, and is swept.
func TestScrape(t *testing.T) {
	release := facts.Selector{Set: true, Requirements: []facts.Requirement{{Key: "release", Operator: "In", Values: []string{"prom"}}}}
	in := monitored(prometheus("main", release, facts.Selector{Set: true}))
	client := server("", inFront("prometheus-operated", "None", 9090, map[string]string{"app.kubernetes.io/name": "prometheus"}))
	answering(client, agent.Answer{Name: "asked", Got: facts.Answered, Answers: 3, Attempts: 3}, agent.Answer{Name: "scraped", Got: facts.Blocked, Detail: "no series", Attempts: 60})
	s := session(t, in, client)
	out := &Result{}
	if err := s.tryScrape(t.Context(), out, &in.Prometheuses[0], 0); err != nil {
		t.Fatal(err)
	}
	if len(out.probe.Trials) != 2 || !out.PhaseSucceeded(facts.PhaseBaseline) || out.PhaseSucceeded(facts.PhaseProof) {
		t.Errorf("%+v", out.probe.Trials)
	}
	if got := s.monitor("shop", 0, &in.Prometheuses[0]); got.GetLabels()["release"] != "prom" || got.GetLabels()[LabelRun] != s.RunID || got.GetNamespace() != "shop" {
		t.Errorf("%+v", got)
	}
	for says, p := range map[string]facts.Prometheus{
		"":                      in.Prometheuses[0],
		"takes ServiceMonitors": prometheus("own", release, facts.Selector{}),
	} {
		why, err := scrape().Skip(session(t, monitored(p), client))
		if err != nil || (why == "") != (says == "") || !strings.Contains(why, says) {
			t.Errorf("%q: %q %v", says, why, err)
		}
	}
}

// TestDeadman: a Prometheus without such an alert is a failure, and one that does not say is unknown.
func TestDeadman(t *testing.T) {
	all := facts.Selector{Set: true}
	for name, tt := range map[string]struct {
		answer  agent.Answer
		fails   bool
		unknown bool
	}{
		"fires":   {agent.Answer{Name: "monitoring/main", Got: facts.Answered, Answers: 2, Attempts: 2}, false, false},
		"none":    {agent.Answer{Name: "monitoring/main", Got: facts.Blocked, Detail: agent.NoAlert + " 12 alerting rules always fires", Attempts: 2}, true, false},
		"stuck":   {agent.Answer{Name: "monitoring/main", Got: facts.Blocked, Detail: agent.NotDelivered + "Prometheus has found no Alertmanager to send it to", Attempts: 9}, true, false},
		"silent":  {agent.Answer{Name: "monitoring/main", Got: facts.Blocked, Detail: "timeout", Attempts: 2}, false, true},
		"a login": {agent.Answer{Name: "monitoring/main", Got: facts.Wrong, Detail: "HTTP 401", Attempts: 2}, false, true},
	} {
		client := server("", inFront("prometheus-operated", "None", 9090, map[string]string{"app.kubernetes.io/name": "prometheus"}))
		answering(client, tt.answer)
		out := &Result{}
		err := runDeadman(t.Context(), session(t, monitored(prometheus("main", all, all)), client), out)
		if (err != nil) != tt.unknown || !tt.unknown && out.PhaseSucceeded(facts.PhaseProof) == tt.fails {
			t.Errorf("%s: %+v %v", name, out.probe, err)
		}
	}
	silent := prometheus("main", all, all)
	silent.Alertmanagers = 0
	if why, err := deadman().Skip(session(t, monitored(silent), server(""))); err != nil || why == "" {
		t.Errorf("%q %v", why, err)
	}
}
