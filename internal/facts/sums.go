package facts

// IngressSums sum up Ingresses for policies, which need not go over each of thousands.
type IngressSums struct {
	Count int           `json:"count"`
	Kinds []IngressKind `json:"kinds"`
}

// IngressKind are Ingresses that are alike in all that is told here.
type IngressKind struct {
	// Names are those of the Ingresses, as namespace/name; Count is how many they are.
	Names []string `json:"names"`
	Count int      `json:"count"`
	// Class, LegacyClass and HasAddress are those of Ingress.
	Class       string `json:"class"`
	LegacyClass string `json:"legacyClass"`
	HasAddress  bool   `json:"hasAddress"`
	// Waiting is whether they have no address, and were made longer ago than the threshold pendingMinutes.
	Waiting bool `json:"waiting"`
	// Solver marks those that cert-manager makes to answer an HTTP-01 challenge, and deletes again.
	Solver bool `json:"solver"`
}

// PolicySum sums up the NetworkPolicies of a namespace.
type PolicySum struct {
	Namespace string `json:"namespace"`
	// Names are those of the policies.
	Names []string `json:"names"`
	// Closed are the directions in which one that selects all pods does not let everything through.
	Closed []string `json:"closed" jsonschema:"enum=Ingress,enum=Egress"`
	// Opened are those in which one that selects all pods lets everything through, so that no other closes them.
	Opened []string `json:"opened" jsonschema:"enum=Ingress,enum=Egress"`
	// DeniesEgress is whether one that selects all pods is for egress, and AllowsDNS whether one lets port 53
	// through.
	DeniesEgress bool `json:"deniesEgress"`
	AllowsDNS    bool `json:"allowsDNS"`
}

// AutoscalerSums sum up HorizontalPodAutoscalers.
type AutoscalerSums struct {
	Count int `json:"count"`
	// AtMaximum is how many have all the replicas that they may have, of those that may vary.
	AtMaximum int `json:"atMaximum"`
	// Kinds are those that scale by the same metrics.
	Kinds []AutoscalerKind `json:"kinds"`
	// Unwell are those that say nothing, or of which AbleToScale or ScalingActive is false.
	Unwell []HorizontalPodAutoscaler `json:"unwell"`
}

// AutoscalerKind are HorizontalPodAutoscalers that scale by the same metrics.
type AutoscalerKind struct {
	// Metrics are those of HorizontalPodAutoscaler.
	Metrics []string `json:"metrics"`
	// Targets are their names by what they scale, as namespace/kind/name.
	Targets map[string][]string `json:"targets"`
}
