package facts

import "time"

// MeshConfig is how a service mesh is set up, as far as ConfigMaps with public content
// say it.
type MeshConfig struct {
	// Kind is "istio" or "linkerd".
	Kind string `json:"kind"`
	// Namespace is the control plane's.
	Namespace string `json:"namespace"`
	// Revision is that of an istiod, "" for the default one.
	Revision string `json:"revision"`
	// RootNamespace is where Istio's mesh-wide policies are; "" for Linkerd.
	RootNamespace string `json:"rootNamespace"`
	// RootsFrom is the ConfigMap that holds Roots.
	RootsFrom string `json:"rootsFrom"`
	// Roots are the trust anchors: certificates that all proxies trust.
	Roots CABundle `json:"roots"`
	// Told marks that Istio's MeshConfig was read: the fields below are those that it names, with Istio's
	// defaults filled in. False in a snapshot of an older kready.
	Told bool `json:"told"`
	// Outbound is what becomes of calls to destinations that the mesh does not know: ALLOW_ANY,
	// ALLOW_ANY_DYNAMIC_DNS or REGISTRY_ONLY.
	Outbound string `json:"outbound"`
	// Providers are what it can send telemetry to and ask for authorization, Istio's own included.
	Providers []MeshProvider `json:"providers"`
	// DefaultProviders are the names of those that are used where nothing else is said, by what they are for:
	// tracing, metrics, accessLogging.
	DefaultProviders []Field `json:"defaultProviders"`
}

// MeshProvider is one that Istio's MeshConfig defines under extensionProviders.
type MeshProvider struct {
	Name string `json:"name"`
	// Kind is as MeshConfig spells it: opentelemetry, zipkin, envoyOtelAls, envoyExtAuthzGrpc, ….
	Kind string `json:"kind"`
	// Service is the host that it leads to, "" for none.
	Service string `json:"service"`
	// Missing marks a Service of this cluster that was looked for and does not exist.
	Missing bool `json:"missing"`
}

// AuthorizationPolicy is one of Istio that is for all pods of its namespace, or that asks a provider.
type AuthorizationPolicy struct {
	Namespace string `json:"namespace"`
	Name      string `json:"name"`
	// Selective marks one that is for some of the pods or for a Gateway only.
	Selective bool `json:"selective"`
	// Action is ALLOW, DENY, AUDIT or CUSTOM, the API's default filled in.
	Action string `json:"action"`
	// Provider is whom CUSTOM asks.
	Provider string `json:"provider"`
	// Open marks one with a rule that every request meets.
	Open bool `json:"open"`
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
