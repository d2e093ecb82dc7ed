package kube

import (
	"net/netip"
	"testing"

	"github.com/kready/kready/internal/facts"
)

func by(pairs ...string) facts.Selector {
	s := facts.Selector{Set: true}
	for i := 0; i < len(pairs); i += 2 {
		s.Requirements = append(s.Requirements, facts.Requirement{Key: pairs[i], Operator: "In", Values: []string{pairs[i+1]}})
	}
	return s
}

// TestPasses goes through the semantics of NetworkPolicies, as the page in Passes has them.
func TestPasses(t *testing.T) {
	web := &Peer{Namespace: "shop", Labels: map[string]string{"app": "web"}}
	db := &Peer{
		Namespace: "data", NamespaceLabels: map[string]string{"team": "data"}, Labels: map[string]string{"app": "db"},
		Networks: []netip.Prefix{netip.MustParsePrefix("10.1.0.0/24")},
	}
	with := func(change func(*Peer)) *Peer {
		other := *db
		change(&other)
		return &other
	}
	near := with(func(p *Peer) { p.Namespace = "shop" })
	partial := with(func(p *Peer) { p.Labels, p.Partial = nil, true })
	host := with(func(p *Peer) { p.Host = true })
	unnamed := with(func(p *Peer) { p.NamespaceLabels = nil })
	cilium := with(func(p *Peer) { p.Excluded = true })
	sql := Port{Protocol: "TCP", Number: 5432, Names: []string{"sql"}, NamesKnown: true}
	peers := func(p ...facts.PolicyPeer) []facts.PolicyRule { return []facts.PolicyRule{{Peers: p}} }
	ports := func(p ...facts.PolicyPort) []facts.PolicyRule { return []facts.PolicyRule{{Ports: p}} }
	block := func(cidr string, except ...string) []facts.PolicyRule {
		return peers(facts.PolicyPeer{CIDR: cidr, Except: except, Exact: true})
	}
	for name, tt := range map[string]struct {
		rules []facts.PolicyRule
		other *Peer
		want  Passage
	}{
		"no rule":                       {nil, db, Denied},
		"an empty rule":                 {[]facts.PolicyRule{{}}, db, Allowed},
		"pods alone are of its own":     {peers(facts.PolicyPeer{Pods: by("app", "db")}), db, Denied},
		"pods of its own":               {peers(facts.PolicyPeer{Pods: by("app", "db")}), near, Allowed},
		"a namespace":                   {peers(facts.PolicyPeer{Namespaces: by("team", "data")}), db, Allowed},
		"a namespace of no known label": {peers(facts.PolicyPeer{Namespaces: by("team", "data")}), unnamed, Undecided},
		"every namespace":               {peers(facts.PolicyPeer{Namespaces: by()}), unnamed, Allowed},
		"both in one peer":              {peers(facts.PolicyPeer{Namespaces: by("team", "data"), Pods: by("app", "web")}), db, Denied},
		"one of two peers":              {peers(facts.PolicyPeer{Namespaces: by("team", "data")}, facts.PolicyPeer{Pods: by("app", "web")}), db, Allowed},
		"labels that are not told":      {peers(facts.PolicyPeer{Namespaces: by(), Pods: by("app", "db")}), partial, Undecided},
		"a pod of the host":             {peers(facts.PolicyPeer{Namespaces: by()}), host, Undecided},
		"a port":                        {ports(facts.PolicyPort{Protocol: "TCP", Port: 5432}), db, Allowed},
		"a port by its name":            {ports(facts.PolicyPort{Protocol: "TCP", Name: "sql"}), db, Allowed},
		"another name":                  {ports(facts.PolicyPort{Protocol: "TCP", Name: "web"}), db, Denied},
		"a range":                       {ports(facts.PolicyPort{Protocol: "TCP", Port: 5000, EndPort: 6000}), db, Allowed},
		"another protocol":              {ports(facts.PolicyPort{Protocol: "UDP", Port: 5432}), db, Denied},
		"all ports of a protocol":       {ports(facts.PolicyPort{Protocol: "TCP"}), db, Allowed},
		"peer and port of two rules":    {append(ports(facts.PolicyPort{Protocol: "TCP", Port: 1}), peers(facts.PolicyPeer{Pods: by("app", "x")})...), db, Denied},
		"a block around":                {block("10.0.0.0/8"), db, Allowed},
		"a block elsewhere":             {block("192.168.0.0/16"), db, Denied},
		"a block with an exception":     {block("0.0.0.0/0", "10.1.0.0/16"), db, Undecided},
		"with another exception":        {block("0.0.0.0/0", "169.254.169.254/32"), db, Allowed},
		"a part of what it may be":      {block("10.1.0.0/28"), db, Undecided},
		"a block is no pod to Cilium":   {block("0.0.0.0/0"), cilium, Denied},
		"any address":                   {block("0.0.0.0/0"), &Peer{Host: true}, Allowed},
		"exceptions of old":             {peers(facts.PolicyPeer{CIDR: "10.0.0.0/8"}), db, Undecided},
		"a rule that is cut":            {[]facts.PolicyRule{{Cut: true, Peers: []facts.PolicyPeer{{Pods: by("app", "x")}}}}, db, Undecided},
	} {
		t.Run(name, func(t *testing.T) {
			policy := facts.NetworkPolicy{Namespace: "shop", Name: "web", PolicyTypes: []string{Egress}, Pods: by("app", "web"), EgressRules: len(tt.rules), Egress: tt.rules}
			if got, _ := NewPolicies([]facts.NetworkPolicy{policy}).Passes(Egress, web, tt.other, sql); got != tt.want {
				t.Errorf("got %d, want %d", got, tt.want)
			}
		})
	}
}

// TestPassesSelection: only policies of the namespace, the direction and the pod count, and any of them may let through.
func TestPassesSelection(t *testing.T) {
	web := &Peer{Namespace: "shop", Labels: map[string]string{"app": "web"}}
	port := Port{Protocol: "TCP", Number: 80, NamesKnown: true}
	deny := facts.NetworkPolicy{Namespace: "shop", Name: "deny", PolicyTypes: []string{Ingress}, SelectsAll: true, Pods: by()}
	elsewhere, ofOthers, outwards, open, cut, old := deny, deny, deny, deny, deny, deny
	elsewhere.Namespace = "till"
	ofOthers.SelectsAll, ofOthers.Pods = false, by("app", "db")
	outwards.PolicyTypes = []string{Egress}
	open.Ingress, open.IngressRules = []facts.PolicyRule{{}}, 1
	cut.IngressRules = 30
	old.SelectsAll, old.Pods = false, facts.Selector{}
	for name, tt := range map[string]struct {
		policies []facts.NetworkPolicy
		want     Passage
	}{
		"none":                 {nil, Allowed},
		"denied":               {[]facts.NetworkPolicy{deny}, Denied},
		"elsewhere":            {[]facts.NetworkPolicy{elsewhere, ofOthers, outwards}, Allowed},
		"one lets it":          {[]facts.NetworkPolicy{deny, open}, Allowed},
		"more rules than kept": {[]facts.NetworkPolicy{cut}, Undecided},
		"of an older kready":   {[]facts.NetworkPolicy{old}, Undecided},
	} {
		t.Run(name, func(t *testing.T) {
			if got, _ := NewPolicies(tt.policies).Passes(Ingress, web, &Peer{Namespace: "a"}, port); got != tt.want {
				t.Errorf("got %d, want %d", got, tt.want)
			}
		})
	}
}
