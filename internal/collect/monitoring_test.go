package collect

import (
	"context"
	"slices"
	"testing"

	"k8s.io/apimachinery/pkg/runtime"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/target"
)

// monitoring is a Prometheus as its operator leaves it, with what it is configured by.
const monitoring = `
apiVersion: monitoring.coreos.com/v1
kind: Prometheus
metadata: {name: kps-prometheus, namespace: monitoring, creationTimestamp: "2026-06-01T00:00:00Z", generation: 4}
spec:
  replicas: 2
  retention: 10d
  serviceMonitorSelector: {matchLabels: {release: kps}, matchExpressions: [{key: tier, operator: NotIn, values: [b, a]}]}
  serviceMonitorNamespaceSelector: {}
  podMonitorSelector: null
  ruleSelector: {matchExpressions: [{key: role, operator: Exists}]}
  alerting: {alertmanagers: [{name: kps-alertmanager, namespace: monitoring, port: http-web}]}
  remoteWrite: [{url: "https://user:hunter2@metrics.example/push"}]
  thanos: {objectStorageConfig: {name: thanos, key: config.yaml}}
  storage: {volumeClaimTemplate: {spec: {resources: {requests: {storage: 50Gi}}}}}
status:
  paused: false
  conditions:
  - {type: Available, status: Degraded, reason: SomePodsNotReady, message: "shard 1: pod prometheus-kps-1: container not ready", observedGeneration: 4, lastTransitionTime: "2026-11-01T00:00:00Z"}
  - {type: Reconciled, status: "True", reason: "", message: "", observedGeneration: 4, lastTransitionTime: "2026-11-01T00:00:00Z"}
  shardStatuses:
  - {shardID: "1", replicas: 2, updatedReplicas: 2, availableReplicas: 0, unavailableReplicas: 2}
  - {shardID: "0", replicas: 2, updatedReplicas: 2, availableReplicas: 2, unavailableReplicas: 0}
---
apiVersion: monitoring.coreos.com/v1alpha1
kind: PrometheusAgent
metadata: {name: edge, namespace: monitoring}
spec: {storage: {emptyDir: {medium: Memory}}}
---
apiVersion: monitoring.coreos.com/v1
kind: ThanosRuler
metadata: {name: rules, namespace: monitoring}
spec: {ruleSelector: {}, alertmanagersUrl: ["dnssrv+http://am.example"], storage: {ephemeral: {}}}
---
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata: {name: web, namespace: shop, labels: {release: kps}}
spec: {selector: {matchLabels: {app: web}}, endpoints: [{port: http, basicAuth: {password: {name: hunter2}}}]}
---
apiVersion: monitoring.coreos.com/v1
kind: PodMonitor
metadata: {name: job, namespace: shop}
spec: {selector: {}}
---
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: {name: slo, namespace: shop, labels: {role: alerts}}
spec: {groups: [{name: a, rules: [{alert: X, expr: hunter2}]}]}
---
apiVersion: monitoring.coreos.com/v1
kind: Alertmanager
metadata: {name: main, namespace: monitoring}
spec: {alertmanagerConfiguration: {name: global}, alertmanagerConfigSelector: {matchLabels: {alerts: "on"}}, configSecret: own}
---
apiVersion: monitoring.coreos.com/v1alpha1
kind: AlertmanagerConfig
metadata: {name: global, namespace: monitoring, labels: {alerts: "on"}}
spec:
  route:
    receiver: "null"
    routes:
    - receiver: chat
      routes: [{receiver: on-call, matchers: [{name: severity, value: critical}]}]
  receivers:
  - name: "null"
  - name: on-call
    pagerdutyConfigs: [{routingKey: {name: pd, key: hunter2}}]
    webhookConfigs: []
  - name: chat
    slackConfigs: [{apiURL: {name: slack, key: url}, channel: "#alerts"}]
    webhookConfigs: [{url: "https://hunter2.example"}]
`

func TestMonitoring(t *testing.T) {
	s := Snapshot(t.Context(), dump(t, monitoring, true), facts.Kinds(), Options{Now: moment, Platform: everything})
	assertAbsent(t, s, "hunter2")
	p := one(t, s.Prometheuses, func(p facts.Prometheus) bool { return p.Kind == "Prometheus" })
	if p.Storage != "claim" || p.Retention != "10d" || p.RemoteWrites != 1 || !p.ObjectStorage || p.Alertmanagers != 1 || p.MoreAlertmanagers {
		t.Errorf("%+v", p)
	}
	if got := p.ServiceMonitors.Objects.String(); got != "release=kps,tier notin (a,b)" {
		t.Errorf("selector %s", got)
	}
	if !p.ServiceMonitors.Namespaces.Set || p.PodMonitors.Objects.Set || p.Rules.Objects.String() != "role" || p.Rules.Namespaces.Set {
		t.Errorf("selectors %+v", p)
	}
	if want := []facts.PrometheusShard{{Name: "0", Replicas: 2, Available: 2}, {Name: "1", Replicas: 2}}; !slices.Equal(p.Shards, want) {
		t.Errorf("shards %+v", p.Shards)
	}
	if c, _ := findCondition(p.Conditions, "Available"); c.Status != "Degraded" || c.Reason != "SomePodsNotReady" {
		t.Errorf("condition %+v", c)
	}
	if p := one(t, s.Prometheuses, func(p facts.Prometheus) bool { return p.Kind == "PrometheusAgent" }); p.Storage != "emptyDir" {
		t.Errorf("%+v", p)
	}
	if p := one(t, s.Prometheuses, func(p facts.Prometheus) bool { return p.Kind == "ThanosRuler" }); p.Alertmanagers != 1 || p.Storage != "ephemeral" {
		t.Errorf("%+v", p)
	}
	if len(s.Monitors) != 2 || s.Monitors[0].Kind != "PodMonitor" || s.Monitors[1].Labels["release"] != "kps" {
		t.Errorf("%+v", s.Monitors)
	}
	if len(s.PrometheusRules) != 1 || s.PrometheusRules[0].Labels["role"] != "alerts" {
		t.Errorf("%+v", s.PrometheusRules)
	}
}

func TestAlertmanagers(t *testing.T) {
	s := Snapshot(t.Context(), dump(t, monitoring, true), facts.Kinds(), Options{Now: moment, Platform: everything})
	if a := s.Alertmanagers[0]; a.Configuration != "global" || a.ConfigSecret != "own" || a.Configs.Objects.String() != "alerts=on" {
		t.Errorf("%+v", a)
	}
	c := s.AlertmanagerConfigs[0]
	if c.Default != "null" || !slices.Equal(c.Routed, []string{"chat", "null", "on-call"}) || len(c.Receivers) != 3 {
		t.Errorf("%+v", c)
	}
	chat := one(t, c.Receivers, func(r facts.AlertReceiver) bool { return r.Name == "chat" })
	if !slices.Equal(chat.Integrations, []string{"slack", "webhook"}) {
		t.Errorf("%+v", chat)
	}
}

func TestMalformedSelector(t *testing.T) {
	s := Snapshot(t.Context(), dump(t, `
apiVersion: monitoring.coreos.com/v1
kind: Prometheus
metadata: {name: odd, namespace: monitoring}
spec: {serviceMonitorSelector: [release]}
`, true), facts.Kinds(), Options{Now: moment, Platform: everything})
	blind := s.Blind([]facts.Kind{"prometheuses"})
	if len(s.Prometheuses) != 0 || len(blind) != 1 || blind[0].Reason != facts.ReasonMalformed {
		t.Errorf("%+v, %+v", s.Prometheuses, blind)
	}
}

// unread is a source of which one resource cannot be read.
type unread struct {
	target.Source
	resource string
}

func (s unread) Each(ctx context.Context, q target.Query, fn func(runtime.Object) error) error {
	if q.String() == s.resource {
		return &target.ReadError{Reason: facts.ReasonForbidden, Message: "refused"}
	}
	return s.Source.Each(ctx, q, fn)
}

// TestMonitorsOfUnreadServices: a ServiceMonitor does not select nothing because no Service could be read.
func TestMonitorsOfUnreadServices(t *testing.T) {
	s := Snapshot(t.Context(), unread{dump(t, monitoring, true), "services"}, []facts.Kind{facts.KindMonitorTargets}, Options{Now: moment})
	if len(s.Blind([]facts.Kind{facts.KindMonitorTargets})) == 0 {
		t.Error("there is no blind spot")
	}
	for _, m := range s.MonitorTargets {
		if m.Kind == "ServiceMonitor" {
			t.Errorf("it says what could not be known: %+v", m)
		}
	}
}
