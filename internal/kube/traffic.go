package kube

import (
	"net/netip"
	"slices"

	"github.com/kready/kready/internal/facts"
)

// Peer is one end of a connection, as NetworkPolicies see it.
type Peer struct {
	Namespace string
	// NamespaceLabels are nil where the namespace's are not known.
	NamespaceLabels map[string]string
	// Labels are those of the pod. Partial marks pods that may have more, as those do that only a Service's selector tells.
	Labels  map[string]string
	Partial bool
	// Host marks a pod in the network of its node, and what is no pod: selectors do not reach it.
	Host bool
	// Networks are what its address is in, as far as that is known: the ranges of the cluster's pods. Excluded says
	// that blocks of addresses never stand for pods, as with Cilium.
	Networks []netip.Prefix
	Excluded bool
}

// Port is the port of the destination of a connection. Names are those by which its pod has it; NamesKnown is false
// where they are not known.
type Port struct {
	Protocol   string
	Number     int
	Names      []string
	NamesKnown bool
}

// Passage is whether NetworkPolicies let a connection through.
type Passage int

// Undecided is the answer where the facts do not tell.
const (
	Denied Passage = iota
	Undecided
	Allowed
)

// lets decides by one rule: a peer and a port of it have to fit.
func lets(p *facts.NetworkPolicy, r *facts.PolicyRule, other *Peer, ports []Port) Passage {
	byPeer, byPort := Allowed, Allowed
	if len(r.Peers) > 0 {
		byPeer = Denied
		for i := range r.Peers {
			byPeer = max(byPeer, fits(p, &r.Peers[i], other))
		}
	}
	if len(r.Ports) > 0 {
		byPort = Denied
		for _, port := range ports {
			byPort = max(byPort, letsPort(r, port))
		}
	}
	if r.Cut {
		byPeer, byPort = max(byPeer, Undecided), max(byPort, Undecided)
	}
	return min(byPeer, byPort)
}

func letsPort(r *facts.PolicyRule, port Port) Passage {
	if LetsPort(r, port.Protocol, port.Number, port.Names...) {
		return Allowed
	}
	named := slices.ContainsFunc(r.Ports, func(p facts.PolicyPort) bool { return p.Protocol == port.Protocol && p.Name != "" })
	if named && !port.NamesKnown {
		return Undecided
	}
	return Denied
}

// fits decides whether a peer of a rule stands for one end of a connection.
func fits(p *facts.NetworkPolicy, peer *facts.PolicyPeer, other *Peer) Passage {
	switch {
	case peer.CIDR != "":
		return inBlock(peer, other)
	case other.Host:
		return Undecided // networks differ in how they take the address of a node
	}
	byNamespace := Denied
	switch {
	case !peer.Namespaces.Set && other.Namespace == p.Namespace, peer.Namespaces.Set && len(peer.Namespaces.Requirements) == 0:
		byNamespace = Allowed
	case !peer.Namespaces.Set:
	case other.NamespaceLabels == nil:
		byNamespace = Undecided
	case Selects(&peer.Namespaces, other.NamespaceLabels):
		byNamespace = Allowed
	}
	byPod := Allowed
	if peer.Pods.Set {
		byPod = selectsPeer(&peer.Pods, other)
	}
	return min(byNamespace, byPod)
}

// selectsPeer decides whether a selector selects a pod of which some labels are known.
func selectsPeer(s *facts.Selector, other *Peer) Passage {
	passage := Allowed
	for _, r := range s.Requirements {
		one := facts.Selector{Set: true, Requirements: []facts.Requirement{r}}
		_, told := other.Labels[r.Key]
		switch {
		case other.Partial && !told:
			passage = min(passage, Undecided)
		case !Selects(&one, other.Labels):
			passage = Denied
		}
	}
	return passage
}

// inBlock decides whether a block of addresses holds all that the other end may be. Whether one stands for pods at all
// depends on the network.
func inBlock(peer *facts.PolicyPeer, other *Peer) Passage {
	block, err := netip.ParsePrefix(peer.CIDR)
	if other.Excluded && !other.Host {
		return Denied
	}
	if err == nil && block.Bits() == 0 && len(peer.Except) == 0 && peer.Exact && !other.Excluded {
		return Allowed
	}
	if err != nil || len(other.Networks) == 0 || !peer.Exact && block.Bits() > 0 {
		return Undecided
	}
	inside, overlaps := true, false
	for _, n := range other.Networks {
		inside = inside && block.Bits() <= n.Bits() && block.Contains(n.Addr())
		overlaps = overlaps || block.Overlaps(n)
	}
	for _, text := range peer.Except {
		except, err := netip.ParsePrefix(text)
		if err != nil || slices.ContainsFunc(other.Networks, except.Overlaps) {
			return Undecided
		}
	}
	switch {
	case inside && (peer.Exact || block.Bits() == 0 && len(peer.Except) == 0):
		return Allowed
	case overlaps:
		return Undecided
	}
	return Denied
}
