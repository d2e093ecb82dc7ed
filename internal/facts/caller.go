package facts

// Caller is the one who took the snapshot, as far as a client certificate says it. Neither a name nor groups of
// people are kept.
type Caller struct {
	// Told is false where something else than a client certificate was used, such as a token, or --as.
	Told bool `json:"told"`
	// Groups are those that Kubernetes and kubeadm define: system:masters, kubeadm:cluster-admins, ….
	Groups []string `json:"groups"`
}
