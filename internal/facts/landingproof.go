package facts

// LandingProofs are what became of pods, connections and routes like those of a service, where they were tried.
type LandingProofs struct {
	// Asked is false where nobody asked for it: then nothing was tried.
	Asked bool           `json:"asked"`
	Tried []LandingProof `json:"tried"`
}

// Results of a LandingProof.
const (
	ProofProven  = "proven"
	ProofFailed  = "failed"
	ProofUnknown = "unknown"
)

// LandingProof is one thing that was tried for a service.
type LandingProof struct {
	// Manifest is the object that it was tried for.
	Manifest
	// Of is what was tried: a pod that is set up like those of a template, a connection from one, or a route.
	Of string `json:"of" jsonschema:"enum=pod,enum=connection,enum=route"`
	// What is the host and port of a connection, or the class or Gateway of a route; "" for a pod.
	What   string `json:"what"`
	Result string `json:"result" jsonschema:"enum=proven,enum=failed,enum=unknown"`
	// By is who can mend what failed.
	By string `json:"by" jsonschema:"enum=service,enum=platform"`
	// Message says what failed, or why it is not known.
	Message string `json:"message"`
	// AtLine is where it is written in the manifest; 0 for the object's first line.
	AtLine int `json:"atLine"`
	// Node is where it was tried; "" when it got to no node.
	Node string `json:"node"`
	// LeftOut are the parts of a template that the pod was made without, in words.
	LeftOut []string `json:"leftOut"`
}
