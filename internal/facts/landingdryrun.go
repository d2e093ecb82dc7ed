package facts

// LandingDryRun is what the API server made of a service that it was asked to take without storing anything.
type LandingDryRun struct {
	// Asked is false where nobody asked for it: then nothing was tried.
	Asked bool           `json:"asked"`
	Tried []LandingTrial `json:"tried"`
}

// Results of a LandingTrial.
const (
	TrialAccepted = "accepted"
	TrialRefused  = "refused"
	TrialUnknown  = "unknown"
)

// LandingTrial is one object that the API server was asked to take, or the Pod that is made of a template.
type LandingTrial struct {
	Manifest
	// Of is pod for a Pod that is made of the template of the object, or else object.
	Of     string `json:"of" jsonschema:"enum=object,enum=pod"`
	Result string `json:"result" jsonschema:"enum=accepted,enum=refused,enum=unknown"`
	// Because sorts what was not accepted: "immutable", "no-right"; "" where nothing more is known.
	Because string `json:"because" jsonschema:"enum=,enum=immutable,enum=webhook,enum=quota,enum=no-right,enum=brought-namespace,enum=brought-kind,enum=brought,enum=no-namespace,enum=no-kind,enum=no-dry-run,enum=no-answer"`
	// Message is what the API server said.
	Message string `json:"message"`
	// AtLine is where the field is written that it named; 0 where it named none.
	AtLine int `json:"atLine"`
	// Changes is true where the object is there already.
	Changes  bool     `json:"changes"`
	Warnings []string `json:"warnings"`
	// Dropped are the fields that did not come back.
	Dropped []LandingDropped `json:"dropped"`
	// Owned are the fields that the object would take from others.
	Owned []LandingOwned `json:"owned"`
}

// LandingDropped is a field that the API server takes and does not keep.
type LandingDropped struct {
	// Path is the field's: "spec.template.spec.hostUsers".
	Path   string `json:"path"`
	AtLine int    `json:"atLine"`
}

// LandingOwned are the fields of an object in the cluster that somebody else manages and the service would
// change.
type LandingOwned struct {
	// Manager is the name by which fields are managed: "kube-controller-manager", "helm".
	Manager string   `json:"manager"`
	Paths   []string `json:"paths"`
	AtLine  int      `json:"atLine"`
}
