package kube

import (
	"strings"
	"time"

	"github.com/kready/kready/internal/facts"
)

// Renewals tells how long ago leases were renewed, by the API server's clock where the snapshot
// has it. Where it has not, as in a dump of objects, the newest renewal of a node or an API
// server stands for the moment of the dump, which was no earlier.
type Renewals struct {
	newest time.Time
	nodes  map[string]*facts.Lease
}

// NewRenewals looks through the leases of nodes and API servers, if they were read.
func NewRenewals(s *facts.Snapshot) Renewals {
	r := Renewals{nodes: map[string]*facts.Lease{}}
	for i := range s.Leases {
		l := &s.Leases[i]
		if l.RenewedAt.After(r.newest) {
			r.newest = l.RenewedAt
		}
		if l.Role == facts.LeaseOfNode {
			r.nodes[l.Name] = l
		}
	}
	return r
}

// since is how long before the reading something was renewed; false when nothing tells.
func (r Renewals) since(renewedAt, readAt time.Time) (time.Duration, bool) {
	if readAt.IsZero() {
		readAt = r.newest
	}
	return readAt.Sub(renewedAt), !readAt.IsZero() && !renewedAt.IsZero()
}

// NodeLease is a node's lease; nil when there is none.
func (r Renewals) NodeLease(name string) *facts.Lease { return r.nodes[name] }

// Node is how long ago a node's kubelet renewed its lease; false when there is none, or nothing
// tells.
func (r Renewals) Node(name string) (time.Duration, bool) {
	l := r.nodes[name]
	if l == nil {
		return 0, false
	}
	return r.since(l.RenewedAt, l.ReadAt)
}

// Life is what a lease says of its holder.
type Life int

// Lives.
const (
	// Untold is one of which the lease does not say whether it is at work.
	Untold Life = iota
	// Alive renewed its lease lately.
	Alive
	// Gone has not renewed it for several times as long as it lasts.
	Gone
)

// durationsMissed is how many times as long as it lasts a lease must be old: others that wait
// for it take it over after one.
const durationsMissed = 4

// Leader judges a lease of leader election. It also returns how long ago the lease was renewed.
// The holder's clock may be wrong: by up to tolerance that is not held against it, unless the
// clock of its own node shows that the lease is old.
func (r Renewals) Leader(l *facts.Leader, tolerance time.Duration) (Life, time.Duration) {
	age, known := r.since(l.RenewedAt, l.ReadAt)
	if !known {
		return Untold, 0
	}
	limit := max(time.Minute, durationsMissed*time.Duration(l.Seconds)*time.Second)
	if l.Holder == "" { // given up: a living one takes it within seconds, whatever its clock says
		if age > limit {
			return Gone, age
		}
		return Untold, age
	}
	host, _, _ := strings.Cut(l.Holder, "_")
	if node := r.nodes[host]; node != nil && !node.RenewedAt.IsZero() {
		if node.RenewedAt.Sub(l.RenewedAt) > limit {
			return Gone, age
		}
		tolerance = age // as old as the node's: its clock is wrong, or the node is gone as well
	}
	switch {
	case age > max(limit, tolerance):
		return Gone, age
	case age > limit || age < -limit:
		return Untold, age
	}
	return Alive, age
}
