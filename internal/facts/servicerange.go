package facts

// ServiceRanges are the ranges of addresses for Services, and how many of them are taken. They are
// what the API server says since Kubernetes 1.33, by ServiceCIDRs and IPAddresses.
type ServiceRanges struct {
	// Served is false where the API server does not serve ServiceCIDRs.
	Served bool           `json:"served"`
	Ranges []ServiceRange `json:"ranges"`
	// Addresses is how many IPAddresses there are, of all families and ranges together; -1 where
	// the API server does not count them.
	Addresses int `json:"addresses"`
	// NodePorts are the ports for Services of type NodePort and LoadBalancer.
	NodePorts NodePortRange `json:"nodePorts"`
}

// NodePortRange is the range that the API server's flags say, or its default where its pods have no such flag. It is
// zero where the pods of the API server cannot be seen, and in a snapshot of an older kready.
type NodePortRange struct {
	From int `json:"from"`
	To   int `json:"to"`
}

// ServiceRange is one ServiceCIDR.
type ServiceRange struct {
	Name  string   `json:"name"`
	CIDRs []string `json:"cidrs"`
	// Ready is the condition: True, False, Unknown, or "" when the status says nothing.
	Ready string `json:"ready" jsonschema:"enum=,enum=True,enum=False,enum=Unknown"`
}

// TakenAddress says who has an address or a node port that a service asks for.
type TakenAddress struct {
	// Address is the address that was looked for, or else Port the node port.
	Address string `json:"address"`
	Port    int    `json:"port"`
	// By is the Service that has it; without a name nobody has.
	By ObjectRef `json:"by"`
}

// MirroredEndpoints are Endpoints that somebody else than Kubernetes keeps, and of which it makes
// EndpointSlices.
type MirroredEndpoints struct {
	Namespace string `json:"namespace"`
	// Service is the name of the Service, and of the Endpoints.
	Service string `json:"service"`
}
