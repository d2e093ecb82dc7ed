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
	// Conditions are ScalingActive, AbleToScale and ScalingLimited.
	Conditions []Condition `json:"conditions"`
}
