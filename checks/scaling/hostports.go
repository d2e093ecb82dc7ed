package scaling

import (
	"fmt"
	"maps"
	"slices"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
	"github.com/kready/kready/internal/text"
)

// hostPorts judges the host ports of one template.
type hostPorts struct {
	in   *facts.Input
	all  *portHolders
	pods *facts.LandingPods
	// taken are the nodes on which one of the ports is taken, with what has it; perhaps is on how many more it may be.
	taken   map[string]string
	perhaps int
	// who may have a port on nodes that are not known, or is of a snapshot that does not tell: the first of so many.
	who   []string
	count int
	// line is where the port is written that was found taken first.
	line int
}

// judge says what is in the way of the template, where that is written, and whether it is certain; "" where nothing is.
func (h *hostPorts) judge() (message string, line int, known bool) {
	places, err := h.all.nodes.placesOf(h.pods)
	var nodes []*facts.Node
	for _, n := range taking(places) {
		if !n.Virtual {
			nodes = append(nodes, n)
		}
	}
	if err != nil || len(nodes) == 0 {
		return "", 0, true // scaling/pods-find-node reports it
	}
	h.taken = map[string]string{}
	h.line = h.pods.Placement.HostPorts[0].Line
	h.ofCluster(nodes)
	h.ofService(nodes)
	wanted := h.pods.Replicas
	if h.pods.Kind == facts.DaemonSet {
		wanted = len(nodes)
	}
	free := len(nodes) - len(h.taken)
	message = fmt.Sprintf("each of its %s takes a port of its node, which is free on %s%s", text.Counted(wanted, "pod", "pods"), share(free, len(nodes)), h.by())
	by := autoscaler(h.in)
	switch {
	case wanted <= free-h.perhaps:
		return "", 0, true
	case wanted <= free:
		return fmt.Sprintf("%s, as far as is known: on which of them %s takes it is not", message, text.FewOf(h.who, h.count)), h.line, false
	case by != "" && h.pods.Kind != facts.DaemonSet:
		return message + "; " + by + " may add more", h.line, false
	}
	return message, h.line, true
}

// share says on how many of the nodes that take the pods a port is free.
func share(free, of int) string {
	switch {
	case free <= 0:
		return "none of " + text.Counted(of, "node that takes them", "nodes that take them")
	case free == of:
		return "the " + text.Counted(of, "node that takes them", "nodes that take them")
	}
	return fmt.Sprintf("%d of %d nodes that take them", free, of)
}

func has(n int) string {
	if n == 1 {
		return "has"
	}
	return "have"
}

// by names what has the ports.
func (h *hostPorts) by() string {
	owners := slices.Compact(slices.Sorted(maps.Values(h.taken)))
	if len(owners) == 0 {
		return ""
	}
	return ": " + text.List(owners, 3, ", ") + " " + has(len(owners)) + " it"
}

// ofCluster counts what workloads of the cluster take.
func (h *hostPorts) ofCluster(nodes []*facts.Node) {
	for _, w := range h.all.there {
		if port := h.collision(w.HostPorts); port != nil {
			h.takenBy(w, *port, nodes)
		}
	}
	if untold := h.all.untold; untold > 0 {
		h.perhaps += len(nodes)
		h.mayHave(1, text.Counted(untold, "workload", "workloads")+" of which this snapshot does not tell host ports")
	}
}

// collision is the port of the template that cannot be on a node with one of some ports; nil for none.
func (h *hostPorts) collision(with []facts.HostPort) *facts.LandingHostPort {
	for i := range h.pods.Placement.HostPorts {
		own := &h.pods.Placement.HostPorts[i]
		if slices.ContainsFunc(with, func(other facts.HostPort) bool { return kube.Collide(own.HostPort, other) }) {
			return own
		}
	}
	return nil
}

// takenBy counts the nodes on which a workload has a port.
func (h *hostPorts) takenBy(w *facts.Workload, port facts.LandingHostPort, nodes []*facts.Node) {
	what := fmt.Sprintf("%s %s/%s (%d/%s)", w.Kind, w.Namespace, w.Name, port.Port, port.Protocol)
	on, known := h.nodesOf(w)
	if !known && w.Kind != facts.DaemonSet {
		h.perhaps += min(w.Desired, len(nodes))
		h.mayHave(1, what)
		return
	}
	for _, n := range nodes {
		switch {
		case known && on[n.Name], !known && covers(w, n) && !w.NodeAffinity:
			if len(h.taken) == 0 {
				h.line = port.Line
			}
			h.taken[n.Name] = what
		case !known && covers(w, n):
			h.perhaps++
			h.mayHave(1, what)
		}
	}
}

// nodesOf are the nodes of a workload's pods, and whether they are known.
func (h *hostPorts) nodesOf(w *facts.Workload) (map[string]bool, bool) {
	on, count := map[string]bool{}, 0
	for _, p := range h.all.nodes.podsOf(kube.Ref(w)) {
		count += p.Count
		on[p.Node] = p.Count > 0
	}
	return on, count >= max(w.Desired, 1)
}

// covers reports whether pods of a DaemonSet run on a node, but for its node affinity.
func covers(w *facts.Workload, n *facts.Node) bool {
	return !n.Virtual && kube.HasLabels(n.Labels, w.NodeSelector) && len(kube.Untolerated(w, n.Taints)) == 0
}

// mayHave notes the first of so many that may have a port.
func (h *hostPorts) mayHave(count int, first ...string) {
	h.who = append(h.who, first[:min(len(first), max(0, 3-len(h.who)))]...)
	h.count += count
}

// ofService counts what other pods of the service take, of those that are written before these.
func (h *hostPorts) ofService(nodes []*facts.Node) {
	own, waiting := map[*facts.Node]bool(nil), 0
	var first []int
	for _, like := range h.all.before(h.pods) {
		port := h.collision(like.ports)
		switch {
		case port == nil:
		case like.daemon:
			if own == nil {
				own = make(map[*facts.Node]bool, len(nodes))
				for _, n := range nodes {
					own[n] = true
				}
			}
			h.onEach(like, port, own)
		default:
			h.perhaps += like.count * min(like.replicas, len(nodes))
			waiting += like.count
			first = append(first, like.first...)
		}
	}
	slices.Sort(first)
	var names []string
	for _, i := range first[:min(3, len(first))] {
		names = append(names, h.of(&h.in.Service.Pods[i]))
	}
	h.mayHave(waiting, names...)
}

// of says what has a port of the template's.
func (h *hostPorts) of(other *facts.LandingPods) string {
	port := h.collision(portsOf(other))
	return fmt.Sprintf("%s %s of the service (%d/%s)", other.Kind, other.Name, port.Port, port.Protocol)
}

// onEach counts the nodes on which DaemonSets of the service have a port, by the last of them.
func (h *hostPorts) onEach(like *likePorts, port *facts.LandingHostPort, own map[*facts.Node]bool) {
	last := &h.in.Service.Pods[like.last]
	places, err := h.all.nodes.placesOf(last)
	what := h.of(last)
	for _, n := range taking(places) {
		if err == nil && own[n] {
			h.taken[n.Name], h.line = what, port.Line
		}
	}
}
