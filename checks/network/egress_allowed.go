package network

import (
	"context"
	"fmt"
	"slices"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
	"github.com/kready/kready/internal/text"
)

// EgressAllowed asks whether NetworkPolicies let the pods of a service reach what they need.
func EgressAllowed() check.Check {
	return check.Check{
		ID:      "network/egress-allowed",
		Title:   "NetworkPolicies let the pods of the service reach DNS and what they say that they need",
		Subject: check.SubjectService,
		Doc: `A policy that restricts what pods send denies all that no rule names: cluster DNS first of all, so that every name
fails to resolve, and nothing says why. The pods are Ready all the same.

kready puts together the NetworkPolicies of the cluster and of the service that select the pods of each template, as
Kubernetes does (namespace and pod selectors, blocks of addresses with exceptions, named ports, ranges), and asks
whether they let them

- ask cluster DNS by UDP, port 53;
- reach the API server, where the service binds a role to their ServiceAccount;
- reach what the annotation ` + "`kready.dev/requires: db.data:5432,cache:6379`" + ` of the template or of the workload names, a
  Service by its name or with its namespace. What lies outside of the cluster is let by rules without peers alone.

Policies of other kinds in the cluster (Cilium's, Calico's, Antrea's, ClusterNetworkPolicy) count where what runs enforces
them: one that is for the pods and lets nothing of that port through is a gap, one that lets everybody is none. Where that
hangs on who is at the other end, and where the service brings such a policy, the answer is unknown. So it is where rules stand for
addresses of which it is not known whose they are. A CiliumNetworkPolicy of the service that says no more than a NetworkPolicy can
(endpoints, ports, addresses, rules for DNS) is judged as one where Cilium runs. Pods in the host's network are left out.`,
		Level:         check.LevelConfigured,
		Tier:          check.TierMust,
		Reads:         facts.Fields{facts.PartService, facts.KindNetworkPolicies, facts.KindNamespaces, facts.KindNodes, facts.KindWorkloads, facts.KindBackends, facts.KindNamedServices, facts.PartInventory},
		OptionalReads: kube.OtherPolicyReads(),
		StandsWithout: check.StandsWithout{Any: []facts.Portion{"workloads/cronjobs"}},
		Remediation: `Add a rule to the policy, or a policy beside it. For DNS:

    egress:
    - to: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: kube-system}}}]
      ports: [{port: 53, protocol: UDP}, {port: 53, protocol: TCP}]

A rule for the API server needs its addresses, or no ` + "`to`" + ` at all: it is no pod.`,
		Links: []string{"https://kubernetes.io/docs/concepts/services-networking/network-policies/"},
		Since: "0.2.0",
		Run:   runEgressAllowed,
	}
}

func runEgressAllowed(_ context.Context, in *facts.Input) (check.Outcome, error) {
	if len(in.Service.Pods) == 0 {
		return check.Skip("the service has no pods"), nil
	}
	t := newTraffic(in)
	bound := boundAccounts(&in.Service)
	var all []connection
	restricted := 0
	for i := range in.Service.Pods {
		pods := &in.Service.Pods[i]
		if by, known := t.policies.Isolating(kube.Egress, pods.Namespace, pods.Labels); len(by) > 0 || !known || len(t.ofOtherKinds(pods).All) > 0 {
			restricted++
		}
		all = append(all, t.toDNS(pods))
		if pods.ServiceAccount != "default" && bound[pods.ServiceAccount] {
			all = append(all, t.toAPIServer(pods))
		}
		all = append(all, t.toRequired(pods)...)
	}
	gaps, unknowns := t.sorted(all)
	connections := text.Counted(len(all), "connection", "connections")
	passed := connections + " that its pods need, which network policies let through"
	if restricted == 0 {
		passed = "no network policy restricts what its pods send"
	}
	return check.ByFindings(gaps, unknowns,
		fmt.Sprintf("network policies stop %d of %s that its pods need", len(gaps), connections),
		fmt.Sprintf("whether network policies stop %d of %s that its pods need is not known", len(unknowns), connections),
		passed), nil
}

// toDNS is the connection to cluster DNS. Where its servers are not seen, only ports tell.
func (t *traffic) toDNS(pods *facts.LandingPods) connection {
	if t.dns == nil {
		t.dns = t.dnsServers()
	}
	ports := []kube.Port{
		{Protocol: "UDP", Number: 53, Names: []string{"dns", "dns-udp"}, NamesKnown: true},
		{Protocol: "UDP", Number: 5353, NamesKnown: true}, // OpenShift's servers
	}
	return connection{kube.Egress, pods, t.dns, ports, "ask cluster DNS (UDP, port 53)", pods.TemplateLine}
}

// dnsServers are those of cluster DNS.
func (t *traffic) dnsServers() *kube.Peer {
	for _, b := range t.in.Backends {
		if !slices.Contains(b.Roles, "dns") || !b.Exists || len(b.Selector) == 0 {
			continue
		}
		other := t.peer(b.Namespace, b.Selector)
		other.Partial = true
		for i := range t.in.Workloads {
			if w := &t.in.Workloads[i]; w.Namespace == b.Namespace && kube.HasLabels(w.PodLabels, b.Selector) {
				other = t.workload(w)
			}
		}
		other.Host = other.Host || t.nodeLocal()
		return other
	}
	return &kube.Peer{Host: true, Excluded: t.cilium}
}

// nodeLocal reports whether a cache on each node answers in place of cluster DNS.
func (t *traffic) nodeLocal() bool {
	return slices.ContainsFunc(t.in.Inventory, func(i facts.Implementation) bool { return i.Name == "node-local-dns" && i.State == facts.StateRunning })
}

// boundAccounts are the names of ServiceAccounts that a service gives rights.
func boundAccounts(s *facts.Landing) map[string]bool {
	out := map[string]bool{}
	for i := range s.Objects {
		if o := &s.Objects[i]; o.Kind == "RoleBinding" || o.Kind == "ClusterRoleBinding" {
			for _, f := range kube.FieldsOf(o, "subjects[].name") {
				out[f.Value] = true
			}
		}
	}
	return out
}

// toAPIServer is the connection to the API server.
func (t *traffic) toAPIServer(pods *facts.LandingPods) connection {
	ports := []kube.Port{{Protocol: "TCP", Number: 443, Names: []string{"https"}, NamesKnown: true}, {Protocol: "TCP", Number: 6443, NamesKnown: true}}
	return connection{kube.Egress, pods, &kube.Peer{Host: true, Excluded: t.cilium}, ports, "reach the API server (TCP, port 443 or 6443)", pods.TemplateLine}
}

// toRequired are the connections that a template, or its workload, says that it needs.
func (t *traffic) toRequired(pods *facts.LandingPods) []connection {
	var out []connection
	for _, need := range t.brings.Requires(pods) {
		other, ports := t.destination(pods.Namespace, need.Host, need.Port)
		out = append(out, connection{kube.Egress, pods, other, ports, fmt.Sprintf("reach %s (TCP, port %d)", need.Host, need.Port), pods.TemplateLine})
	}
	return out
}

// destination is what a host stands for: the pods behind a Service, or something of which nothing is known.
func (t *traffic) destination(from, host string, port int) (*kube.Peer, []kube.Port) {
	name, namespace := kube.ServiceOf(from, host)
	if own := t.brings.Service(namespace, name); own != nil && len(own.Selector) > 0 {
		pods := t.brings.Pods(namespace, own.Selector)
		other := t.peer(namespace, own.Selector)
		other.Partial = len(pods) == 0
		if len(pods) > 0 {
			other.Labels, other.Host = pods[0].Labels, pods[0].Placement.HostNetwork
		}
		return other, targetsOf(own, pods, port)
	}
	if s := t.seen.Service(namespace, name); s != nil && len(s.Selector) > 0 {
		other := t.peer(namespace, s.Selector)
		other.Partial = true
		for _, p := range s.Ports {
			if p.Port == port && p.TargetName == "" {
				return other, []kube.Port{{Protocol: p.Protocol, Number: p.Target}}
			}
		}
		return other, []kube.Port{{Protocol: "TCP", Number: port}}
	}
	return &kube.Peer{Host: true}, []kube.Port{{Protocol: "TCP", Number: port}}
}

// targetsOf are the ports of pods that a port of their Service leads to.
func targetsOf(s *facts.LandingService, pods []*facts.LandingPods, port int) []kube.Port {
	for _, p := range s.Ports {
		if p.Port != port {
			continue
		}
		out := kube.Port{Protocol: p.Protocol, Number: p.Target}
		if len(pods) > 0 {
			out.NamesKnown = true
			if p.TargetName != "" {
				out.Number, _ = kube.NamedPort(pods[0], p.TargetName, p.Protocol)
			}
			out.Names = kube.PortNames(pods[0], out.Number, p.Protocol)
		}
		return []kube.Port{out}
	}
	return []kube.Port{{Protocol: "TCP", Number: port}}
}
