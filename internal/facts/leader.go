package facts

import "time"

// Leader is a lease of leader election: a sign of life of the one of several processes that is
// at work.
type Leader struct {
	Namespace string `json:"namespace"`
	// Name is what the processes agreed on: "kube-scheduler".
	Name string `json:"name"`
	// Holder is how the leader calls itself: mostly the name of its pod or node, "_" and a random
	// part. It is empty when the last leader gave the lease back.
	Holder string `json:"holder"`
	// Pod is the holder's pod in the lease's namespace. It is looked up only when the lease was
	// not renewed lately; empty when there is none.
	Pod string `json:"pod,omitempty"`
	// RenewedAt is the time of the leader's own clock when it renewed the lease last.
	RenewedAt time.Time `json:"renewedAt,omitzero"`
	// ReadAt is the time of the API server's clock when the lease was read: the Date of its
	// answer. Zero in manifests, and when the server did not say.
	ReadAt time.Time `json:"readAt,omitzero"`
	// Seconds is how long a lease lasts: then another process may take it.
	Seconds int `json:"seconds"`
}
