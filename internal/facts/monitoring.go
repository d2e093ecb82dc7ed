package facts

import "time"

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
	// Probes and ScrapeConfigs are as the others, where ProbesRead says so: an older kready did not read them.
	Probes        ObjectSelection `json:"probes"`
	ScrapeConfigs ObjectSelection `json:"scrapeConfigs"`
	ProbesRead    bool            `json:"probesRead"`
	Conditions    []Condition     `json:"conditions"`
	// Paused is spec.paused: its operator does nothing for it, but to delete what it made.
	Paused bool `json:"paused"`
	// Shards are those that the status lists.
	Shards []PrometheusShard `json:"shards"`
	// Storage is "claim", "emptyDir" (also when nothing is requested) or "ephemeral".
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

// MonitorTargets is what a ServiceMonitor finds among the cluster's Services, or a PodMonitor
// among its pods. Which of them answer is not known.
type MonitorTargets struct {
	Kind      string `json:"kind"`
	Namespace string `json:"namespace"`
	Name      string `json:"name"`
	// Selector is that of the Services or pods.
	Selector Selector `json:"selector"`
	// AnyNamespace and Namespaces are where it looks: everywhere, or in these, sorted. Without
	// either it looks into its own namespace.
	AnyNamespace bool     `json:"anyNamespace"`
	Namespaces   []string `json:"namespaces"`
	// Found is whether it selects anything there.
	Found bool `json:"found"`
	// Elsewhere are Services that its selector fits in other namespaces, three at most; they are
	// looked for when nothing is found.
	Elsewhere []ObjectRef `json:"elsewhere"`
	// MissingPorts are the names of ports that its endpoints ask for and that no selected
	// Service has, sorted. Those of PodMonitors are not looked for.
	MissingPorts []string `json:"missingPorts"`
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
	// Paused is as that of a Prometheus.
	Paused bool `json:"paused"`
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
