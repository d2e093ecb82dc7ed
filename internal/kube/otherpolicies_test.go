package kube

import (
	"slices"
	"testing"

	"github.com/kready/kready/internal/facts"
)

const (
	calicoGlobal  = "globalnetworkpolicies.crd.projectcalico.org"
	ciliumWide    = "ciliumclusterwidenetworkpolicies.cilium.io"
	adminPolicies = "adminnetworkpolicies.policy.networking.k8s.io"
	clusterWide   = "clusternetworkpolicies.policy.networking.k8s.io"
)

// inCluster is a cluster in which a product runs, with these policies of one kind and none of the others.
func inCluster(product, kind string, policies ...facts.OtherPolicy) *facts.Input {
	in := &facts.Input{Snapshot: facts.Snapshot{Namespaces: []facts.Namespace{{Name: "shop"}, {Name: "kube-system"}}}}
	in.Inventory = []facts.Implementation{{Name: product, State: facts.StateRunning, Roles: []string{"network/policy"}}}
	for _, name := range otherPolicies() {
		one := facts.OtherPolicyKind{Name: name, Read: true}
		if name == kind {
			one.Policies = policies
		}
		in.OtherPolicies = append(in.OtherPolicies, one)
	}
	in.PolicyEnforcers = PolicyEnforcers(in)
	return in
}

func ruled(place string, isolates bool, rules ...facts.OtherPolicyRule) facts.OtherPolicy {
	side := facts.OtherPolicySide{Isolates: isolates, Rules: rules}
	return facts.OtherPolicy{Name: "p", Place: place, Pods: facts.Selector{Set: true}, Ingress: side, Egress: side}
}

func rule(action, peers string, ports ...facts.PolicyPort) facts.OtherPolicyRule {
	return facts.OtherPolicyRule{Action: action, Peers: peers, Ports: ports}
}

// TestEnforcement: a kind of policy is enforced where something that runs takes it, and by nothing else.
func TestEnforcement(t *testing.T) {
	for name, tt := range map[string]struct {
		change func(*facts.Input)
		kind   string
		want   string
	}{
		"Cilium's by Cilium":     {kind: ciliumWide, want: facts.EnforcedYes},
		"Calico's by Cilium":     {kind: calicoGlobal, want: facts.EnforcedNo},
		"by nothing that shows":  {kind: calicoGlobal, want: facts.EnforcedPerhaps, change: func(in *facts.Input) { in.Candidates = []facts.Candidate{{Role: "network/policy"}} }},
		"without any engine":     {kind: ciliumWide, want: facts.EnforcedPerhaps, change: func(in *facts.Input) { in.Inventory = nil }},
		"switched off":           {kind: ciliumWide, want: facts.EnforcedNo, change: func(in *facts.Input) { in.NetworkConfig.Cilium.EnablePolicy = "never" }},
		"left over":              {kind: ciliumWide, want: facts.EnforcedPerhaps, change: func(in *facts.Input) { in.Inventory[0].State = facts.StateRemnant }},
		"GKE's build":            {kind: ciliumWide, want: facts.EnforcedPerhaps, change: func(in *facts.Input) { in.Distribution.Name = "gke" }},
		"v1alpha1 by Cilium":     {kind: adminPolicies, want: facts.EnforcedNo},
		"v1alpha2 by Cilium":     {kind: clusterWide, want: facts.EnforcedNo},
		"v1alpha2, switched on":  {kind: clusterWide, want: facts.EnforcedYes, change: func(in *facts.Input) { in.NetworkConfig.Cilium.EnableClusterNetworkPolicy = "true" }},
		"v1alpha2, not asked":    {kind: clusterWide, want: facts.EnforcedPerhaps, change: func(in *facts.Input) { in.OtherPolicies = nil }},
		"v1alpha2 by Calico":     {kind: clusterWide, want: facts.EnforcedYes, change: runs("calico", "v3.32.1")},
		"v1alpha2 by old Calico": {kind: clusterWide, want: facts.EnforcedNo, change: runs("calico", "v3.31.0")},
		"v1alpha1 by old Calico": {kind: adminPolicies, want: facts.EnforcedPerhaps, change: runs("calico", "v3.31.0")},
		"v1alpha1 by new Calico": {kind: adminPolicies, want: facts.EnforcedNo, change: runs("calico", "v3.32.1")},
		"by a Calico of unknown": {kind: clusterWide, want: facts.EnforcedPerhaps, change: runs("calico", "")},
		"by a feature of Antrea": {kind: adminPolicies, want: facts.EnforcedPerhaps, change: runs("antrea", "v2.4.0")},
	} {
		in := inCluster("cilium", "")
		if tt.change != nil {
			tt.change(in)
		}
		got := PolicyEnforcers(in)
		at := slices.IndexFunc(got, func(e facts.PolicyEnforcer) bool { return e.Kind == tt.kind })
		if got[at].Enforced != tt.want {
			t.Errorf("%s: %s is enforced: %s", name, tt.kind, got[at].Enforced)
		}
	}
}

func runs(name, version string) func(*facts.Input) {
	return func(in *facts.Input) { in.Inventory[0].Name, in.Inventory[0].Version = name, version }
}

// TestDecide puts NetworkPolicies and policies of other kinds together.
func TestDecide(t *testing.T) {
	https := facts.PolicyPort{Protocol: "TCP", Port: 443}
	dns := facts.PolicyPort{Protocol: "UDP", Port: 53}
	asked := Port{Protocol: "UDP", Number: 53, NamesKnown: true}
	partly := ruled(facts.PlaceBeside, true)
	partly.Partly = true
	nodes := ruled(facts.PlaceBeside, true)
	nodes.NoPods = true
	elsewhere := ruled(facts.PlaceBeside, true)
	elsewhere.Namespaces = facts.Selector{Set: true, Requirements: []facts.Requirement{{Key: "kubernetes.io/metadata.name", Operator: "NotIn", Values: []string{"shop"}}}}
	all := rule(facts.ActionAllow, facts.PeersEverybody)
	deny := rule(facts.ActionDeny, facts.PeersEverybody)
	for name, tt := range map[string]struct {
		kind     string
		policy   facts.OtherPolicy
		passage  Passage
		selected bool
		want     Passage
	}{
		"isolates":                            {kind: ciliumWide, policy: ruled(facts.PlaceBeside, true), passage: Allowed, want: Denied},
		"isolates, for nodes":                 {kind: ciliumWide, policy: nodes, passage: Allowed, want: Allowed},
		"isolates, elsewhere":                 {kind: ciliumWide, policy: elsewhere, passage: Allowed, want: Allowed},
		"isolates, some pods":                 {kind: ciliumWide, policy: partly, passage: Allowed, want: Undecided},
		"isolates, other port":                {kind: ciliumWide, policy: ruled(facts.PlaceBeside, true, rule(facts.ActionAllow, facts.PeersEverybody, https)), passage: Allowed, want: Denied},
		"isolates, somebody by the port":      {kind: ciliumWide, policy: ruled(facts.PlaceBeside, true, rule(facts.ActionAllow, facts.PeersSome, dns)), passage: Allowed, want: Undecided},
		"isolates, everybody by the port":     {kind: ciliumWide, policy: ruled(facts.PlaceBeside, true, rule(facts.ActionAllow, facts.PeersEverybody, dns)), passage: Allowed, want: Allowed},
		"isolates, a NetworkPolicy lets it":   {kind: ciliumWide, policy: ruled(facts.PlaceBeside, true), passage: Allowed, selected: true, want: Allowed},
		"an earlier tier isolates":            {kind: calicoGlobal, policy: ruled(facts.PlaceBefore, true), passage: Allowed, selected: true, want: Undecided},
		"no default deny":                     {kind: ciliumWide, policy: ruled(facts.PlaceBeside, false, rule(facts.ActionAllow, facts.PeersSome, dns)), passage: Allowed, want: Allowed},
		"denies one address":                  {kind: ciliumWide, policy: ruled(facts.PlaceBeside, false, rule(facts.ActionDeny, facts.PeersSome)), passage: Allowed, want: Undecided},
		"denies another port":                 {kind: ciliumWide, policy: ruled(facts.PlaceBeside, false, rule(facts.ActionDeny, facts.PeersEverybody, https)), passage: Allowed, want: Allowed},
		"denies all, a NetworkPolicy lets":    {kind: ciliumWide, policy: ruled(facts.PlaceBeside, true, deny), passage: Allowed, selected: true, want: Denied},
		"Calico denies beside":                {kind: calicoGlobal, policy: ruled(facts.PlaceBeside, true, deny), passage: Allowed, selected: true, want: Undecided},
		"a baseline denies":                   {kind: clusterWide, policy: ruled(facts.PlaceAfter, false, deny), passage: Allowed, want: Denied},
		"a baseline under a NetworkPolicy":    {kind: clusterWide, policy: ruled(facts.PlaceAfter, false, deny), passage: Allowed, selected: true, want: Allowed},
		"an administrator denies":             {kind: clusterWide, policy: ruled(facts.PlaceBefore, false, deny), passage: Allowed, selected: true, want: Denied},
		"an administrator passes, then not":   {kind: clusterWide, policy: ruled(facts.PlaceBefore, false, rule(facts.ActionPass, facts.PeersEverybody), deny), passage: Allowed, selected: true, want: Allowed},
		"denied, and nobody lets it":          {kind: ciliumWide, policy: ruled(facts.PlaceBeside, true), passage: Denied, selected: true, want: Denied},
		"denied, and lifted for all":          {kind: ciliumWide, policy: ruled(facts.PlaceBeside, true, all), passage: Denied, selected: true, want: Allowed},
		"denied, and lifted for some":         {kind: ciliumWide, policy: ruled(facts.PlaceBeside, true, rule(facts.ActionAllow, facts.PeersSome)), passage: Denied, selected: true, want: Undecided},
		"denied, and too late to be lifted":   {kind: clusterWide, policy: ruled(facts.PlaceAfter, false, all), passage: Denied, selected: true, want: Denied},
		"denied, and nothing enforces theirs": {kind: "networkpolicies.crd.antrea.io", policy: ruled(facts.PlaceBefore, false, all), passage: Denied, selected: true, want: Denied},
	} {
		product := "cilium"
		if tt.kind == calicoGlobal {
			product = "calico"
		}
		in := inCluster(product, tt.kind, tt.policy)
		in.NetworkConfig.Cilium.EnableClusterNetworkPolicy = "true"
		in.PolicyEnforcers = PolicyEnforcers(in)
		got, by := NewOtherKinds(in).On("shop", map[string]string{"app": "web"}).Decide(tt.passage, tt.selected, Egress, asked)
		if got != tt.want || got == Undecided && by.None() {
			t.Errorf("%s: %d, by %s", name, got, by.Few())
		}
	}
}

// TestUnread: policies that could not be read, or that an older kready kept by name alone, may let through what is denied.
func TestUnread(t *testing.T) {
	in := inCluster("cilium", "")
	in.OtherPolicies[3].Read = false
	if got, by := NewOtherKinds(in).On("shop", nil).Decide(Denied, true, Ingress); got != Undecided || by.Few() != "ciliumnetworkpolicies.cilium.io, which could not be read" {
		t.Errorf("unread: %d, by %s", got, by.Few())
	}
	if got, _ := NewOtherKinds(in).On("shop", nil).Decide(Allowed, false, Ingress); got != Allowed {
		t.Errorf("unread, and nothing denies: %d", got)
	}
	older := inCluster("cilium", "")
	older.OtherPolicies = nil
	for _, kind := range otherPolicies() {
		older.ProductResources = append(older.ProductResources, facts.ProductResource{Name: kind, Read: true})
	}
	older.ProductResources[3].Objects = []facts.ProductObject{{Namespace: "shop", Name: "web"}}
	if got, by := NewOtherKinds(older).On("shop", nil).Decide(Denied, true, Ingress); got != Undecided || by.Few() != "CiliumNetworkPolicy shop/web" {
		t.Errorf("older: %d, by %s", got, by.Few())
	}
	if got, _ := NewOtherKinds(older).On("bank", nil).Decide(Denied, true, Ingress); got != Denied {
		t.Errorf("older, elsewhere: %d", got)
	}
}

// TestPolicyDefaults says what becomes of what no policy names.
func TestPolicyDefaults(t *testing.T) {
	all, deny := rule(facts.ActionAllow, facts.PeersEverybody), rule(facts.ActionDeny, facts.PeersEverybody)
	dns := facts.PolicyPort{Protocol: "UDP", Port: 53}
	somePods := ruled(facts.PlaceBeside, true)
	somePods.Pods.Requirements = []facts.Requirement{{Key: "app", Operator: "In", Values: []string{"db"}}}
	partly := ruled(facts.PlaceBeside, true)
	partly.Partly = true
	closed := facts.NetworkPolicy{Namespace: "shop", Name: "deny", SelectsAll: true, PolicyTypes: []string{Ingress, Egress}}
	asking := closed
	asking.AllowsDNS, asking.EgressRules, asking.Egress = true, 1, []facts.PolicyRule{{Ports: []facts.PolicyPort{dns}}}
	for name, tt := range map[string]struct {
		kind     string
		policies []facts.OtherPolicy
		own      []facts.NetworkPolicy
		always   bool
		ingress  string
		dns      string
	}{
		"none":                             {kind: ciliumWide, ingress: facts.StateOpen},
		"a NetworkPolicy":                  {kind: ciliumWide, own: []facts.NetworkPolicy{closed}, ingress: facts.StateClosed, dns: facts.DNSDenied},
		"Cilium isolates":                  {kind: ciliumWide, policies: []facts.OtherPolicy{ruled(facts.PlaceBeside, true)}, ingress: facts.StateClosed, dns: facts.DNSDenied},
		"Cilium isolates some pods":        {kind: ciliumWide, policies: []facts.OtherPolicy{somePods}, ingress: facts.StateOpen},
		"Cilium isolates perhaps all":      {kind: ciliumWide, policies: []facts.OtherPolicy{partly}, ingress: facts.Untold},
		"Cilium without default deny":      {kind: ciliumWide, policies: []facts.OtherPolicy{ruled(facts.PlaceBeside, false, rule(facts.ActionDeny, facts.PeersSome))}, ingress: facts.StateOpen},
		"Cilium lets all":                  {kind: ciliumWide, policies: []facts.OtherPolicy{ruled(facts.PlaceBeside, true, all)}, ingress: facts.StateOpen, dns: facts.DNSAllowed},
		"Cilium lets all beside a policy":  {kind: ciliumWide, policies: []facts.OtherPolicy{ruled(facts.PlaceBeside, true, all)}, own: []facts.NetworkPolicy{closed}, ingress: facts.StateOpen, dns: facts.DNSAllowed},
		"Calico lets all beside a policy":  {kind: calicoGlobal, policies: []facts.OtherPolicy{ruled(facts.PlaceBeside, true, all)}, own: []facts.NetworkPolicy{closed}, ingress: facts.Untold, dns: facts.DNSAllowed},
		"Calico isolates, DNS by a policy": {kind: calicoGlobal, policies: []facts.OtherPolicy{ruled(facts.PlaceBeside, true)}, own: []facts.NetworkPolicy{asking}, ingress: facts.StateClosed, dns: facts.DNSAllowed},
		"an earlier tier isolates":         {kind: calicoGlobal, policies: []facts.OtherPolicy{ruled(facts.PlaceBefore, true)}, own: []facts.NetworkPolicy{asking}, ingress: facts.StateClosed, dns: facts.DNSDenied},
		"a baseline denies":                {kind: clusterWide, policies: []facts.OtherPolicy{ruled(facts.PlaceAfter, false, rule(facts.ActionAllow, facts.PeersSome, dns), deny)}, ingress: facts.StateClosed},
		"a baseline lets all":              {kind: clusterWide, policies: []facts.OtherPolicy{ruled(facts.PlaceAfter, false, all)}, own: []facts.NetworkPolicy{closed}, ingress: facts.StateClosed, dns: facts.DNSDenied},
		"an administrator denies":          {kind: clusterWide, policies: []facts.OtherPolicy{ruled(facts.PlaceBefore, false, deny)}, ingress: facts.StateClosed, dns: facts.DNSDenied},
		"Cilium always enforces":           {kind: ciliumWide, always: true, ingress: facts.StateClosed},
		"nothing enforces it":              {kind: "networkpolicies.crd.antrea.io", policies: []facts.OtherPolicy{ruled(facts.PlaceBefore, false, deny)}, ingress: facts.StateOpen},
	} {
		product := "cilium"
		if tt.kind == calicoGlobal {
			product = "calico"
		}
		in := inCluster(product, tt.kind, tt.policies...)
		in.NetworkPolicies, in.PolicySums = tt.own, SumPolicies(tt.own)
		in.NetworkConfig.Cilium.EnableClusterNetworkPolicy = "true"
		if tt.always {
			in.NetworkConfig.Cilium.EnablePolicy = "always"
		}
		in.PolicyEnforcers = PolicyEnforcers(in)
		for _, d := range PolicyDefaults(in) {
			if d.Namespace == "shop" && (d.Ingress.State != tt.ingress || d.DNS.State != tt.dns) {
				t.Errorf("%s: ingress %s by %q, DNS %q by %q", name, d.Ingress.State, d.Ingress.By, d.DNS.State, d.DNS.By)
			}
		}
	}
}
