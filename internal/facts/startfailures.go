package facts

import "time"

// StartFailure is what the cluster last reported, for one reason, of why pods of a workload are not made or not started,
// whether it is of the platform or an application.
type StartFailure struct {
	// Kind, Namespace and Name are the workload's, or the pod's own where it has none.
	Kind      string `json:"kind"`
	Namespace string `json:"namespace"`
	Name      string `json:"name"`
	// Reason is the event's: FailedCreate of the controller that makes pods, FailedCreatePodSandBox of the kubelet.
	Reason string `json:"reason"`
	// Message is the newest event's, without the secrets of URLs and the ids of sandboxes.
	Message string    `json:"message"`
	SeenAt  time.Time `json:"seenAt,omitzero"`
}

// A failure that goes on is reported every few minutes; the API server forgets events after an hour, so that older ones
// are of a file that was kept.
const (
	failureRepeats = 15 * time.Minute
	eventsKept     = 2 * time.Hour
)

// Stale reports whether a failure was not repeated lately, so that it may have passed.
func (s *Snapshot) Stale(f StartFailure) bool {
	age := s.CollectedAt.Sub(f.SeenAt)
	return !f.SeenAt.IsZero() && age > failureRepeats && age < eventsKept
}
