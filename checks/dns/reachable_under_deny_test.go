package dns

import (
	"context"
	"strings"
	"testing"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
)

// everyPod is the empty selector.
var everyPod = facts.Selector{Set: true}

func labelled(key, value string) facts.Selector {
	return facts.Selector{Set: true, Requirements: []facts.Requirement{{Key: key, Operator: "In", Values: []string{value}}}}
}

// deny is a policy of kube-system that restricts all pods; allow is one of its DNS servers.
func deny(directions ...string) facts.NetworkPolicy {
	return facts.NetworkPolicy{Namespace: "kube-system", Name: "deny", PolicyTypes: directions, SelectsAll: true, Pods: everyPod}
}

func allow(rules ...facts.PolicyRule) facts.NetworkPolicy {
	return facts.NetworkPolicy{
		Namespace: "kube-system", Name: "allow", PolicyTypes: []string{"Ingress"}, Pods: labelled("k8s-app", "kube-dns"),
		Ingress: rules, IngressRules: len(rules),
	}
}

func port(protocol string, number int) facts.PolicyPort {
	return facts.PolicyPort{Protocol: protocol, Port: number}
}

// around is a cluster with DNS, one namespace that asks, and these policies.
func around(policies ...facts.NetworkPolicy) *facts.Input {
	read := func(name string, objects ...facts.ProductObject) facts.ProductResource {
		return facts.ProductResource{Name: name, Read: true, Objects: objects}
	}
	var others []facts.ProductResource
	for _, name := range []string{
		"adminnetworkpolicies.policy.networking.k8s.io", "baselineadminnetworkpolicies.policy.networking.k8s.io",
		"clusternetworkpolicies.policy.networking.k8s.io", "ciliumclusterwidenetworkpolicies.cilium.io", "ciliumnetworkpolicies.cilium.io",
		"clusternetworkpolicies.crd.antrea.io", "networkpolicies.crd.antrea.io",
		"globalnetworkpolicies.crd.projectcalico.org", "networkpolicies.crd.projectcalico.org",
	} {
		others = append(others, read(name))
	}
	dns := map[string]string{"k8s-app": "kube-dns"}
	return &facts.Input{Snapshot: facts.Snapshot{
		NetworkPolicies: policies, ProductResources: others,
		Backends:   []facts.Backend{{Namespace: "kube-system", Name: "kube-dns", Roles: []string{"dns"}, Selector: dns}},
		Namespaces: []facts.Namespace{{Name: "kube-system"}, {Name: "shop", Labels: map[string]string{"team": "a"}}},
		Workloads: []facts.Workload{
			{Kind: facts.Deployment, Namespace: "kube-system", Name: "coredns", PodLabels: dns},
			{Kind: facts.Deployment, Namespace: "shop", Name: "web"},
		},
	}}
}

func TestReachableUnderDeny(t *testing.T) {
	both := []facts.PolicyPort{port("UDP", 53), port("TCP", 53)}
	ofTeam := func(team string) []facts.PolicyPeer { return []facts.PolicyPeer{{Namespaces: labelled("team", team)}} }
	elsewhere := deny("Ingress")
	elsewhere.Namespace = "shop"
	ofOthers := deny("Ingress")
	ofOthers.SelectsAll, ofOthers.Pods = false, labelled("k8s-app", "metrics-server")
	older := ofOthers
	older.Pods = facts.Selector{}
	sending := func(ports ...facts.PolicyPort) facts.NetworkPolicy {
		p := deny("Egress")
		for _, one := range ports {
			p.Egress = append(p.Egress, facts.PolicyRule{Ports: []facts.PolicyPort{one}})
		}
		p.EgressRules = len(ports)
		return p
	}
	unkept := allow(facts.PolicyRule{Ports: []facts.PolicyPort{port("TCP", 9153)}})
	unkept.IngressRules = 2
	for name, tt := range map[string]struct {
		policies []facts.NetworkPolicy
		status   check.Status
		says     string
	}{
		"no policy":             {status: check.StatusPass},
		"of another namespace":  {policies: []facts.NetworkPolicy{elsewhere}, status: check.StatusPass},
		"of other pods":         {policies: []facts.NetworkPolicy{ofOthers}, status: check.StatusPass},
		"of an older snapshot":  {policies: []facts.NetworkPolicy{older}, status: check.StatusUnknown, says: "older kready"},
		"deny all":              {policies: []facts.NetworkPolicy{deny("Ingress")}, status: check.StatusGap, says: "no rule lets pods in by UDP, port 53, from 1 namespace (shop)"},
		"allowed beside it":     {policies: []facts.NetworkPolicy{deny("Ingress"), allow(facts.PolicyRule{Ports: both})}, status: check.StatusPass},
		"all ports":             {policies: []facts.NetworkPolicy{deny("Ingress"), allow(facts.PolicyRule{})}, status: check.StatusPass},
		"a range of ports":      {policies: []facts.NetworkPolicy{allow(facts.PolicyRule{Ports: []facts.PolicyPort{{Protocol: "UDP", Port: 50, EndPort: 60}, {Protocol: "TCP"}}})}, status: check.StatusPass},
		"by name":               {policies: []facts.NetworkPolicy{allow(facts.PolicyRule{Ports: []facts.PolicyPort{{Protocol: "UDP", Name: "dns"}, {Protocol: "TCP", Name: "dns-tcp"}}})}, status: check.StatusPass},
		"UDP alone":             {policies: []facts.NetworkPolicy{allow(facts.PolicyRule{Ports: both[:1]})}, status: check.StatusGap, says: "by TCP, port 53"},
		"metrics alone":         {policies: []facts.NetworkPolicy{allow(facts.PolicyRule{Ports: []facts.PolicyPort{port("TCP", 9153)}})}, status: check.StatusGap, says: "by UDP, port 53"},
		"the namespace":         {policies: []facts.NetworkPolicy{allow(facts.PolicyRule{Ports: both, Peers: ofTeam("a")})}, status: check.StatusPass},
		"another namespace":     {policies: []facts.NetworkPolicy{allow(facts.PolicyRule{Ports: both, Peers: ofTeam("b")})}, status: check.StatusGap, says: "(shop)"},
		"its own pods":          {policies: []facts.NetworkPolicy{allow(facts.PolicyRule{Peers: []facts.PolicyPeer{{Pods: everyPod}}})}, status: check.StatusGap, says: "(shop)"},
		"some pods":             {policies: []facts.NetworkPolicy{allow(facts.PolicyRule{Peers: []facts.PolicyPeer{{Namespaces: everyPod, Pods: labelled("app", "x")}}})}, status: check.StatusUnknown, says: "some pods"},
		"addresses":             {policies: []facts.NetworkPolicy{allow(facts.PolicyRule{Peers: []facts.PolicyPeer{{CIDR: "10.0.0.0/8"}}})}, status: check.StatusUnknown, says: "addresses"},
		"all addresses":         {policies: []facts.NetworkPolicy{allow(facts.PolicyRule{Peers: []facts.PolicyPeer{{CIDR: "0.0.0.0/0"}}})}, status: check.StatusPass},
		"rules that are unkept": {policies: []facts.NetworkPolicy{unkept}, status: check.StatusUnknown},
		"send nothing":          {policies: []facts.NetworkPolicy{deny("Egress")}, status: check.StatusGap, says: "the API server"},
		"send to upstream only": {policies: []facts.NetworkPolicy{sending(port("UDP", 53))}, status: check.StatusGap, says: "the API server"},
		"send to the API only":  {policies: []facts.NetworkPolicy{sending(port("TCP", 6443))}, status: check.StatusGap, says: "upstream"},
		"send both":             {policies: []facts.NetworkPolicy{sending(port("TCP", 443), port("UDP", 53))}, status: check.StatusPass},
	} {
		out, err := ReachableUnderDeny().Run(context.Background(), around(tt.policies...))
		if err != nil || out.Status != tt.status {
			t.Errorf("%s: %v %+v", name, err, out)
		} else if tt.says != "" && !strings.Contains(out.Findings[0].Message, tt.says) {
			t.Errorf("%s: %s", name, out.Findings[0].Message)
		}
	}
}

// TestOtherPoliciesLift: what NetworkPolicies deny, policies of other kinds can let through.
func TestOtherPoliciesLift(t *testing.T) {
	for name, tt := range map[string]struct {
		object facts.ProductObject
		read   bool
		status check.Status
	}{
		"of the whole cluster":     {object: facts.ProductObject{Name: "dns"}, read: true, status: check.StatusUnknown},
		"of the namespace":         {object: facts.ProductObject{Name: "dns", Namespace: "kube-system"}, read: true, status: check.StatusUnknown},
		"of another":               {object: facts.ProductObject{Name: "dns", Namespace: "shop"}, read: true, status: check.StatusGap},
		"that could not be listed": {object: facts.ProductObject{Name: "dns", Namespace: "shop"}, status: check.StatusUnknown},
	} {
		in := around(deny("Ingress"))
		in.ProductResources[0].Objects, in.ProductResources[0].Read = []facts.ProductObject{tt.object}, tt.read
		if out, err := ReachableUnderDeny().Run(context.Background(), in); err != nil || out.Status != tt.status {
			t.Errorf("%s: %v %+v", name, err, out)
		}
	}
}

// TestNoServerToRestrict: policies do not restrict pods in the host's network.
func TestNoServerToRestrict(t *testing.T) {
	in := around(deny("Ingress"))
	in.Workloads[0].HostNetwork = true
	if out, err := ReachableUnderDeny().Run(context.Background(), in); err != nil || out.Status != check.StatusSkip {
		t.Errorf("%v %+v", err, out)
	}
}
