package facts

// NameServer is an address that kubelets give pods as a name server.
type NameServer struct {
	Address string `json:"address"`
	// Namespace and Name are those of the Service that has the address and serves DNS at it; "" where none does.
	Namespace string `json:"namespace"`
	Name      string `json:"name"`
	// LinkLocal marks an address that no Service has, and NodeLocal DNSCache listens at on each node.
	LinkLocal bool `json:"linkLocal"`
}
