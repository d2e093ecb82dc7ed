package facts

// NamespaceLimit is one ResourceQuota or LimitRange.
type NamespaceLimit struct {
	Kind      string `json:"kind"`
	Namespace string `json:"namespace"`
	Name      string `json:"name"`
	// Told is whether what it says is kept: Quota of a ResourceQuota, Range of a LimitRange. It is not of the last ones
	// where there are very many, and in snapshots of an older kready.
	Told  bool       `json:"told"`
	Quota Quota      `json:"quota"`
	Range LimitRange `json:"range"`
}

// AdmissionPolicy is one ValidatingAdmissionPolicy, or a name that bindings give and
// that no policy has.
type AdmissionPolicy struct {
	Name string `json:"name"`
	// Exists is false when only bindings name it.
	Exists bool `json:"exists"`
	// Checked is whether the API server has checked the types of its expressions, and
	// Warnings are those that it has about them.
	Checked   bool                     `json:"checked"`
	Warnings  []string                 `json:"warnings"`
	Resources []string                 `json:"resources"`
	Bindings  []AdmissionPolicyBinding `json:"bindings"`
}

// AdmissionPolicyBinding puts an AdmissionPolicy to use.
type AdmissionPolicyBinding struct {
	Name string `json:"name"`
	// Actions are of Deny, Warn and Audit.
	Actions []string `json:"actions"`
}

// PriorityClass is one PriorityClass.
type PriorityClass struct {
	Name  string `json:"name"`
	Value int    `json:"value"`
	// Default marks the class of pods that name none.
	Default bool `json:"default"`
}
