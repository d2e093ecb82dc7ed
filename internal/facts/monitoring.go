package facts

import (
	"slices"
	"strings"
	"time"
)

// Selector is a label selector whose absence means something: it depends on the field
// whether one that is not set selects nothing, or something else.
type Selector struct {
	// Set is false when the field is absent or null.
	Set bool `json:"set"`
	// Requirements must all hold; matchLabels are among them as In with one value.
	Requirements []Requirement `json:"requirements"`
}

// Requirement is one requirement of a label selector.
type Requirement struct {
	Key string `json:"key"`
	// Operator is In, NotIn, Exists or DoesNotExist.
	Operator string   `json:"operator"`
	Values   []string `json:"values"`
}

// Matches reports whether labels satisfy every requirement. It does not look at Set.
func (s *Selector) Matches(labels map[string]string) bool {
	return !slices.ContainsFunc(s.Requirements, func(r Requirement) bool { return !r.matches(labels) })
}

func (r Requirement) matches(labels map[string]string) bool {
	value, found := labels[r.Key]
	switch r.Operator {
	case "In":
		return found && slices.Contains(r.Values, value)
	case "NotIn":
		return !found || !slices.Contains(r.Values, value)
	case "Exists":
		return found
	case "DoesNotExist":
		return !found
	}
	return false
}

// String writes the selector as kubectl does: "release=main,tier in (a,b)".
func (s *Selector) String() string {
	parts := make([]string, 0, len(s.Requirements))
	for _, r := range s.Requirements {
		parts = append(parts, r.String())
	}
	return strings.Join(parts, ",")
}

// String writes the requirement as kubectl does.
func (r Requirement) String() string {
	switch {
	case r.Operator == "Exists":
		return r.Key
	case r.Operator == "DoesNotExist":
		return "!" + r.Key
	case r.Operator == "In" && len(r.Values) == 1:
		return r.Key + "=" + r.Values[0]
	case r.Operator == "NotIn" && len(r.Values) == 1:
		return r.Key + "!=" + r.Values[0]
	}
	return r.Key + " " + strings.ToLower(r.Operator) + " (" + strings.Join(r.Values, ",") + ")"
}

// ObjectSelection is which objects an operator's resource picks up: by their labels
// (not set selects none) and by their namespaces' labels (not set: its own only).
type ObjectSelection struct {
	Objects    Selector `json:"objects"`
	Namespaces Selector `json:"namespaces"`
}

// Prometheus is a Prometheus, PrometheusAgent or ThanosRuler of monitoring.coreos.com.
type Prometheus struct {
	Kind            string          `json:"kind"`
	Namespace       string          `json:"namespace"`
	Name            string          `json:"name"`
	CreatedAt       time.Time       `json:"createdAt,omitzero"`
	ServiceMonitors ObjectSelection `json:"serviceMonitors"`
	PodMonitors     ObjectSelection `json:"podMonitors"`
	Rules           ObjectSelection `json:"rules"`
	Conditions      []Condition     `json:"conditions"`
	// Shards are those that the status speaks of.
	Shards []PrometheusShard `json:"shards"`
	// Storage is "claim", "emptyDir" (also when nothing is asked for) or "ephemeral".
	Storage string `json:"storage"`
	// Retention is spec.retention as written.
	Retention string `json:"retention"`
	// RemoteWrites is how many endpoints it sends samples to.
	RemoteWrites int `json:"remoteWrites"`
	// ObjectStorage marks a Thanos sidecar that uploads blocks.
	ObjectStorage bool `json:"objectStorage"`
	// Alertmanagers is how many it sends alerts to; MoreAlertmanagers that a Secret
	// names further ones.
	Alertmanagers     int  `json:"alertmanagers"`
	MoreAlertmanagers bool `json:"moreAlertmanagers"`
}

// PrometheusShard is one shard of a Prometheus: its own part of the targets.
type PrometheusShard struct {
	Name      string `json:"name"`
	Replicas  int    `json:"replicas"`
	Available int    `json:"available"`
}

// Monitor is a ServiceMonitor or PodMonitor of monitoring.coreos.com: its labels are
// what Prometheus selects it by.
type Monitor struct {
	Kind      string            `json:"kind"`
	Namespace string            `json:"namespace"`
	Name      string            `json:"name"`
	Labels    map[string]string `json:"labels"`
}

// PrometheusRule is one PrometheusRule; its rules are not read.
type PrometheusRule struct {
	Namespace string            `json:"namespace"`
	Name      string            `json:"name"`
	Labels    map[string]string `json:"labels"`
}

// Alertmanager is one Alertmanager of monitoring.coreos.com.
type Alertmanager struct {
	Namespace  string      `json:"namespace"`
	Name       string      `json:"name"`
	CreatedAt  time.Time   `json:"createdAt,omitzero"`
	Conditions []Condition `json:"conditions"`
	// Configuration is the AlertmanagerConfig that is all of its configuration; "" when
	// that lies in a Secret, which is not read.
	Configuration string `json:"configuration"`
	// ConfigSecret is the name of that Secret, as written; "" means the usual one.
	ConfigSecret string `json:"configSecret"`
	// Configs are the AlertmanagerConfigs that it adds.
	Configs ObjectSelection `json:"configs"`
}

// AlertmanagerConfig is one AlertmanagerConfig of monitoring.coreos.com.
type AlertmanagerConfig struct {
	Namespace string            `json:"namespace"`
	Name      string            `json:"name"`
	Labels    map[string]string `json:"labels"`
	// Default is the receiver of what no other route takes.
	Default string `json:"default"`
	// Routed are the receivers that any route leads to, sorted.
	Routed    []string        `json:"routed"`
	Receivers []AlertReceiver `json:"receivers"`
}

// AlertReceiver is one receiver. One without integrations drops what it is given.
type AlertReceiver struct {
	Name string `json:"name"`
	// Integrations are their kinds: "slack", "pagerduty"; addresses are not read.
	Integrations []string `json:"integrations"`
}
