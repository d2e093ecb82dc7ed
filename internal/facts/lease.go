package facts

import "time"

// Roles of a Lease.
const (
	LeaseOfNode      = "node"
	LeaseOfAPIServer = "apiserver"
)

// Lease is a sign of life: of a kubelet, or of an API server.
type Lease struct {
	// Name is the node's name, or that of an API server such as "apiserver-1a2b3c".
	Name string `json:"name"`
	Role string `json:"role" jsonschema:"enum=node,enum=apiserver"`
	// RenewedAt is the time of the holder's own clock when it renewed the lease last.
	RenewedAt time.Time `json:"renewedAt,omitzero"`
	// ReadAt is the time of the API server's clock when the lease was read: the Date of
	// its answer. Zero in manifests, and when the server did not say.
	ReadAt time.Time `json:"readAt,omitzero"`
	// Seconds is how long a lease lasts.
	Seconds int `json:"seconds"`
}

// HasTimes reports whether both clocks are known.
func (l *Lease) HasTimes() bool { return !l.RenewedAt.IsZero() && !l.ReadAt.IsZero() }

// Age is how long before the API server's reading the holder says that it renewed. It
// is negative when the holder's clock is ahead.
func (l *Lease) Age() time.Duration { return l.ReadAt.Sub(l.RenewedAt) }
