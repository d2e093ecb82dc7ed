package facts

// LandingPlacement is what the pods of a template ask of the nodes that they run on.
type LandingPlacement struct {
	// NodeName is the node that they name themselves, past the scheduler; "" for none.
	NodeName     string            `json:"nodeName"`
	NodeSelector map[string]string `json:"nodeSelector"`
	// SelectorLine is where the selector is written, or else the affinity; 0 without either.
	SelectorLine int `json:"selectorLine"`
	// Terms are those of the required node affinity: a node has to match one of them. HasAffinity tells
	// an affinity without terms, which matches no node, from none.
	Terms       []NodeTerm   `json:"terms"`
	HasAffinity bool         `json:"hasAffinity"`
	Tolerations []Toleration `json:"tolerations"`
	HostNetwork bool         `json:"hostNetwork"`
	// Requests are what the scheduler sets aside for one pod, by resource: millicores of cpu, units of all
	// others. RequestsLine is where the largest request of CPU is written.
	Requests []Quantity `json:"requests"`
	// HostPorts are the ports of its node that each of the pods takes.
	HostPorts []LandingHostPort `json:"hostPorts"`
	// Together are the pods beside which alone they run: of one rule and all others at once.
	Together []LandingTogether `json:"together"`
	// Apart are the topologies over which no two of its pods may share a domain.
	Apart []LandingSpread `json:"apart"`
	// Spread are the constraints that keep a pod Pending rather than break them.
	Spread []LandingSpread `json:"spread"`
}

// NodeTerm is a term of a node affinity: all of its requirements must hold.
type NodeTerm struct {
	Labels []Requirement `json:"labels"`
	// Fields are requirements on metadata.name.
	Fields []Requirement `json:"fields"`
}

// Quantity is an amount of a resource: millicores of cpu, units of all others.
type Quantity struct {
	Name   string `json:"name"`
	Amount int64  `json:"amount"`
}

// LandingSpread is a rule that spreads the pods of a template over a topology.
type LandingSpread struct {
	// TopologyKey is the label of nodes whose values are the domains.
	TopologyKey string `json:"topologyKey"`
	Line        int    `json:"line"`
	// MaxSkew is how many more pods one domain may have than another; 0 for pods that are kept apart.
	MaxSkew int `json:"maxSkew"`
	// MinDomains is how many domains there must be; 0 where the rule does not say.
	MinDomains int `json:"minDomains"`
	// HonorsTaints leaves out the domains whose taints keep the pods away; by default they count.
	HonorsTaints bool `json:"honorsTaints"`
}
