package facts

// LandingScaler is a HorizontalPodAutoscaler of a service.
type LandingScaler struct {
	Manifest
	// TargetGroup, TargetKind and TargetName are what it scales.
	TargetGroup string `json:"targetGroup"`
	TargetKind  string `json:"targetKind"`
	TargetName  string `json:"targetName"`
	TargetLine  int    `json:"targetLine"`
	// Min is 1 where it is not written.
	Min     int             `json:"min"`
	Max     int             `json:"max"`
	Metrics []LandingMetric `json:"metrics"`
}

// LandingMetric is a metric by which an autoscaler scales. Without any it is the CPU of the pods.
type LandingMetric struct {
	// Type is Resource, ContainerResource, Pods, Object or External.
	Type string `json:"type"`
	// Name is the resource or the metric, Container the container of a ContainerResource.
	Name      string `json:"name"`
	Container string `json:"container"`
	// Target is Utilization, Value or AverageValue. Utilization is measured in what containers request.
	Target string `json:"target"`
	Line   int    `json:"line"`
}

// LandingTrigger is a trigger of a ScaledObject or a ScaledJob of KEDA.
type LandingTrigger struct {
	Manifest
	Type string `json:"type"`
	// AuthKind and AuthName are those of its credentials; "" where it names none.
	AuthKind    string `json:"authKind"`
	AuthName    string `json:"authName"`
	TriggerLine int    `json:"triggerLine"`
	// Measure is what a trigger by cpu or memory is measured in: Utilization or AverageValue. Container is the one that it measures
	// alone; "" for all.
	Measure   string `json:"measure"`
	Container string `json:"container"`
}

// LandingBudget is a PodDisruptionBudget of a service.
type LandingBudget struct {
	Manifest
	Selector     Selector `json:"selector"`
	SelectorLine int      `json:"selectorLine"`
	// MinAvailable and MaxUnavailable are as written: "2", "50%"; "" for what is not.
	MinAvailable   string `json:"minAvailable"`
	MaxUnavailable string `json:"maxUnavailable"`
	// LimitLine is where one of them is written.
	LimitLine int `json:"limitLine"`
}

// LandingPolicy is a NetworkPolicy of a service, with all its rules.
type LandingPolicy struct {
	Manifest
	Policy NetworkPolicy `json:"policy"`
}

// LandingMonitor is a ServiceMonitor or PodMonitor of a service.
type LandingMonitor struct {
	Manifest
	// Selector is that of the Services or pods; AnyNamespace and Namespaces are where it looks for them, in its own
	// namespace without either.
	Selector     Selector `json:"selector"`
	AnyNamespace bool     `json:"anyNamespace"`
	Namespaces   []string `json:"namespaces"`
	// Endpoints are the ports that it scrapes.
	Endpoints []LandingScrape `json:"endpoints"`
}

// LandingScrape is a port that a monitor scrapes: by the name that the Service has for it, or by the number or the name
// that the pods have; for a PodMonitor always the latter.
type LandingScrape struct {
	Port       string `json:"port"`
	Target     int    `json:"target"`
	TargetName string `json:"targetName"`
}
