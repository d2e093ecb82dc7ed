package facts

// OtherPolicyKind is one kind of network policy besides NetworkPolicy, with its policies.
type OtherPolicyKind struct {
	// Name is "plural.group": "ciliumnetworkpolicies.cilium.io".
	Name string `json:"name"`
	// Served is true when the cluster serves it.
	Served bool `json:"served"`
	// Read is true when all of its policies are known. It is true as well where the cluster does not serve it, and
	// so has none.
	Read     bool          `json:"read"`
	Policies []OtherPolicy `json:"policies"`
}

// OtherPolicy is one network policy of another kind: which pods it is for, and what it does to their
// traffic. One object that selects pods in several ways is as many of them.
type OtherPolicy struct {
	// Namespace is "" for one that is for the whole cluster.
	Namespace string `json:"namespace"`
	Name      string `json:"name"`
	// Place says where it stands to NetworkPolicies: those "before" them decide first, those "after" them decide
	// what no NetworkPolicy is for, and those "beside" them are put together with them.
	Place string `json:"place" jsonschema:"enum=before,enum=beside,enum=after"`
	// Namespaces are those that it is for, all where it is not set; Pods the pods there.
	Namespaces Selector `json:"namespaces"`
	Pods       Selector `json:"pods"`
	// Partly marks one that is for no more than these pods, and perhaps for fewer: some of its conditions are not
	// kept. NoPods marks one that is for nodes alone.
	Partly  bool            `json:"partly"`
	NoPods  bool            `json:"noPods"`
	Ingress OtherPolicySide `json:"ingress"`
	Egress  OtherPolicySide `json:"egress"`
}

// Where a policy stands to NetworkPolicies.
const (
	PlaceBefore = "before"
	PlaceBeside = "beside"
	PlaceAfter  = "after"
)

// Side is one of the directions, "Ingress" or "Egress".
func (p *OtherPolicy) Side(direction string) *OtherPolicySide {
	if direction == "Egress" {
		return &p.Egress
	}
	return &p.Ingress
}

// OtherPolicySide is what a policy does to one direction.
type OtherPolicySide struct {
	// Isolates marks one that refuses what no policy lets through.
	Isolates bool `json:"isolates"`
	// Rules are those that can matter to some traffic, in the order in which they are tried. Cut is true where there are more.
	Rules []OtherPolicyRule `json:"rules"`
	Cut   bool              `json:"cut"`
}

// OtherPolicyRule is one rule.
type OtherPolicyRule struct {
	// Action is what becomes of traffic that it is for: Pass leaves it to NetworkPolicies.
	Action string `json:"action" jsonschema:"enum=Allow,enum=Deny,enum=Pass"`
	// Peers are the other ends that it is for: everybody, all pods of the cluster, or some.
	Peers string `json:"peers" jsonschema:"enum=everybody,enum=pods,enum=some"`
	// Ports are those that it is for; empty for all.
	Ports []PolicyPort `json:"ports"`
	// Narrow marks a rule with further conditions, which are not kept.
	Narrow bool `json:"narrow"`
}

// The actions of rules, and the other ends that they are for.
const (
	ActionAllow = "Allow"
	ActionDeny  = "Deny"
	ActionPass  = "Pass"

	PeersEverybody = "everybody"
	PeersPods      = "pods"
	PeersSome      = "some"
)

// OtherPolicyKind returns the kind of policy with this name, "plural.group"; nil where the snapshot does not
// hold it, as that of an older kready.
func (s *Snapshot) OtherPolicyKind(name string) *OtherPolicyKind {
	for i := range s.OtherPolicies {
		if s.OtherPolicies[i].Name == name {
			return &s.OtherPolicies[i]
		}
	}
	return nil
}
