package facts

// ReferenceGrant is a gateway.networking.k8s.io ReferenceGrant: who may refer to objects of its namespace.
type ReferenceGrant struct {
	Name string        `json:"name"`
	From []GrantedFrom `json:"from"`
	To   []GrantedTo   `json:"to"`
}

// GrantedFrom is a kind of object, in another namespace, that may refer.
type GrantedFrom struct {
	Group     string `json:"group"`
	Kind      string `json:"kind"`
	Namespace string `json:"namespace"`
}

// GrantedTo is what may be referred to; without a name all objects of the kind.
type GrantedTo struct {
	Group string `json:"group"`
	Kind  string `json:"kind"`
	Name  string `json:"name"`
}

// NamedGrants are the ReferenceGrants of a namespace that a service refers to.
type NamedGrants struct {
	Namespace string           `json:"namespace"`
	Grants    []ReferenceGrant `json:"grants"`
}

// NamedHost says which Ingresses and routes of the cluster have a host that a service has as well.
type NamedHost struct {
	// Host is as it is written; "" stands for all hosts.
	Host   string      `json:"host"`
	Claims []HostClaim `json:"claims"`
}

// HostClaim is an Ingress or a route that has a host.
type HostClaim struct {
	Kind      string `json:"kind"`
	Namespace string `json:"namespace"`
	Name      string `json:"name"`
	// Class is that of an Ingress, by its field or the annotation of old; Canary is what ingress-nginx's annotation
	// says, "" without it.
	Class  string `json:"class"`
	Canary string `json:"canary"`
	// Parents are the Gateways of a route: "namespace/name", with "/section" or "/:port" where it names one.
	Parents []string `json:"parents"`
	// Paths are those for this host, without those that ask for more than a path.
	Paths []ClaimedPath `json:"paths"`
}

// ClaimedPath is a path of an Ingress or a route.
type ClaimedPath struct {
	Type string `json:"type"`
	Path string `json:"path"`
}
