package facts

// Landing is what somebody wants to land on a cluster: the objects of its manifests, each with the file and
// the line that it is written at. Requirements judge it; it is no part of a snapshot. It holds no content
// of a Secret, no value of a ConfigMap and no value of an environment variable.
type Landing struct {
	Name string `json:"name"`
	// Namespace is that of the objects which name none.
	Namespace string `json:"namespace"`
	// Namespaces are those that objects are to lie in, sorted, without those that the service brings itself.
	Namespaces []string `json:"namespaces"`
	// Objects are all objects, in the order of the files.
	Objects []LandingObject `json:"objects"`
	// Pods are the pod templates: of workloads, Jobs and bare pods.
	Pods       []LandingPods    `json:"pods"`
	ConfigMaps []LandingConfig  `json:"configMaps"`
	Ingresses  []LandingIngress `json:"ingresses"`
	Routes     []LandingRoute   `json:"routes"`
	Gateways   []LandingGateway `json:"gateways"`
	Grants     []LandingGrant   `json:"grants"`
	Claims     []LandingClaim   `json:"claims"`
	Services   []LandingService `json:"services"`
	// Scalers are the HorizontalPodAutoscalers, Budgets the PodDisruptionBudgets.
	Scalers  []LandingScaler  `json:"scalers"`
	Budgets  []LandingBudget  `json:"budgets"`
	Triggers []LandingTrigger `json:"triggers"`
	Policies []LandingPolicy  `json:"policies"`
	// CiliumPolicies are those CiliumNetworkPolicies that say no more than a NetworkPolicy can, as such.
	CiliumPolicies []LandingPolicy `json:"ciliumPolicies"`
	// Monitors are the ServiceMonitors and PodMonitors of the Prometheus operator.
	Monitors []LandingMonitor `json:"monitors"`
	// Versioned are the fields that only some releases of Kubernetes know, by the tables.
	Versioned []LandingVersioned `json:"versioned"`
	// Makes are the resources that the service may make itself once it runs, by its own roles: "configmaps". It has "pods" where
	// it may make or change them.
	Makes []string `json:"makes"`
	// Quotas and Ranges are the bounds that it brings for its namespaces.
	Quotas []LandingQuota `json:"quotas"`
	Ranges []LandingRange `json:"ranges"`
	// CRDs are the custom resources that the service defines itself.
	CRDs []LandingCRD `json:"crds"`
	// Faults are what the API server refuses whatever the cluster, by the object and the line.
	Faults []LandingFault `json:"faults"`
	// Secrets are those that it names and does not bring, where they may be looked up.
	Secrets []LandingSecret `json:"secrets"`
	// RuntimeClasses are those that the service brings itself.
	RuntimeClasses []LandingRuntimeClass `json:"runtimeClasses"`
	// DryRun is what the API server made of the service, where it was asked.
	DryRun LandingDryRun `json:"dryRun"`
	// Proofs are what was tried for it with pods, where that was asked for.
	Proofs LandingProofs `json:"proofs"`
}

// Manifest says which object something is, or is a part of, and where it is written.
type Manifest struct {
	Kind      string `json:"kind"`
	Namespace string `json:"namespace"`
	Name      string `json:"name"`
	// File is the path as it was named, and Line the first line of the object.
	File string `json:"file"`
	Line int    `json:"line"`
}

// LandingObject is one object of a service.
type LandingObject struct {
	Manifest
	// Group and Version are those of its apiVersion; Group is "" for the core group.
	Group   string `json:"group"`
	Version string `json:"version"`
	// Scope is Namespaced or Cluster, or "" when nothing tells which.
	Scope string `json:"scope" jsonschema:"enum=,enum=Namespaced,enum=Cluster"`
	// Builtin marks a kind of Kubernetes itself, of any version of it.
	Builtin     bool              `json:"builtin"`
	Labels      map[string]string `json:"labels"`
	Annotations map[string]string `json:"annotations"`
	// Fields are the values of the few fields of custom resources that requirements ask for, in the order in
	// which they are written.
	Fields []LandingField `json:"fields"`
}

// LandingField is the value of one field of an object.
type LandingField struct {
	// Path is its place, without the numbers of elements: "spec.rules[].matches[].type".
	Path  string `json:"path"`
	Value string `json:"value"`
	Line  int    `json:"line"`
}

// LandingVersioned is a field of an object that is in a table of fields.
type LandingVersioned struct {
	Manifest
	// Path and Value are those of the table: "Pod.spec.volumes[].image".
	Path      string `json:"path"`
	Value     string `json:"value"`
	FieldLine int    `json:"fieldLine"`
}

// LandingConfig is a ConfigMap of a service, with the names of its keys.
type LandingConfig struct {
	Manifest
	Keys []string `json:"keys"`
}

// LandingIngress is an Ingress of a service.
type LandingIngress struct {
	Manifest
	// Class is spec.ingressClassName, LegacyClass the annotation that came before it; "" when not set.
	Class       string `json:"class"`
	LegacyClass string `json:"legacyClass"`
	// ClassLine is where the class is written, or else where its spec begins.
	ClassLine int `json:"classLine"`
	// Backends are those of its rules and its default one, each once; TLS is spec.tls.
	Backends []LandingBackend `json:"backends"`
	TLS      []LandingTLS     `json:"tls"`
	// Paths are those of its rules, with their hosts.
	Paths []LandingPath `json:"paths"`
}

// LandingClaim is a PersistentVolumeClaim of a service, or a template of claims in a StatefulSet or a pod.
type LandingClaim struct {
	// Manifest is the object that it is written in.
	Manifest
	// Claim is the name of the claim, or of its template.
	Claim string `json:"claim"`
	// Ephemeral marks one that is made with each pod, and goes with it.
	Ephemeral bool `json:"ephemeral"`
	// ClassSet says whether spec.storageClassName is there; Class is its value, "" for none at all.
	ClassSet    bool     `json:"classSet"`
	Class       string   `json:"class"`
	ClassLine   int      `json:"classLine"`
	AccessModes []string `json:"accessModes"`
	VolumeMode  string   `json:"volumeMode"`
	// Volume is spec.volumeName: the volume that it asks for by name.
	Volume string `json:"volume"`
	// Storage is how many bytes it asks for.
	Storage int64 `json:"storage"`
	// ClaimLine is where the spec of the claim begins, ModesLine where its access modes are written.
	ClaimLine int `json:"claimLine"`
	ModesLine int `json:"modesLine"`
	// Source is what it is to be filled from: spec.dataSourceRef, or else spec.dataSource.
	Source LandingSource `json:"source"`
	// AttributesClass is the VolumeAttributesClass that it names.
	AttributesClass string `json:"attributesClass"`
}

// LandingSource is what a claim is to be filled from; without a name from nothing.
type LandingSource struct {
	Group     string `json:"group"`
	Kind      string `json:"kind"`
	Namespace string `json:"namespace"`
	Name      string `json:"name"`
	Line      int    `json:"line"`
}

// LandingCRD is a CustomResourceDefinition of a service.
type LandingCRD struct {
	Manifest
	Group      string   `json:"group"`
	DefinedFor string   `json:"definedFor"` // the kind that it defines
	Namespaced bool     `json:"namespaced"`
	Served     []string `json:"served"`
}
