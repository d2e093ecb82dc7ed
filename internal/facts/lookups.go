package facts

// NamedConfigMap is a ConfigMap that a service names and does not bring: whether it is there, and which
// keys it has. Only those are looked up that are named.
type NamedConfigMap struct {
	Namespace string   `json:"namespace"`
	Name      string   `json:"name"`
	Exists    bool     `json:"exists"`
	Keys      []string `json:"keys"`
}

// NamedServiceAccount is a ServiceAccount that a service names and does not bring.
type NamedServiceAccount struct {
	Namespace string `json:"namespace"`
	Name      string `json:"name"`
	Exists    bool   `json:"exists"`
	// Annotations are the few by which clouds give it an identity.
	Annotations map[string]string `json:"annotations"`
}

// Lookups are the objects that are looked up by name, because a service names them.
type Lookups struct {
	ConfigMaps, ServiceAccounts []ObjectRef
	// Workloads are those of the service itself. The bounds of their namespaces are looked up, and where there is
	// a quota, whether they run already.
	Workloads []ObjectRef
}

// Add adds what another service names.
func (l *Lookups) Add(other Lookups) {
	l.ConfigMaps = append(l.ConfigMaps, other.ConfigMaps...)
	l.ServiceAccounts = append(l.ServiceAccounts, other.ServiceAccounts...)
	l.Workloads = append(l.Workloads, other.Workloads...)
}
