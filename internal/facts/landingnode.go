package facts

// HostPort is a port of its node that a pod takes.
type HostPort struct {
	// HostIP is the address on which it is taken; "" for all of the node's.
	HostIP   string `json:"hostIP"`
	Protocol string `json:"protocol"`
	Port     int    `json:"port"`
}

// LandingHostPort is a host port of a pod template, and where it is written.
type LandingHostPort struct {
	HostPort
	Line int `json:"line"`
}

// LandingTogether is a rule by which the pods of a template run only where certain other pods do.
type LandingTogether struct {
	// TopologyKey is the label of nodes whose value has to be the same.
	TopologyKey string `json:"topologyKey"`
	// Namespaces are those of the other pods, and InNamespaces selects more of them by their labels.
	Namespaces   []string `json:"namespaces"`
	InNamespaces Selector `json:"inNamespaces"`
	// Pods selects the other pods. Narrowed marks a rule with label keys besides (matchLabelKeys, mismatchLabelKeys).
	Pods     Selector `json:"pods"`
	Narrowed bool     `json:"narrowed"`
	Line     int      `json:"line"`
}

// LandingDeviceClaim is a ResourceClaim that pods of a template use, or the template that one is made of for each.
type LandingDeviceClaim struct {
	// Kind is ResourceClaim or ResourceClaimTemplate.
	Kind  string `json:"kind" jsonschema:"enum=ResourceClaim,enum=ResourceClaimTemplate"`
	Claim string `json:"claim"`
	Line  int    `json:"line"`
}

// LandingProbe is a probe or a hook of a container that asks a port.
type LandingProbe struct {
	Container string `json:"container"`
	// Of is livenessProbe, readinessProbe, startupProbe, postStart or preStop; By is httpGet, tcpSocket or grpc.
	Of string `json:"of" jsonschema:"enum=livenessProbe,enum=readinessProbe,enum=startupProbe,enum=postStart,enum=preStop"`
	By string `json:"by" jsonschema:"enum=httpGet,enum=tcpSocket,enum=grpc"`
	// Port is the number of the port, PortName its name.
	Port     int    `json:"port"`
	PortName string `json:"portName"`
	Line     int    `json:"line"`
}

// LandingRuntimeClass is a RuntimeClass of a service.
type LandingRuntimeClass struct {
	Manifest
	Class RuntimeClass `json:"class"`
}
