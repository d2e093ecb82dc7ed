package facts

// Caller is whom the API server takes for the one who took the snapshot. Neither a name nor groups of people
// are kept.
type Caller struct {
	// Told is false where nobody was asked, and where the API server does not say: before 1.28.
	Told bool `json:"told"`
	// Groups are those that Kubernetes and kubeadm define: system:masters, kubeadm:cluster-admins, ….
	Groups []string `json:"groups"`
}
