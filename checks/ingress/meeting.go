package ingress

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
)

// meeting finds who else has a path: earlier objects of the service, which are added one by one, or those of the cluster.
type meeting struct {
	in          *facts.Input
	brings      *kube.Brought
	seen        *kube.Seen
	controllers map[string]string
	// paths are the claims of the service by host, kind and path, and kinds those by host and kind alone.
	paths, kinds map[spot][]*likeClaims
	added        int
	// there are those of the cluster that come from elsewhere, by host, and hosts are its Ingresses by theirs.
	there map[string][]*facts.HostClaim
	hosts map[string][]*facts.Ingress
	// twice says that the webhook of ingress-nginx refuses two of the same.
	twice bool
}

// spot is where claims meet.
type spot struct{ host, kind, path string }

// likeClaims are claims at a spot that meet others alike: the first, and the first of another object.
type likeClaims struct {
	class, canary, pathType, parents string
	first, second                    *numbered
}

// numbered is a claim with its place among all.
type numbered struct {
	*claim
	at int
}

func newMeeting(in *facts.Input) *meeting {
	m := &meeting{
		in: in, brings: kube.NewBrought(&in.Service), seen: kube.NewSeen(&in.Snapshot), controllers: map[string]string{},
		paths: map[spot][]*likeClaims{}, kinds: map[spot][]*likeClaims{}, there: map[string][]*facts.HostClaim{}, twice: refusesTwice(in),
	}
	for _, c := range slices.Backward(in.IngressClasses) {
		m.controllers[c.Name] = c.Controller
	}
	return m
}

// add adds a claim of the service.
func (m *meeting) add(c *claim) {
	one := &numbered{c, m.added}
	m.added++
	keep(m.paths, spot{c.host, c.of.Kind, c.path.Path}, c.path.Type, one)
	keep(m.kinds, spot{c.host, c.of.Kind, ""}, "", one)
}

// keep keeps a claim at a spot, where it is one of the first two objects of its like.
func keep(at map[spot][]*likeClaims, where spot, pathType string, c *numbered) {
	this := likeClaims{class: c.class, pathType: pathType, parents: fmt.Sprintf("%q", c.parents), first: c}
	if c.canary != "" {
		this.canary = "canary"
	}
	i := slices.IndexFunc(at[where], func(l *likeClaims) bool {
		return l.class == this.class && l.canary == this.canary && l.pathType == this.pathType && l.parents == this.parents
	})
	if i < 0 {
		at[where] = append(at[where], &this)
	} else if like := at[where][i]; like.second == nil && !sameObject(like.first.of, c.of) {
		like.second = c
	}
}

func sameObject(a, b facts.Manifest) bool {
	return a.Kind == b.Kind && a.Namespace == b.Namespace && a.Name == b.Name
}

// before are the claims of other objects of the service that may meet one, in order.
func (m *meeting) before(c *claim) []*numbered {
	var out []*numbered
	take := func(all []*likeClaims) {
		for _, like := range all {
			one := like.first
			if sameObject(one.of, c.of) {
				one = like.second
			}
			if one != nil {
				out = append(out, one)
			}
		}
	}
	take(m.paths[spot{c.host, c.of.Kind, c.path.Path}])
	if c.of.Kind != "Ingress" {
		for _, kind := range []string{"HTTPRoute", "GRPCRoute", "TLSRoute"} {
			if kind != c.of.Kind {
				take(m.kinds[spot{c.host, kind, ""}])
			}
		}
	}
	slices.SortFunc(out, func(a, b *numbered) int { return cmp.Compare(a.at, b.at) })
	return out
}

// met says who else has the path, and whether it is certain that one of the two goes without; "" for nobody.
func (m *meeting) met(c *claim) (message string, known bool) {
	for _, b := range m.before(c) {
		other := facts.HostClaim{
			Kind: b.of.Kind, Namespace: b.of.Namespace, Name: b.of.Name, Class: b.class, Canary: b.canary, Parents: b.parents,
			Paths: []facts.ClaimedPath{{Type: b.path.Type, Path: b.path.Path}},
		}
		if message, known := m.against(c, &other); message != "" {
			return message, known
		}
	}
	if m.seen.Host(c.host) == nil {
		return m.unseen(c)
	}
	for _, other := range m.ofCluster(c.host) {
		if message, known := m.against(c, other); message != "" {
			return message, known
		}
	}
	return "", true
}

// ofCluster are the objects of the cluster that have a host, without earlier releases of the service's own.
func (m *meeting) ofCluster(host string) []*facts.HostClaim {
	if known, ok := m.there[host]; ok {
		return known
	}
	var out []*facts.HostClaim
	all := m.seen.Host(host).Claims
	for i := range all {
		brought := false
		for range m.brings.Named(all[i].Kind, all[i].Namespace, all[i].Name) {
			brought = true
		}
		if !brought {
			out = append(out, &all[i])
		}
	}
	m.there[host] = out
	return out
}

// unseen is what is known of a host that was not looked up: of Ingresses a snapshot has the hosts.
func (m *meeting) unseen(c *claim) (message string, known bool) {
	if c.of.Kind != "Ingress" {
		return fmt.Sprintf("whether another route has %s could not be looked up", c), false
	}
	if m.hosts == nil {
		m.hosts = m.ingresses()
	}
	for _, other := range m.hosts[c.host] { // the hosts do not tell a rule without one: all are under ""
		own := other.Namespace == c.of.Namespace && other.Name == c.of.Name
		if !own && m.sameController(c.class, other.Class+other.LegacyClass) {
			return fmt.Sprintf("the Ingress %s/%s may have %s as well: its paths could not be looked up", other.Namespace, other.Name, c), false
		}
	}
	return "", true
}

// ingresses are those of the cluster that the service does not bring, by their hosts, and all of them under "".
func (m *meeting) ingresses() map[string][]*facts.Ingress {
	out := map[string][]*facts.Ingress{}
	for i := range m.in.Ingresses {
		other := &m.in.Ingresses[i]
		if m.brings.Object("networking.k8s.io", "Ingress", other.Namespace, other.Name) != nil {
			continue
		}
		out[""] = append(out[""], other)
		for _, host := range slices.Compact(slices.Sorted(slices.Values(other.Hosts))) {
			if host != "" {
				out[host] = append(out[host], other)
			}
		}
	}
	return out
}

// against compares a path with those of another object of the same host.
func (m *meeting) against(c *claim, other *facts.HostClaim) (message string, known bool) {
	switch {
	case c.of.Kind == "Ingress" && other.Kind == "Ingress" && m.sameController(c.class, other.Class):
		return m.ingress(c, other)
	case c.of.Kind == "Ingress" || other.Kind == "Ingress" || !meet(c.parents, other.Parents):
		return "", true
	}
	if c.of.Kind != other.Kind {
		if c.of.Kind == "TLSRoute" || other.Kind == "TLSRoute" {
			return "", true
		}
		return fmt.Sprintf("a listener takes HTTPRoutes or GRPCRoutes of one host, and the %s %s/%s has it as well", other.Kind, other.Namespace, other.Name), true
	}
	if !slices.Contains(other.Paths, facts.ClaimedPath{Type: c.path.Type, Path: c.path.Path}) {
		return "", true
	}
	return c.alsoOf(other) + ": the older of the two gets the requests", true
}

func (c *claim) alsoOf(other *facts.HostClaim) string {
	return fmt.Sprintf("%s is that of the %s %s/%s as well", c, other.Kind, other.Namespace, other.Name)
}

// ingress compares it with an Ingress of the same controller. That of ingress-nginx does not look at types of paths.
func (m *meeting) ingress(c *claim, other *facts.HostClaim) (message string, known bool) {
	nginx := strings.HasPrefix(m.controllers[c.class], "k8s.io/ingress-nginx")
	same := slices.ContainsFunc(other.Paths, func(p facts.ClaimedPath) bool {
		return p.Path == c.path.Path && (nginx || p.Type == c.path.Type)
	})
	switch {
	case !same, nginx && (c.canary != "") != (other.Canary != ""):
		return "", true
	case nginx && m.twice:
		return c.alsoOf(other) + ", and the webhook of ingress-nginx refuses the second", true
	case nginx:
		return c.alsoOf(other) + ": the older of the two gets the requests", true
	}
	return c.alsoOf(other) + ": which of the two gets the requests is its controller's own rule", false
}

// refusesTwice reports whether the webhook of ingress-nginx is registered.
func refusesTwice(in *facts.Input) bool {
	return slices.ContainsFunc(in.Webhooks, func(w facts.WebhookConfig) bool {
		return slices.ContainsFunc(w.Webhooks, func(h facts.Webhook) bool { return h.Name == "validate.nginx.ingress.kubernetes.io" })
	})
}

// sameController reports whether the Ingresses of two classes are those of one controller.
func (m *meeting) sameController(a, b string) bool {
	return a == b || m.controllers[a] != "" && m.controllers[a] == m.controllers[b]
}

// meet reports whether two routes are attached to one Gateway, and may be to one listener of it.
func meet(a, b []string) bool {
	for _, one := range a {
		for _, other := range b {
			if one == other || strings.HasPrefix(one, other+"/") || strings.HasPrefix(other, one+"/") {
				return true
			}
		}
	}
	return false
}
