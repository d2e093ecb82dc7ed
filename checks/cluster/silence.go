package cluster

import (
	"fmt"
	"time"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
	"github.com/kready/kready/internal/text"
)

// nodeLeaseDurations is how many times as long as it lasts a node's lease must be old. The
// controller manager marks a node after about one:
// kubernetes.io/docs/reference/node/node-status/#heartbeats
const nodeLeaseDurations = 4

// silence tells which kubelets have stopped to renew the leases of their nodes, where no
// controller manager would notice.
type silence struct {
	renewals kube.Renewals
	// marker is what is known of the controller manager, which marks silent nodes.
	marker kube.Life
}

func newSilence(in *facts.Input) silence {
	s := silence{renewals: kube.NewRenewals(&in.Snapshot)}
	for i := range in.Leaders {
		if l := &in.Leaders[i]; l.Name == "kube-controller-manager" {
			s.marker, _ = s.renewals.Leader(l, in.Thresholds.OrDefault().ControlPlaneLeaseMinutes.Duration())
		}
	}
	return s
}

// of says that a node which claims to be Ready has fallen silent, or that it may have.
func (s silence) of(n *facts.Node) (fault, doubt string) {
	l := s.renewals.NodeLease(n.Name)
	if l == nil || !n.Ready() || s.marker == kube.Alive {
		return "", ""
	}
	age, known := s.renewals.Node(n.Name)
	if !known || age < nodeLeaseDurations*time.Duration(max(l.Seconds, 10))*time.Second {
		return "", ""
	}
	if s.marker == kube.Gone {
		return fmt.Sprintf("its kubelet has not renewed its lease for %s, and there is no controller manager to mark it", text.Duration(age)), ""
	}
	return "", fmt.Sprintf("its kubelet has not renewed its lease for %s: it has fallen silent, or its clock is wrong", text.Duration(age))
}
