package facts

import "time"

// PendingPods sums up the pods of one owner that are in phase Pending for one reason.
type PendingPods struct {
	// Kind, Namespace and Name are the workload's, or the pod's own when it has none.
	Kind      string `json:"kind"`
	Namespace string `json:"namespace"`
	Name      string `json:"name"`
	// Reason is why the first of their containers waits, such as ImagePullBackOff or
	// ContainerCreating, or why they have no node, such as Unschedulable; "" when the
	// pods say nothing.
	Reason string `json:"reason"`
	Count  int    `json:"count"`
	// Unseen is whether no scheduler has written a word about them: they have neither a node nor
	// a condition that says why.
	Unseen bool `json:"unseen"`
	// Scheduler is the one that they ask for; "" for Kubernetes' own.
	Scheduler string `json:"scheduler,omitempty"`
	// Since is when the oldest was bound to its node, or was found to fit on none; zero
	// when the pods do not say.
	Since time.Time `json:"since,omitzero"`
	// Image is what could not be pulled, as written; "" for other reasons.
	Image string `json:"image"`
	// Message is that of one of the pods. Of one about an image, its end is kept, which is
	// what the registry answered.
	Message string `json:"message"`
	// Priority is the lowest of the pods' priorities. Placeholders have negative ones.
	Priority int `json:"priority"`
}
