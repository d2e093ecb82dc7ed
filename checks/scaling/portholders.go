package scaling

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
)

// portHolders are what has host ports: workloads of the cluster, and the templates of the service that were added, those that
// are alike as one.
type portHolders struct {
	nodes *nodes
	all   []facts.LandingPods
	// there are the workloads with host ports that the service does not replace, and untold counts those of which it is not
	// told.
	there  []*facts.Workload
	untold int
	// alike are the templates by what they have in common, and ports the same by protocol and port.
	alike map[string]*likePorts
	ports map[portKey][]*likePorts
}

type portKey struct {
	protocol string
	port     int
}

// likePorts are templates with the same ports, replicas and nodes: the places of the first three, that of the last, and
// how many.
type likePorts struct {
	ports       []facts.HostPort
	daemon      bool
	replicas    int
	first       []int
	last, count int
}

func newPortHolders(in *facts.Input) *portHolders {
	p := &portHolders{nodes: newNodes(in), all: in.Service.Pods, alike: map[string]*likePorts{}, ports: map[portKey][]*likePorts{}}
	brings := kube.NewBrought(&in.Service)
	for i := range in.Workloads {
		w := &in.Workloads[i]
		if w.Kind == facts.CronJob || replaced(brings, w) {
			continue
		}
		if !w.HostPortsTold {
			p.untold++
		}
		if len(w.HostPorts) > 0 && w.Desired+w.Ready > 0 {
			p.there = append(p.there, w)
		}
	}
	return p
}

// add adds the template at a place; it comes after those that were added before.
func (p *portHolders) add(i int) {
	if i < 0 || len(p.all[i].Placement.HostPorts) == 0 {
		return
	}
	t := &p.all[i]
	one := likePorts{ports: portsOf(t), daemon: t.Kind == facts.DaemonSet, replicas: t.Replicas}
	key := fmt.Sprintf("%t %d", one.daemon, one.replicas)
	for _, port := range one.ports {
		key += fmt.Sprintf(" %q/%q/%d", port.HostIP, port.Protocol, port.Port)
	}
	if one.daemon {
		asked, err := kube.AskedOfNodes(&t.Placement)
		key += fmt.Sprintf(" %q %s %v", t.RuntimeClass, asked, err)
	}
	like := p.alike[key]
	if like == nil {
		like = &one
		p.alike[key] = like
		for at := range spots(one.ports) {
			p.ports[at] = append(p.ports[at], like)
		}
	}
	if like.last, like.count = i, like.count+1; len(like.first) < 3 {
		like.first = append(like.first, i)
	}
}

// before are the templates that were added and may have a port of one, those whose last is written first before others.
func (p *portHolders) before(pods *facts.LandingPods) []*likePorts {
	found := map[*likePorts]bool{}
	for at := range spots(portsOf(pods)) {
		for _, like := range p.ports[at] {
			found[like] = true
		}
	}
	return slices.SortedFunc(maps.Keys(found), func(a, b *likePorts) int { return cmp.Compare(a.last, b.last) })
}

// portsOf are the host ports of a template.
func portsOf(pods *facts.LandingPods) []facts.HostPort {
	var out []facts.HostPort
	for _, port := range pods.Placement.HostPorts {
		out = append(out, port.HostPort)
	}
	return out
}

// spots are where ports can collide.
func spots(ports []facts.HostPort) map[portKey]bool {
	out := map[portKey]bool{}
	for _, port := range ports {
		out[portKey{port.Protocol, port.Port}] = true
	}
	return out
}
