package facts

// LandingRoute is an HTTPRoute, GRPCRoute, TLSRoute, TCPRoute or UDPRoute of a service.
type LandingRoute struct {
	Manifest
	// Hostnames are those that it answers for; without any, for those of the listeners.
	Hostnames     []string             `json:"hostnames"`
	HostnamesLine int                  `json:"hostnamesLine"`
	Parents       []LandingRouteParent `json:"parents"`
	// Backends are those of its rules, each once.
	Backends []LandingBackend `json:"backends"`
	// Paths are the matches of its rules that ask for nothing but a path; that of a rule without matches is Prefix /.
	Paths []LandingPath `json:"paths"`
	// Uses are the features of the Gateway API, by their names, that not every implementation has.
	Uses []LandingUse `json:"uses"`
}

// LandingPath is a path that requests are matched by.
type LandingPath struct {
	// Host is that of the rule of an Ingress, "" for all; of routes it is not set.
	Host string `json:"host"`
	// Type is Exact, Prefix, PathPrefix, RegularExpression or ImplementationSpecific.
	Type     string `json:"type"`
	Path     string `json:"path"`
	PathLine int    `json:"pathLine"`
}

// LandingUse is a feature of the Gateway API that a route uses.
type LandingUse struct {
	// Feature is as GatewayClasses list it: "HTTPRouteRequestMirror".
	Feature string `json:"feature"`
	UseLine int    `json:"useLine"`
}

// LandingGateway is a Gateway or a ListenerSet of a service.
type LandingGateway struct {
	Manifest
	Class string `json:"class"`
	// Certificates are those that its listeners end TLS with.
	Certificates []LandingBackend `json:"certificates"`
}

// LandingGrant is a ReferenceGrant of a service.
type LandingGrant struct {
	Manifest
	Grant ReferenceGrant `json:"grant"`
}

// LandingRouteParent is what a route asks to be attached to.
type LandingRouteParent struct {
	Group     string `json:"group"`
	Kind      string `json:"kind"`
	Namespace string `json:"namespace"`
	Name      string `json:"name"`
	// Section is the name of a listener, Port the port of some; "" and 0 where it names none.
	Section    string `json:"section"`
	Port       int    `json:"port"`
	ParentLine int    `json:"parentLine"`
}
