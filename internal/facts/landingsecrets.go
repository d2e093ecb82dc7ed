package facts

// LandingSecret says whether a Secret that a service names and does not bring is in the cluster. It is looked up
// where that is allowed, by metadata alone; one that could not be looked up is not listed.
type LandingSecret struct {
	Namespace string `json:"namespace"`
	Name      string `json:"name"`
	Exists    bool   `json:"exists"`
}
