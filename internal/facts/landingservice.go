package facts

// LandingService is a Service of a service's manifests.
type LandingService struct {
	Manifest
	// Type is the API's default where it is not written: ClusterIP.
	Type string `json:"type"`
	// Headless marks one with clusterIP None.
	Headless bool `json:"headless"`
	// Addresses are the cluster's addresses that it asks for: spec.clusterIP and spec.clusterIPs. AddressLine is where
	// they are written.
	Addresses   []string `json:"addresses"`
	AddressLine int      `json:"addressLine"`
	// Selector are the labels of the pods behind it; without any, somebody else makes its endpoints.
	Selector     map[string]string    `json:"selector"`
	SelectorLine int                  `json:"selectorLine"`
	Ports        []LandingServicePort `json:"ports"`
	ExternalIPs  []string             `json:"externalIPs"`
	// ExternalIPsLine is where these are written.
	ExternalIPsLine int `json:"externalIPsLine"`
	// Families are spec.ipFamilies, FamilyPolicy is spec.ipFamilyPolicy; "" where it is not written.
	Families     []string `json:"families"`
	FamilyPolicy string   `json:"familyPolicy"`
	FamilyLine   int      `json:"familyLine"`
	// NoNodePorts marks a load balancer that needs no ports of nodes.
	NoNodePorts bool `json:"noNodePorts"`
	// HealthPort is spec.healthCheckNodePort, 0 where it names none.
	HealthPort     int `json:"healthPort"`
	HealthPortLine int `json:"healthPortLine"`
}

// LandingServicePort is a port of a Service.
type LandingServicePort struct {
	Name     string `json:"name"`
	Protocol string `json:"protocol"`
	Port     int    `json:"port"`
	// Target is the number of the port in the pods, TargetName its name; the API's default is filled in.
	Target     int    `json:"target"`
	TargetName string `json:"targetName"`
	// NodePort is the port of the nodes that it asks for; 0 where any will do.
	NodePort int `json:"nodePort"`
	// AppProtocol is what it speaks, as far as it says.
	AppProtocol string `json:"appProtocol"`
	Line        int    `json:"line"`
}

// LandingBackend is a Service, or something else, that an Ingress or a route sends requests to.
type LandingBackend struct {
	// Group and Kind are those of the backend: "" and Service for a Service.
	Group     string `json:"group"`
	Kind      string `json:"kind"`
	Namespace string `json:"namespace"`
	Name      string `json:"name"`
	// Port is the number of its port, PortName its name; 0 and "" where none is named.
	Port     int    `json:"port"`
	PortName string `json:"portName"`
	Line     int    `json:"line"`
}

// LandingTLS is a Secret by which an Ingress ends TLS.
type LandingTLS struct {
	// Secret is "" where the controller's own certificate is asked for.
	Secret string   `json:"secret"`
	Hosts  []string `json:"hosts"`
	Line   int      `json:"line"`
}
