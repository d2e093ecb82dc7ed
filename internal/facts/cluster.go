package facts

import "time"

// Version is the API server's version, parsed from /version. Zero when not read.
type Version struct {
	// GitVersion is the version as served, such as "v1.37.2" or "v1.35.4-eks-1a2b3c". One that was not
	// served may lack its last number.
	GitVersion string `json:"gitVersion"`
	Major      int    `json:"major"`
	Minor      int    `json:"minor"`
	Patch      int    `json:"patch"`
	Platform   string `json:"platform"`
	// From says where it was read, where the API server itself did not say it: "ClusterVersion 4.18.5",
	// "its image", "the kubelets". Guess marks one that may be newer than that, as a server may be newer
	// than its kubelets.
	From  string `json:"from"`
	Guess bool   `json:"guess"`
}

// Readyz is the API server's own answer about itself.
type Readyz struct {
	OK bool `json:"ok"`
	// Failed are the names of the sub-checks that did not pass.
	Failed []string `json:"failed"`
	// RBAC says whether there is a sub-check of the hook by which RBAC makes its default roles, which an API server has
	// where RBAC is one of its authorizers: "yes" or "no"; "" where the answer does not list such hooks, and in
	// snapshots of an older kready.
	RBAC string `json:"rbac" jsonschema:"enum=,enum=yes,enum=no"`
}

// Node is one node.
type Node struct {
	Name        string            `json:"name"`
	Labels      map[string]string `json:"labels"`
	Annotations map[string]string `json:"annotations"`
	CreatedAt   time.Time         `json:"createdAt,omitzero"`
	// Provider is the scheme of spec.providerID ("aws", "gce", "kind"), never the rest.
	Provider string `json:"provider"`
	// Virtual marks nodes on which no DaemonSet runs: virtual-kubelet, Fargate.
	Virtual       bool `json:"virtual"`
	ControlPlane  bool `json:"controlPlane"`
	Unschedulable bool `json:"unschedulable"`
	// CordonedAt is since when it is unschedulable, if its taint says so.
	CordonedAt time.Time   `json:"cordonedAt,omitzero"`
	Taints     []Taint     `json:"taints"`
	Conditions []Condition `json:"conditions"`
	PodCIDRs   []string    `json:"podCIDRs"`
	// AddressFamilies are those of its internal addresses, sorted: IPv4, IPv6. A snapshot of an older kready has none.
	AddressFamilies []string `json:"addressFamilies"`
	// AllocatablePods is how many pods the kubelet accepts.
	AllocatablePods int64 `json:"allocatablePods"`
	// AllocatableCPU is in millicores, AllocatableMemory in bytes.
	AllocatableCPU    int64 `json:"allocatableCPU"`
	AllocatableMemory int64 `json:"allocatableMemory"`
	// AllocatableOther is what else it can take, sorted by name: ephemeral-storage in bytes, devices, huge pages.
	// Every kubelet reports ephemeral-storage; a snapshot of an older kready has none of it.
	AllocatableOther []Quantity `json:"allocatableOther"`
	KubeletVersion   string     `json:"kubeletVersion"`
	OS               string     `json:"os"`
	Architecture     string     `json:"architecture"`
	OSImage          string     `json:"osImage"`
	KernelVersion    string     `json:"kernelVersion"`
	ContainerRuntime string     `json:"containerRuntime"`
	// RuntimeHandlers are the handlers of its container runtime, as the kubelet reports them since Kubernetes 1.30.
	// None where it does not, and in snapshots of an older kready.
	RuntimeHandlers []RuntimeHandler `json:"runtimeHandlers"`
	// AdmissionConfig says of a server of k3s or RKE2 whether its arguments bring an admission configuration; "" of other
	// nodes, and in snapshots of an older kready.
	AdmissionConfig string `json:"admissionConfig" jsonschema:"enum=,enum=yes,enum=no"`
	// StrictGroups says that its runtime knows supplementalGroupsPolicy.
	StrictGroups bool `json:"strictGroups"`
}

// RuntimeHandler is a handler of a node's container runtime.
type RuntimeHandler struct {
	// Name is "" for the default one.
	Name              string `json:"name"`
	UserNamespaces    bool   `json:"userNamespaces"`
	RecursiveReadOnly bool   `json:"recursiveReadOnly"`
}

// Totals are how many objects there are of kinds that are not read as a whole.
type Totals struct {
	// Pods is -1 where the API server does not say.
	Pods int `json:"pods"`
}

// Taint is a node's taint.
type Taint struct {
	Key    string `json:"key"`
	Value  string `json:"value"`
	Effect string `json:"effect" jsonschema:"enum=NoSchedule,enum=PreferNoSchedule,enum=NoExecute"`
}

// Toleration is a pod's toleration. Operator is Exists or Equal, never empty.
type Toleration struct {
	Key      string `json:"key"`
	Operator string `json:"operator" jsonschema:"enum=Exists,enum=Equal,enum=Lt,enum=Gt"`
	Value    string `json:"value"`
	Effect   string `json:"effect" jsonschema:"enum=,enum=NoSchedule,enum=PreferNoSchedule,enum=NoExecute"`
}

// Condition is a status condition of any object.
type Condition struct {
	Type string `json:"type"`
	// Status is True, False or Unknown; or Degraded, which the Prometheus Operator adds.
	Status string `json:"status" jsonschema:"enum=True,enum=False,enum=Unknown,enum=Degraded"`
	Reason string `json:"reason"`
	// Message is shortened to 300 characters.
	Message string `json:"message"`
	// Since is the last transition; zero when the object does not say.
	Since time.Time `json:"since,omitzero"`
}

// Namespace is one namespace.
type Namespace struct {
	Name   string            `json:"name"`
	Labels map[string]string `json:"labels"`
	// Annotations are the few that set a policy for all of the namespace's pods.
	Annotations map[string]string `json:"annotations"`
	Phase       string            `json:"phase" jsonschema:"enum=,enum=Active,enum=Terminating"`
	CreatedAt   time.Time         `json:"createdAt,omitzero"`
	// DeletedAt is when its deletion was requested; zero for all but Terminating ones.
	DeletedAt time.Time `json:"deletedAt,omitzero"`
	// Conditions say what holds the deletion up.
	Conditions []Condition `json:"conditions"`
}

// APIService is one registration of an API, aggregated or local.
type APIService struct {
	// Name is "v1beta1.metrics.k8s.io".
	Name    string `json:"name"`
	Group   string `json:"group"`
	Version string `json:"version"`
	// Local marks APIs that the API server itself or a CRD serves.
	Local bool `json:"local"`
	// ServiceNamespace and ServiceName are the backend of an aggregated API.
	ServiceNamespace string `json:"serviceNamespace"`
	ServiceName      string `json:"serviceName"`
	// Available is the condition's status: True, False, Unknown, or "" when absent.
	Available string `json:"available" jsonschema:"enum=,enum=True,enum=False,enum=Unknown"`
	Reason    string `json:"reason"`
	Message   string `json:"message"`
	// CA is what the server's certificate is verified by, Insecure marks one that is
	// not verified at all, and RenewedBy is as in WebhookConfig.
	CA        CABundle `json:"ca"`
	Insecure  bool     `json:"insecure"`
	RenewedBy string   `json:"renewedBy"`
}

// WebhookConfig is one Mutating- or ValidatingWebhookConfiguration.
type WebhookConfig struct {
	Kind      string    `json:"kind"`
	Name      string    `json:"name"`
	CreatedAt time.Time `json:"createdAt,omitzero"`
	// RenewedBy is who keeps the CA bundles current, as the object itself says:
	// "cert-manager", "OpenShift", "OLM", "Kyverno", "ECK", or "" when it does not say.
	RenewedBy string    `json:"renewedBy"`
	Webhooks  []Webhook `json:"webhooks"`
}

// Webhook is one webhook of a configuration.
type Webhook struct {
	Name string `json:"name"`
	// FailurePolicy is Fail or Ignore, the API's default filled in.
	FailurePolicy string `json:"failurePolicy" jsonschema:"enum=,enum=Fail,enum=Ignore"`
	// External marks a webhook that is reached by URL, not through a Service.
	External bool `json:"external"`
	// Loopback marks one whose URL is of the machine that the API server itself runs on; false in snapshots that do not say.
	Loopback         bool   `json:"loopback"`
	ServiceNamespace string `json:"serviceNamespace"`
	ServiceName      string `json:"serviceName"`
	// ServicePort is the port of the Service, the API's default filled in; 0 in snapshots that
	// do not say.
	ServicePort    int `json:"servicePort"`
	TimeoutSeconds int `json:"timeoutSeconds"`
	// Resources are the resources that its rules select, "group/resource"; those of
	// the core group begin with the slash: "/pods".
	Resources []string `json:"resources"`
	// CA is what the certificate of the webhook's server is verified by.
	CA CABundle `json:"ca"`
	// SideEffects is None, NoneOnDryRun, Some, Unknown, or "" when it does not say.
	SideEffects string `json:"sideEffects"`
	// Namespaces selects the namespaces whose objects it admits, and Objects the objects by
	// their own labels; it is not set in a snapshot of an older kready. Conditional marks a
	// webhook with match conditions, and Narrowed one that these or Objects keep from some
	// objects.
	Namespaces  Selector `json:"namespaces"`
	Objects     Selector `json:"objects"`
	Conditional bool     `json:"conditional"`
	Narrowed    bool     `json:"narrowed"`
}

// CRD is one CustomResourceDefinition without its schemas.
type CRD struct {
	// Name is "plural.group".
	Name        string            `json:"name"`
	Group       string            `json:"group"`
	Labels      map[string]string `json:"labels"`
	Annotations map[string]string `json:"annotations"`
	CreatedAt   time.Time         `json:"createdAt,omitzero"`
	// Served are the versions that clients can request, and Stored those in which
	// objects may still lie in etcd.
	Served     []string   `json:"served"`
	Stored     []string   `json:"stored"`
	Conversion Conversion `json:"conversion"`
	// Kind is the kind that it defines; "" in a snapshot of an older kready.
	Kind string `json:"kind"`
	// Deprecated are the served versions that are about to go, as the CRD says.
	Deprecated []string `json:"deprecated"`
	// Established is the condition's status: True, False, Unknown, or "" when absent.
	Established string `json:"established" jsonschema:"enum=,enum=True,enum=False,enum=Unknown"`
	// NamesAccepted is the status of that condition, likewise; "" in a snapshot of an older kready, too.
	NamesAccepted string `json:"namesAccepted" jsonschema:"enum=,enum=True,enum=False,enum=Unknown"`
	// Why says which name is taken, or what keeps the CRD from being deleted; shortened.
	Why string `json:"why"`
	// DeletedAt is when its deletion was requested; zero for all that are to stay.
	DeletedAt time.Time `json:"deletedAt,omitzero"`
}

// OperatorResource is one custom resource that requests a product of an operator.
type OperatorResource struct {
	// Group and Kind of the resource, such as "operator.tigera.io" and "Installation".
	Group     string `json:"group"`
	Kind      string `json:"kind"`
	Namespace string `json:"namespace"`
	Name      string `json:"name"`
	// Version is what the resource says of the product's version; may be empty.
	Version    string      `json:"version"`
	Conditions []Condition `json:"conditions"`
	// Fields are the values that the catalogue names, sorted by name.
	Fields []Field `json:"fields"`
}

// Field is a named value.
type Field struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// PodDisruptionBudget is one budget with its status.
type PodDisruptionBudget struct {
	Namespace string    `json:"namespace"`
	Name      string    `json:"name"`
	CreatedAt time.Time `json:"createdAt,omitzero"`
	// Selector selects pods of the namespace: an empty one all of them, null none.
	// https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/pod-disruption-budget-v1/
	Selector           Selector `json:"selector"`
	MinAvailable       string   `json:"minAvailable"`
	MaxUnavailable     string   `json:"maxUnavailable"`
	DisruptionsAllowed int      `json:"disruptionsAllowed"`
	CurrentHealthy     int      `json:"currentHealthy"`
	DesiredHealthy     int      `json:"desiredHealthy"`
	ExpectedPods       int      `json:"expectedPods"`
	// Observed is false while no controller has written the status yet.
	Observed bool `json:"observed"`
	// UnhealthyPodEvictionPolicy is the API's default where the budget sets none: IfHealthyBudget.
	// It is "" in snapshots that were taken before kready read it.
	UnhealthyPodEvictionPolicy string `json:"unhealthyPodEvictionPolicy"`
	// Owner is the kind of the object that controls it, with its API group:
	// "CephCluster.ceph.rook.io"; "" when none does.
	Owner string `json:"owner"`
	// BlockedSince is when disruptions stopped being allowed; zero when unknown.
	BlockedSince time.Time `json:"blockedSince,omitzero"`
}
