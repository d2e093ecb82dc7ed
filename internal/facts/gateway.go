package facts

import "time"

// Verdict is what a controller says of an object in one condition.
type Verdict struct {
	// Status is True, False, Unknown, or "" when the condition is not there.
	Status string `json:"status" jsonschema:"enum=,enum=True,enum=False,enum=Unknown"`
	Reason string `json:"reason"`
	// Message is shortened to 300 characters.
	Message string `json:"message"`
}

// Gateway is one gateway.networking.k8s.io Gateway.
type Gateway struct {
	Namespace string    `json:"namespace"`
	Name      string    `json:"name"`
	Class     string    `json:"class"`
	CreatedAt time.Time `json:"createdAt,omitzero"`
	// Current is false when its conditions are of an earlier generation.
	Current    bool    `json:"current"`
	Accepted   Verdict `json:"accepted"`
	Programmed Verdict `json:"programmed"`
	// CertificateBy is the annotation by which a load balancer is given certificates;
	// "" when there is none.
	CertificateBy string            `json:"certificateBy"`
	Listeners     []GatewayListener `json:"listeners"`
}

// GatewayListener is one listener with what its status says.
type GatewayListener struct {
	Name     string `json:"name"`
	Port     int    `json:"port"`
	Protocol string `json:"protocol"`
	Hostname string `json:"hostname"`
	// Certificates is how many certificateRefs it has.
	Certificates   int `json:"certificates"`
	AttachedRoutes int `json:"attachedRoutes"`
	// AllowedFrom says of which namespaces routes may attach; "" in facts of versions that did not keep it.
	// AllowedNamespaces is the selector of Selector.
	AllowedFrom       string   `json:"allowedFrom" jsonschema:"enum=,enum=Same,enum=All,enum=Selector,enum=None"`
	AllowedNamespaces Selector `json:"allowedNamespaces"`
	// AllowedKinds are the kinds of routes that may; without any, those of its protocol.
	AllowedKinds []string `json:"allowedKinds"`
	Accepted     Verdict  `json:"accepted"`
	Programmed   Verdict  `json:"programmed"`
	ResolvedRefs Verdict  `json:"resolvedRefs"`
	Conflicted   Verdict  `json:"conflicted"`
}

// Route is an HTTPRoute, GRPCRoute, TLSRoute, TCPRoute or UDPRoute.
type Route struct {
	Kind      string        `json:"kind"`
	Namespace string        `json:"namespace"`
	Name      string        `json:"name"`
	CreatedAt time.Time     `json:"createdAt,omitzero"`
	Parents   []RouteParent `json:"parents"`
}

// RouteParent is what a route is attached to, and what one controller says of that.
// A parent with the status of several controllers is there several times; one without any
// status once, without a controller.
type RouteParent struct {
	// Kind is Gateway, Service (inside of a mesh), or another.
	Kind         string  `json:"kind"`
	Namespace    string  `json:"namespace"`
	Name         string  `json:"name"`
	Section      string  `json:"section"`
	Controller   string  `json:"controller"`
	Accepted     Verdict `json:"accepted"`
	ResolvedRefs Verdict `json:"resolvedRefs"`
}

// Service is a Service of type LoadBalancer, or one with externalIPs. Others are not
// among the facts.
type Service struct {
	Namespace string    `json:"namespace"`
	Name      string    `json:"name"`
	Type      string    `json:"type"`
	CreatedAt time.Time `json:"createdAt,omitzero"`
	// Deleting marks one that is being removed.
	Deleting bool `json:"deleting"`
	// LoadBalancerClass is the implementation that is meant to serve it, "" for the
	// default one.
	LoadBalancerClass string `json:"loadBalancerClass"`
	// Addresses is how many the load balancer has been given. Said is what a condition in its status says of why
	// there is none; "" for nothing.
	Addresses   int      `json:"addresses"`
	Said        string   `json:"said"`
	ExternalIPs []string `json:"externalIPs"`
	// CertificateBy is the annotation by which the load balancer is given a
	// certificate, so that TLS ends there; "" when there is none.
	CertificateBy string `json:"certificateBy"`
	// Reach is from where its load balancer can be reached: "public" is the internet, "private" a network that
	// is not routed there, "restricted" some addresses of the internet only. "none" has no address yet, and "untold" one
	// that does not tell. "" for other types, and in a snapshot of an older kready.
	Reach string `json:"reach" jsonschema:"enum=,enum=public,enum=private,enum=restricted,enum=none,enum=untold"`
	// ReachBy is what tells so: an annotation, a field, or "its address".
	ReachBy string `json:"reachBy"`
}
