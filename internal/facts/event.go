package facts

import "time"

// Event is what the cluster last reported of one platform workload that is not ready, its
// ReplicaSets and its pods, for one reason.
type Event struct {
	// Kind, Namespace and Name are the workload's, or those of a Service without an address or a PersistentVolumeClaim without a volume.
	Kind      string `json:"kind"`
	Namespace string `json:"namespace"`
	Name      string `json:"name"`
	// Reason is the event's: FailedCreate, FailedScheduling, FailedMount, Unhealthy, ….
	Reason string `json:"reason"`
	// Message is the newest event's, without the secrets of URLs.
	Message string `json:"message"`
	// Count is how often it was reported, SeenAt when last.
	Count  int       `json:"count"`
	SeenAt time.Time `json:"seenAt,omitzero"`
}

// SigningRequests are the CertificateSigningRequests of one signer that nobody has approved or
// denied.
type SigningRequests struct {
	// Signer is spec.signerName: "kubernetes.io/kubelet-serving".
	Signer string `json:"signer"`
	Count  int    `json:"count"`
	// Names are some of them, oldest first, and OldestAt is when the oldest was made.
	Names    []string  `json:"names"`
	OldestAt time.Time `json:"oldestAt,omitzero"`
}
