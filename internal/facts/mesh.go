package facts

import "time"

// MeshConfig is how a service mesh is set up, as far as ConfigMaps with public content
// say it.
type MeshConfig struct {
	// Kind is "istio" or "linkerd".
	Kind string `json:"kind"`
	// Namespace is the control plane's.
	Namespace string `json:"namespace"`
	// RootNamespace is where Istio's mesh-wide policies are; "" for Linkerd.
	RootNamespace string `json:"rootNamespace"`
	// RootsFrom is the ConfigMap that holds Roots.
	RootsFrom string `json:"rootsFrom"`
	// Roots are the trust anchors: certificates that all proxies trust.
	Roots CABundle `json:"roots"`
}

// PeerAuthentication is one of Istio: which connections to pods must be mutual TLS.
type PeerAuthentication struct {
	Namespace string    `json:"namespace"`
	Name      string    `json:"name"`
	CreatedAt time.Time `json:"createdAt,omitzero"`
	// Selective marks one that selects some of the pods only.
	Selective bool `json:"selective"`
	// Mode is STRICT, PERMISSIVE, DISABLE or UNSET, the API's default filled in.
	Mode string `json:"mode"`
	// Ports are those with a mode of their own: the port's number and the mode.
	Ports []Field `json:"ports"`
}
