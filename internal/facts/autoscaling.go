package facts

import "time"

// HorizontalPodAutoscaler is one HPA with its status.
type HorizontalPodAutoscaler struct {
	Namespace  string    `json:"namespace"`
	Name       string    `json:"name"`
	CreatedAt  time.Time `json:"createdAt,omitzero"`
	TargetKind string    `json:"targetKind"`
	TargetName string    `json:"targetName"`
	// MinReplicas is 1 when it is not set.
	MinReplicas int `json:"minReplicas"`
	MaxReplicas int `json:"maxReplicas"`
	// Current and Wanted are numbers of replicas.
	Current int `json:"current"`
	Desired int `json:"wanted"`
	// Metrics are what it scales by, as "Resource/cpu" or "External/queue-length", sorted. The API server fills in CPU
	// where none is given: there are none in a snapshot of an older kready alone.
	Metrics []string `json:"metrics"`
	// Conditions are ScalingActive, AbleToScale and ScalingLimited.
	Conditions []Condition `json:"conditions"`
}

// NodeAutoscaler is what Cluster Autoscaler says of itself in the ConfigMap cluster-autoscaler-status.
type NodeAutoscaler struct {
	// Found is false when there is no such ConfigMap.
	Found     bool   `json:"found"`
	Namespace string `json:"namespace"`
	// State is Running or Initializing; "" when the text is not understood.
	State string `json:"state"`
	// Health is that of the cluster as a whole: Healthy or Unhealthy.
	Health  string `json:"health"`
	Message string `json:"message"`
	// WrittenAt is when it wrote the status; zero when it does not say.
	WrittenAt time.Time `json:"writtenAt,omitzero"`
	// Groups are the node groups that it knows, 100 at most.
	Groups []NodeGroup `json:"groups"`
}

// NodeGroup is a group of nodes that Cluster Autoscaler can make larger.
type NodeGroup struct {
	Name   string `json:"name"`
	Health string `json:"health"`
	// ScaleUp is NoActivity, InProgress or Backoff; Message is why it is the last.
	ScaleUp string `json:"scaleUp"`
	Message string `json:"message"`
	// Target is how many nodes it is meant to have, Max how many it may have.
	Target int `json:"target"`
	Max    int `json:"max"`
}
