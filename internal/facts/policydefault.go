package facts

// PolicyEnforcer says whether what runs enforces one of the other kinds of network policy.
type PolicyEnforcer struct {
	// Kind is "plural.group", Title its name as objects have it.
	Kind  string `json:"kind"`
	Title string `json:"title"`
	// Enforced is "yes", "no", or "perhaps" where that cannot be told.
	Enforced string `json:"enforced" jsonschema:"enum=yes,enum=no,enum=perhaps"`
	// Policies are those that there are, each once, 200 at most; Count is how many there are, and Read whether that is all.
	Policies []PolicyName `json:"policies"`
	Count    int          `json:"count"`
	Read     bool         `json:"read"`
}

// PolicyName names a policy; Namespace is "" for one that is for the whole cluster.
type PolicyName struct {
	Namespace string `json:"namespace"`
	Name      string `json:"name"`
}

// The answers of PolicyEnforcer, and the states of PolicyState.
const (
	EnforcedYes     = "yes"
	EnforcedNo      = "no"
	EnforcedPerhaps = "perhaps"

	StateOpen   = "open"
	StateClosed = "closed"

	DNSAllowed = "allowed"
	DNSDenied  = "denied"
	Untold     = "unknown"
)

// PolicyDefault says what becomes, by all network policies together, of the traffic of a namespace's pods that no
// policy names.
type PolicyDefault struct {
	Namespace string      `json:"namespace"`
	Ingress   PolicyState `json:"ingress"`
	Egress    PolicyState `json:"egress"`
	// DNS says whether pods of a namespace that restricts the egress of all may ask for names; "" for one that does not.
	DNS PolicyState `json:"dns"`
}

// PolicyState is one answer, and the policies that it is by or, where it is unknown, depends on.
type PolicyState struct {
	State string   `json:"state" jsonschema:"enum=,enum=open,enum=closed,enum=allowed,enum=denied,enum=unknown"`
	By    []string `json:"by"`
}
