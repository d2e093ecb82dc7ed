package facts

import "slices"

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

// NamedClaim is a PersistentVolumeClaim that a service names and does not bring.
type NamedClaim struct {
	Namespace string `json:"namespace"`
	Name      string `json:"name"`
	Exists    bool   `json:"exists"`
}

// NamedService is a Service that a service names and does not bring.
type NamedService struct {
	Namespace string `json:"namespace"`
	Name      string `json:"name"`
	Exists    bool   `json:"exists"`
	// Type is ClusterIP, NodePort, LoadBalancer or ExternalName; Headless marks one with clusterIP None.
	Type     string             `json:"type"`
	Headless bool               `json:"headless"`
	Selector map[string]string  `json:"selector"`
	Ports    []NamedServicePort `json:"ports"`
}

// NamedServicePort is a port of a Service.
type NamedServicePort struct {
	Name     string `json:"name"`
	Protocol string `json:"protocol"`
	Port     int    `json:"port"`
	// Target is the number of the port in the pods, TargetName its name.
	Target     int    `json:"target"`
	TargetName string `json:"targetName"`
}

// NamedObject is an object of an API that not every cluster has, which a service names and does not bring.
type NamedObject struct {
	// Resource is "plural.group".
	Resource  string `json:"resource"`
	Namespace string `json:"namespace"`
	Name      string `json:"name"`
	// Served is whether the cluster has the API at all.
	Served bool `json:"served"`
	Exists bool `json:"exists"`
	// Fields are the values of the few fields that are kept of its resource.
	Fields []ProductField `json:"fields"`
}

// ResourceRef names an object by its resource, "plural.group".
type ResourceRef struct {
	Resource, Namespace, Name string
}

// PodsByLabels are the pods of a namespace with all of some labels.
type PodsByLabels struct {
	Namespace string            `json:"namespace"`
	Labels    map[string]string `json:"labels"`
}

// NamedPods says of the pods that a Service of a service selects, which brings none of them, whether there
// are any.
type NamedPods struct {
	PodsByLabels
	Exists bool `json:"exists"`
}

// Lookups are the objects that are looked up by name, because a service names them.
type Lookups struct {
	ConfigMaps, ServiceAccounts, Services, Claims []ObjectRef
	// Workloads are those of the service itself, and its claims. The bounds of their namespaces are looked up, and where there is
	// a quota, whether they run already.
	Workloads []ObjectRef
	// Pods are looked up by their labels.
	Pods []PodsByLabels
	// Addresses and NodePorts are those that Services ask for: who has them is looked up.
	Addresses []string
	NodePorts []int
	// Objects are those of APIs that not every cluster has.
	Objects []ResourceRef
	// Hosts are those of its Ingresses and routes: who else has them is looked up. GrantsIn are the namespaces that its
	// routes and Gateways refer to from others.
	Hosts, GrantsIn []string
}

// Add adds what another service names.
func (l *Lookups) Add(other Lookups) {
	l.ConfigMaps = append(l.ConfigMaps, other.ConfigMaps...)
	l.ServiceAccounts = append(l.ServiceAccounts, other.ServiceAccounts...)
	l.Workloads = append(l.Workloads, other.Workloads...)
	l.Services = append(l.Services, other.Services...)
	l.Claims = append(l.Claims, other.Claims...)
	l.Pods = append(l.Pods, other.Pods...)
	l.Addresses = append(l.Addresses, other.Addresses...)
	l.NodePorts = append(l.NodePorts, other.NodePorts...)
	l.Objects = append(l.Objects, other.Objects...)
	l.Hosts = append(l.Hosts, other.Hosts...)
	l.GrantsIn = append(l.GrantsIn, other.GrantsIn...)
}

// Unnamed returns the kinds of fact that are looked up by name and of which nothing is named: what could not be read of
// them does not matter.
func (l *Lookups) Unnamed() []Kind {
	var out []Kind
	for kind, named := range map[Kind]int{
		KindNamedConfigMaps: len(l.ConfigMaps), KindNamedServiceAccounts: len(l.ServiceAccounts), KindNamedServices: len(l.Services),
		KindNamedClaims: len(l.Claims), KindNamespaceBounds: len(l.Workloads), KindNamedPods: len(l.Pods),
		KindTakenAddresses: len(l.Addresses) + len(l.NodePorts), KindNamedObjects: len(l.Objects), KindNamedHosts: len(l.Hosts),
		KindNamedGrants: len(l.GrantsIn),
	} {
		if named == 0 {
			out = append(out, kind)
		}
	}
	slices.Sort(out)
	return out
}
