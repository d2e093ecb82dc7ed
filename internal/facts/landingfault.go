package facts

// LandingFault is something in a manifest that the API server refuses whatever the cluster.
type LandingFault struct {
	Manifest
	// FieldLine is where it is written, or the nearest line to it.
	FieldLine int `json:"fieldLine"`
	// UnknownField is the field that the kind does not have, up to Kubernetes 1.37; "" for another fault.
	UnknownField string `json:"unknownField"`
	// SinceMinor is the first minor release of Kubernetes that refuses it; 0 for what all releases refuse.
	SinceMinor int    `json:"sinceMinor"`
	Message    string `json:"message"`
}
