package facts

// JudgedNode is a node as policies see it: with what Kubernetes' own rules make of it.
type JudgedNode struct {
	Node
	Taints []JudgedTaint `json:"taints"`
	// Young is whether the node was made less than the threshold settlingMinutes before the
	// collection.
	Young bool `json:"young"`
	// JustJoined is whether a young node joined that long or longer after the oldest one: its
	// agents may still be starting. The nodes that a cluster was made with have not just joined.
	JustJoined bool `json:"justJoined"`
	// TakesPods is whether an ordinary pod, one without tolerations, may be scheduled there:
	// the node is not virtual and not cordoned, nothing is about to remove it, and no taint
	// repels the pod. Not counted are taints that repeat a condition, such as memory-pressure,
	// and, on a young node, other transient ones. Whether the node is Ready is
	// its condition.
	TakesPods bool `json:"takesPods"`
	// Cordoned is whether nothing new is scheduled there for now: somebody cordoned the node,
	// or an autoscaler or the provider is about to remove it.
	Cordoned bool `json:"cordoned"`
	// KeptForControlPlane is whether a taint keeps the node for the control plane.
	KeptForControlPlane bool `json:"keptForControlPlane"`
}

// JudgedTaint is a taint as policies see it.
type JudgedTaint struct {
	Taint
	// Repels is whether it keeps pods without a toleration away: its effect is NoSchedule
	// or NoExecute.
	Repels bool `json:"repels"`
	// Transient marks a taint that comes and goes by itself: Kubernetes, a cloud
	// provider, an autoscaler or an agent sets it while a node starts, is in trouble, or
	// is about to be removed.
	Transient bool `json:"transient"`
}

// Untolerated are the NoSchedule and NoExecute taints of the cluster's nodes that keep the
// pods of a workload away, transient ones too. What the DaemonSet controller adds to the
// tolerations of its pods is counted in. A workload that tolerates all has no entry.
type Untolerated struct {
	// Kind, Namespace and Name are the workload's.
	Kind      string  `json:"kind"`
	Namespace string  `json:"namespace"`
	Name      string  `json:"name"`
	Taints    []Taint `json:"taints"`
}

// Budgeted is a workload and the PodDisruptionBudgets of its namespace that select its pods.
type Budgeted struct {
	// Kind, Namespace and Name are the workload's.
	Kind      string `json:"kind"`
	Namespace string `json:"namespace"`
	Name      string `json:"name"`
	// Budgets are the names of the budgets.
	Budgets []string `json:"budgets"`
}
