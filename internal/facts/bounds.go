package facts

// NamespaceBounds are the ResourceQuotas and LimitRanges of a namespace that a service lands in. Only the
// namespaces that a service names are looked at; one that could not be read has no entry.
type NamespaceBounds struct {
	Namespace string       `json:"namespace"`
	Quotas    []Quota      `json:"quotas"`
	Ranges    []LimitRange `json:"ranges"`
	// Running are the workloads of the service that are in the namespace already, where it has a quota: their pods
	// count in what is used.
	Running []ObjectRef `json:"running"`
}

// Quota is a ResourceQuota.
type Quota struct {
	Name string `json:"name"`
	// Hard is what it allows and Used what is taken, by resource: millicores of cpu, requests.cpu and
	// limits.cpu, units of all others. Used lacks what the controller has not counted.
	Hard []Quantity `json:"hard"`
	Used []Quantity `json:"used"`
	// Scopes are the rules that a pod must match, each of them, to count in it.
	Scopes []QuotaScope `json:"scopes"`
}

// QuotaScope is one rule of a quota.
type QuotaScope struct {
	// Name is Terminating, NotTerminating, BestEffort, NotBestEffort, PriorityClass,
	// CrossNamespacePodAffinity or VolumeAttributesClass.
	Name     string   `json:"name"`
	Operator string   `json:"operator" jsonschema:"enum=In,enum=NotIn,enum=Exists,enum=DoesNotExist"`
	Values   []string `json:"values"`
}

// LimitRange is a LimitRange, with the defaults that the API server adds to it.
type LimitRange struct {
	Name  string      `json:"name"`
	Items []LimitItem `json:"items"`
}

// LimitItem is one rule of a LimitRange, by resource: millicores of cpu, units of all others.
type LimitItem struct {
	// Type is Container, Pod or PersistentVolumeClaim.
	Type string     `json:"type"`
	Min  []Quantity `json:"min"`
	Max  []Quantity `json:"max"`
	// Limits and Requests are what containers get that set none.
	Limits   []Quantity `json:"limits"`
	Requests []Quantity `json:"requests"`
	// MaxRatio is how many thousandths of a request a limit may be at most.
	MaxRatio []Quantity `json:"maxRatio"`
}

// AmountOf is the amount of a resource in a list, and whether it is there.
func AmountOf(list []Quantity, name string) (int64, bool) {
	for _, q := range list {
		if q.Name == name {
			return q.Amount, true
		}
	}
	return 0, false
}
