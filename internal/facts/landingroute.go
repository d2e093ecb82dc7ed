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
