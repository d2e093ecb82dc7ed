package dns

import (
	"context"
	"fmt"
	"slices"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
	"github.com/kready/kready/internal/text"
)

// ReachableUnderDeny asks whether NetworkPolicies around the DNS servers leave them their work.
func ReachableUnderDeny() check.Check {
	return check.Check{
		ID:    "dns/reachable-under-deny",
		Title: "No network policy keeps the DNS servers from answering",
		Doc: `A policy that denies all traffic in kube-system, as scanners advise for every namespace, denies the
cluster its DNS. The servers stay Ready, since the kubelet on their own node still reaches them; every
lookup from elsewhere times out, and what fails is taken for a fault of the application.

Of the NetworkPolicies in the namespace of the DNS servers, those that select their pods are put
together: they must let port 53 in, by UDP and by TCP, from each namespace with workloads; and when
they restrict what the servers send, let them reach the API server and the name servers upstream, as
far far as ports tell. Policies of other kinds (Cilium's, Calico's, Antrea's, ClusterNetworkPolicy), where what runs enforces
them, can let through what these do not, or deny it: one that is for the servers and denies everything is a gap as well. Where it
cannot be told what they do, or they cannot be read, the answer is unknown instead of a gap. The side of the applications is ` + "`dns/allowed-under-deny`" + `. Servers in
the host's network, and those that the provider runs, are left out.`,
		Level:         check.LevelConfigured,
		Tier:          check.TierMust,
		Reads:         facts.Fields{facts.KindNetworkPolicies, facts.KindBackends, facts.KindWorkloads, facts.PartApplications, facts.KindNamespaces},
		OptionalReads: kube.OtherPolicyReads(),
		StandsWithout: check.StandsWithout{Pass: []facts.Portion{"workloads/pods"}, Gap: []facts.Portion{"workloads/pods"}},
		Requires:      []string{"network/policy-engine-on"},
		Remediation: `Add a NetworkPolicy beside the one that denies, in its namespace, that selects the pods of the DNS
servers: with an ingress rule for port 53, UDP and TCP, without ` + "`from`" + `; and where egress is
restricted, with an egress rule for the API server and the name servers upstream (` + "`egress: [{}]`" + ` lets
them reach all). Or take the policy that denies away.`,
		Remedies: []check.Remedy{{
			// Where the servers are pods of kube-system with kubeadm's label.
			Distributions: []string{"kubeadm", "kind", "minikube", "k3s", "rke2", "eks", "aks"},
			Text: `Let lookups in, and let the servers reach the API server and the name servers upstream, beside the
policy that denies:

    kubectl apply -f - <<'YAML'
    apiVersion: networking.k8s.io/v1
    kind: NetworkPolicy
    metadata: {name: allow-dns, namespace: kube-system}
    spec:
      podSelector: {matchLabels: {k8s-app: kube-dns}}
      policyTypes: [Ingress, Egress]
      ingress:
      - ports: [{protocol: UDP, port: 53}, {protocol: TCP, port: 53}]
      egress:
      - {}
    YAML

Or take the policy that denies away.`,
		}},
		Links: []string{
			"https://kubernetes.io/docs/concepts/services-networking/network-policies/#the-two-sorts-of-pod-isolation",
			"https://kubernetes.io/docs/tasks/administer-cluster/dns-debugging-resolution/",
		},
		Since: "0.1.0",
		Run:   runReachableUnderDeny,
	}
}

func runReachableUnderDeny(_ context.Context, in *facts.Input) (check.Outcome, error) {
	servers := dnsServers(in)
	if len(servers) == 0 {
		return check.Skip("no DNS server runs in a pod with a network of its own"), nil
	}
	var sure, open []check.Finding
	restricted, kinds := 0, kube.NewOtherKinds(in)
	for _, w := range servers {
		ingress, egress := deniedTo(in, w), deniedFrom(in, w)
		others := kinds.On(w.Namespace, w.PodLabels)
		certain, doubtful := sortDenials(others, kube.Ingress, ingress)
		sure, open = append(sure, certain...), append(open, doubtful...)
		certain, doubtful = sortDenials(others, kube.Egress, egress)
		sure, open = append(sure, certain...), append(open, doubtful...)
		restricted += ingress.policies + egress.policies + len(others.All)
	}
	switch {
	case len(sure) > 0:
		return check.Gap("network policies cut the DNS servers off", sure...), nil
	case len(open) > 0:
		return check.Unknown("whether network policies cut the DNS servers off depends on what is not read", open...), nil
	case restricted == 0:
		return check.Pass("no network policy restricts the DNS servers"), nil
	}
	return check.Pass("the network policies that restrict the DNS servers let lookups in, by their ports and namespaces"), nil
}

// dnsServers returns the workloads behind the DNS Services whose pods policies can restrict.
func dnsServers(in *facts.Input) []*facts.Workload {
	var servers []*facts.Workload
	for i := range in.Workloads {
		w := &in.Workloads[i]
		serves := slices.ContainsFunc(in.Backends, func(b facts.Backend) bool {
			return slices.Contains(b.Roles, "dns") && b.Namespace == w.Namespace && len(b.Selector) > 0 && kube.HasLabels(w.PodLabels, b.Selector)
		})
		if serves && !w.HostNetwork {
			servers = append(servers, w)
		}
	}
	return servers
}

// sortDenials tells what is certain of one direction from what policies of other kinds can lift, with what these deny
// themselves.
func sortDenials(others kube.OtherPolicies, direction string, found restriction) (sure, open []check.Finding) {
	for _, d := range found.denials {
		decided, by := others.Decide(kube.Denied, true, direction, d.ports...)
		finding := check.Finding{
			Object:  facts.ObjectRef{Kind: "NetworkPolicy", Namespace: d.policy.Namespace, Name: d.policy.Name},
			Message: d.what,
		}
		switch {
		case decided == kube.Allowed:
		case d.unsure:
			open = append(open, finding)
		case decided == kube.Undecided:
			finding.Message = fmt.Sprintf("%s, unless policies of another kind do: %s", d.what, by.Few())
			open = append(open, finding)
		default:
			sure = append(sure, finding)
		}
	}
	if len(found.denials) > 0 || direction != kube.Ingress {
		return sure, open
	}
	decided, by := others.Decide(kube.Allowed, found.policies > 0, direction, lookups()...)
	letting := others.Letting(direction, lookups()...)
	if decided == kube.Denied {
		return append(sure, check.Finding{Object: by.All[0].Ref(), Message: "it lets nobody ask the DNS servers by port 53, and no other policy does"}), open
	}
	if decided == kube.Undecided && !letting.AnySure() {
		open = append(open, check.Finding{Object: by.All[0].Ref(), Message: "whether it lets anybody ask the DNS servers by port 53 is not known"})
	}
	return sure, open
}

// inNamespaces names a few namespaces.
func inNamespaces(names []string) string {
	return fmt.Sprintf("%s %s", text.Counted(len(names), "namespace", "namespaces"), "("+text.Few(names)+")")
}
