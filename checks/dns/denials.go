package dns

import (
	"fmt"
	"slices"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
)

// denial is something that the NetworkPolicies around a DNS server do not let through.
type denial struct {
	// policy is one of those that restrict the server; others may do so as well.
	policy *facts.NetworkPolicy
	what   string
	// ports are those by which it could pass; none for any.
	ports []kube.Port
	// unsure marks what the facts do not decide.
	unsure bool
}

// restriction is what policies deny, and how many restrict the server.
type restriction struct {
	denials  []denial
	policies int
}

// dnsPorts are the numbers of the port at which DNS servers listen in their pods, and the names
// that it has, by protocol.
func dnsPorts(r *facts.PolicyRule, protocol string) bool {
	names := []string{"dns", "dns-udp", "domain", "dns-53"}
	if protocol == "TCP" {
		names = []string{"dns-tcp", "dns", "domain-tcp", "tcp-53"}
	}
	return slices.ContainsFunc([]int{53, 5353, 1053, 10053}, func(port int) bool { return kube.LetsPort(r, protocol, port, names...) })
}

// lookups are the ports of lookups.
func lookups() []kube.Port {
	return []kube.Port{
		{Protocol: "UDP", Number: 53, Names: []string{"dns", "dns-udp", "domain", "dns-53"}, NamesKnown: true},
		{Protocol: "TCP", Number: 53, Names: []string{"dns-tcp", "domain-tcp", "tcp-53"}, NamesKnown: true},
		{Protocol: "UDP", Number: 5353, NamesKnown: true},
		{Protocol: "UDP", Number: 1053, NamesKnown: true},
		{Protocol: "UDP", Number: 10053, NamesKnown: true},
	}
}

// deniedTo returns which namespaces may not ask a DNS server, by UDP and by TCP.
func deniedTo(in *facts.Input, server *facts.Workload) restriction {
	policies, known := kube.Isolating(in.NetworkPolicies, kube.Ingress, server.Namespace, server.PodLabels)
	out := restriction{policies: len(policies)}
	if len(policies) == 0 {
		out.denials = unreadSelectors(in, server, kube.Ingress, known)
		return out
	}
	out.denials = append(out.denials, deniedProtocol(in, policies, "UDP")...)
	if len(out.denials) == 0 {
		out.denials = deniedProtocol(in, policies, "TCP")
	}
	return out
}

// deniedProtocol returns which namespaces may not ask by a protocol.
func deniedProtocol(in *facts.Input, policies []*facts.NetworkPolicy, protocol string) []denial {
	var denied, partly []string
	for _, n := range asking(in, policies[0].Namespace) {
		switch lets, all := letIn(policies, n, protocol); {
		case !lets:
			denied = append(denied, n.Name)
		case !all:
			partly = append(partly, n.Name)
		}
	}
	what := fmt.Sprintf("no rule lets pods in by %s, port 53, from %%s", protocol)
	switch {
	case len(denied) > 0:
		return []denial{{policy: policies[0], what: fmt.Sprintf(what, inNamespaces(denied)), unsure: slices.ContainsFunc(policies, incomplete), ports: lookups()}}
	case len(partly) > 0:
		return []denial{{policy: policies[0], what: fmt.Sprintf("its rules let in some pods, or addresses, by %s, port 53: whether that is all pods of %s is not followed up", protocol, inNamespaces(partly)), unsure: true, ports: lookups()}}
	}
	return nil
}

// incomplete reports whether rules of a policy are not known.
func incomplete(p *facts.NetworkPolicy) bool {
	_, whole := kube.RulesOf(p, kube.Ingress)
	return !whole
}

// letIn reports whether any policy lets the pods of a namespace ask; the second result is false
// where it lets some of them.
func letIn(policies []*facts.NetworkPolicy, n *facts.Namespace, protocol string) (lets, all bool) {
	for _, p := range policies {
		rules, _ := kube.RulesOf(p, kube.Ingress)
		for i := range rules {
			if !dnsPorts(&rules[i], protocol) && !rules[i].Cut {
				continue
			}
			some, every := kube.LetsNamespace(p, &rules[i], n)
			if every && !rules[i].Cut {
				return true, true
			}
			lets = lets || some
		}
	}
	return lets, false
}

// asking returns the namespaces with workloads, but for that of the DNS servers.
func asking(in *facts.Input, except string) []*facts.Namespace {
	used := map[string]bool{}
	for i := range in.Workloads {
		if w := &in.Workloads[i]; !w.HostNetwork {
			used[w.Namespace] = true
		}
	}
	for _, n := range in.Applications.Namespaces {
		used[n.Name] = true
	}
	var all []*facts.Namespace
	for i := range in.Namespaces {
		n := &in.Namespaces[i]
		if used[n.Name] && n.Name != except && n.Phase != "Terminating" {
			all = append(all, n)
		}
	}
	return all
}

// deniedFrom returns what a DNS server may not send: to the API server, from which it learns the
// names of Services, and to the name servers upstream.
func deniedFrom(in *facts.Input, server *facts.Workload) restriction {
	policies, known := kube.Isolating(in.NetworkPolicies, kube.Egress, server.Namespace, server.PodLabels)
	out := restriction{policies: len(policies)}
	if len(policies) == 0 {
		out.denials = unreadSelectors(in, server, kube.Egress, known)
		return out
	}
	api, upstream, whole := false, false, true
	for _, p := range policies {
		rules, all := kube.RulesOf(p, kube.Egress)
		whole = whole && all
		for i := range rules {
			r := &rules[i]
			api = api || r.Cut || kube.LetsPort(r, "TCP", 443, "https") || kube.LetsPort(r, "TCP", 6443)
			upstream = upstream || r.Cut || kube.LetsPort(r, "UDP", 53) || kube.LetsPort(r, "TCP", 53) || kube.LetsPort(r, "TCP", 853)
		}
	}
	if !api {
		out.denials = append(out.denials, denial{
			policy: policies[0], what: "no rule lets the DNS servers reach the API server (TCP, port 443 or 6443), from which they learn the names of Services",
			unsure: !whole, ports: []kube.Port{{Protocol: "TCP", Number: 443, NamesKnown: true}, {Protocol: "TCP", Number: 6443, NamesKnown: true}},
		})
	}
	if !upstream {
		out.denials = append(out.denials, denial{
			policy: policies[0], what: "no rule lets the DNS servers ask the name servers upstream (port 53)", unsure: !whole, ports: lookups(),
		})
	}
	return out
}

// unreadSelectors is a doubt where the selectors of policies are not in the snapshot.
func unreadSelectors(in *facts.Input, server *facts.Workload, direction string, known bool) []denial {
	if known {
		return nil
	}
	for i := range in.NetworkPolicies {
		if p := &in.NetworkPolicies[i]; p.Namespace == server.Namespace && slices.Contains(p.PolicyTypes, direction) {
			return []denial{{policy: p, what: "which pods it selects is not known: the snapshot is of an older kready", unsure: true}}
		}
	}
	return nil
}
