package facts

// NodeKind are nodes that are alike in all that is told here. Policies that ask something of every node go
// over kinds, of which a cluster of thousands of nodes has a few dozen.
type NodeKind struct {
	// Names are those of the nodes, sorted; Count is how many they are.
	Names            []string `json:"names"`
	Count            int      `json:"count"`
	OS               string   `json:"os"`
	Architecture     string   `json:"architecture"`
	KubeletVersion   string   `json:"kubeletVersion"`
	KernelVersion    string   `json:"kernelVersion"`
	ContainerRuntime string   `json:"containerRuntime"`
	Provider         string   `json:"provider"`
	AllocatableCPU   int64    `json:"allocatableCPU"`
	// PodFamilies are IPv4 and IPv6 as their ranges for pods have them, AddressFamilies those of Node.
	PodFamilies     []string `json:"podFamilies"`
	AddressFamilies []string `json:"addressFamilies"`
	// Resources are the names of what they have besides CPU, memory and pods.
	Resources []string `json:"resources"`
	// Labels are those of the zone, and of a few products.
	Labels        map[string]string `json:"labels"`
	Annotations   map[string]string `json:"annotations"`
	Taints        []JudgedTaint     `json:"taints"`
	Virtual       bool              `json:"virtual"`
	ControlPlane  bool              `json:"controlPlane"`
	Unschedulable bool              `json:"unschedulable"`
	// AdmissionConfig is that of Node.
	AdmissionConfig string `json:"admissionConfig" jsonschema:"enum=,enum=yes,enum=no"`
	// ConditionTypes are the types of their conditions, whatever these say.
	ConditionTypes []string `json:"conditionTypes"`
	// Watched is whether one of them is a detector's of faults: node-problem-detector's, or that of EKS or AKS.
	Watched bool `json:"watched"`
	// Young, TakesPods, Cordoned and KeptForControlPlane are those of JudgedNode.
	Young               bool `json:"young"`
	TakesPods           bool `json:"takesPods"`
	Cordoned            bool `json:"cordoned"`
	KeptForControlPlane bool `json:"keptForControlPlane"`
	// TakesAgents is whether an agent can be expected there by now: the nodes are not virtual, have not just
	// joined, are Ready and have a network for pods.
	TakesAgents bool `json:"takesAgents"`
}

// PodPlaces say on which nodes the pods of a workload are.
type PodPlaces struct {
	// Kind, Namespace and Name are the workload's.
	Kind      string `json:"kind"`
	Namespace string `json:"namespace"`
	Name      string `json:"name"`
	// Nodes are the names of the nodes that have any, and Ready is how many pods on them are ready.
	Nodes []string `json:"nodes"`
	Ready int      `json:"ready"`
	// Unready are those of the nodes on which none of them is ready.
	Unready []UnreadyPods `json:"unready"`
}

// UnreadyPods are pods of one workload on one node, of which none is ready.
type UnreadyPods struct {
	Node string `json:"node"`
	// Reasons are why their containers wait.
	Reasons []string `json:"reasons"`
}
