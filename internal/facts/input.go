package facts

import "time"

// Input is what checks judge: a snapshot, what was derived from it, the dated
// tables, and what the user configured. A Rego check sees it as `input`.
type Input struct {
	Snapshot
	// JudgedNodes are the snapshot's nodes with what Kubernetes' own rules make of them.
	// Policies see these in place of the snapshot's; Go checks use package kube.
	JudgedNodes []JudgedNode `json:"nodes"`
	// NodeKinds are the nodes by what they have in common.
	NodeKinds []NodeKind `json:"nodeKinds"`
	// PodPlaces say, for each workload whose pods were read, on which nodes they are.
	PodPlaces []PodPlaces `json:"podPlaces"`
	// IngressSums, PolicySums and AutoscalerSums sum up Ingresses, NetworkPolicies (by namespace) and
	// HorizontalPodAutoscalers, of which a cluster has about as many as applications.
	IngressSums    IngressSums    `json:"ingressSums"`
	PolicySums     []PolicySum    `json:"policySums"`
	AutoscalerSums AutoscalerSums `json:"autoscalerSums"`
	// PolicyEnforcers say which kinds of network policy besides NetworkPolicy are enforced, PolicyDefaults what all
	// policies together make of traffic that none of them names, for each namespace.
	PolicyEnforcers []PolicyEnforcer `json:"policyEnforcers"`
	PolicyDefaults  []PolicyDefault  `json:"policyDefaults"`
	// AmbientPolicies are the NetworkPolicies of namespaces whose pods are to be in an ambient mesh.
	AmbientPolicies []NetworkPolicy `json:"ambientPolicies"`
	// AsOf is the moment that dates are judged at; by default CollectedAt.
	AsOf         time.Time    `json:"asOf"`
	Distribution Distribution `json:"distribution"`
	// Inventory is what the catalogue recognised in the snapshot.
	Inventory []Implementation `json:"inventory"`
	// Coverage says, for each DaemonSet whose pods were read, which nodes it misses.
	Coverage []AgentCoverage `json:"coverage"`
	// Untolerated says, for each workload that a node's taint keeps away, by which taints.
	Untolerated []Untolerated `json:"untolerated"`
	// Budgeted are the workloads whose pods a PodDisruptionBudget selects.
	Budgeted []Budgeted `json:"budgeted"`
	// Applications sum up the workloads that are like any other service, and their budgets. They do not
	// stand in workloads, unless the user's own policies read these: then all do, and the sums are 0.
	Applications Applications `json:"applications"`
	// Unrecognised are workloads that look like a part of the platform and that no
	// entry of the catalogue explains.
	Unrecognised []Unrecognised `json:"unrecognised"`
	// Candidates are workloads that no entry of the catalogue explains, by the roles that
	// they could play.
	Candidates []Candidate `json:"candidates"`
	Tables     Tables      `json:"tables"`
	// Intent is what the cluster is for, by the profile and the user's file.
	Intent Intent `json:"intent"`
	// ForVersion is the Kubernetes version to come that was asked for.
	ForVersion ForVersion `json:"forVersion"`
	// Thresholds are the numbers to judge by: the defaults, or the user's own.
	Thresholds Thresholds `json:"thresholds"`
	// Custom are the objects of the resources that the user declares, by the name of the
	// resource. Policies see these in place of the snapshot's.
	Custom map[string][]CustomObject `json:"custom"`

	// Service is what is to land; empty where a cluster is judged by itself.
	Service Landing `json:"service"`

	// restsOn are the kinds of fact that each derived part rests on.
	restsOn map[Part][]Kind
}

// ForVersion is a Kubernetes version to come that a cluster is judged for.
type ForVersion struct {
	// Name is "1.38", "" when none was asked for, and Minor the number after its dot.
	Name  string `json:"name"`
	Minor int    `json:"minor"`
}

// Asked reports whether the cluster is judged for a version to come.
func (v ForVersion) Asked() bool { return v.Minor > 0 }

// Intent is what a cluster is for: the profile and the user's own file.
type Intent struct {
	Profile string `json:"profile"`
	// File is the configuration that was read, "" when none was.
	File string `json:"file"`
	// Batteries are those that the file names, sorted by name.
	Batteries []IntendedBattery `json:"batteries"`
	// RWX is true where services need volumes that pods on several nodes write at once.
	RWX bool `json:"rwx"`
	// GPUs are the devices that pods ask for: extended resources ("nvidia.com/gpu"), and
	// DeviceClasses, whose names have no slash.
	GPUs []string `json:"gpus"`
	// Egress are the targets outside of the cluster that pods must reach, as host:port.
	Egress []string `json:"egress"`
	// Retain are the StorageClasses whose volumes must outlive their claims.
	Retain []string `json:"retain"`
	// Exposure says from where load balancers may be reached.
	Exposure IntendedExposure `json:"exposure"`
	// Encryption is true where what pods send to other nodes must be encrypted.
	Encryption bool `json:"encryption"`
	// Mesh is what is said of calls in a service mesh.
	Mesh IntendedMesh `json:"mesh"`
	// Zones is in how many zones the nodes should be; 0 where the file does not say.
	Zones int `json:"zones"`
	// Versions are the release lines that should run, sorted by name.
	Versions []IntendedVersion `json:"versions"`
}

// IntendedExposure says from where load balancers may be reached.
type IntendedExposure struct {
	// Stated is false where the file says nothing of it.
	Stated bool `json:"stated"`
	// Public are the namespaces whose load balancers may be reached from the internet.
	Public []string `json:"public"`
}

// IntendedMesh says what a service mesh has to refuse.
type IntendedMesh struct {
	// DefaultDeny is true where calls between services need a policy that allows them.
	DefaultDeny bool `json:"defaultDeny"`
	// RegisteredOnly is true where calls out of the mesh may go to known destinations only.
	RegisteredOnly bool `json:"registeredOnly"`
}

// IntendedVersion is the release line of one product that should run.
type IntendedVersion struct {
	// Name is the catalogue's, or "kubernetes".
	Name string `json:"name"`
	// Version is "1.36" for all of its patches, or longer.
	Version string `json:"version"`
}

// IntendedBattery is what the profile and the user's file require of one battery.
type IntendedBattery struct {
	Name string `json:"name"`
	// Want is required, optional or none, as profile and file together have it.
	Want   string `json:"want" jsonschema:"enum=required,enum=optional,enum=none"`
	Reason string `json:"reason"`
	// Expect are the products that should provide it.
	Expect []string `json:"expect"`
}

// AgentCoverage counts the nodes on which a DaemonSet has a ready pod. It counts
// against the node list: a DaemonSet's own status leaves out tainted nodes.
type AgentCoverage struct {
	Namespace string `json:"namespace"`
	Name      string `json:"name"`
	Coverage
}

// Unrecognised is a workload that the catalogue does not explain.
type Unrecognised struct {
	Object ObjectRef `json:"object"`
	// Why says what makes it look like a part of the platform.
	Why string `json:"why"`
	// Images are those of its containers, as written.
	Images []string `json:"images"`
}

// Candidate is a workload that could provide a role, and that the catalogue does not explain.
type Candidate struct {
	// Role is one of the catalogue's: "ingress/controller".
	Role string `json:"role"`
	// Object is the workload. Its name is "" where several could be it, as Why says.
	Object ObjectRef `json:"object"`
	// Why says what makes it look like one.
	Why string `json:"why"`
	// Product is the title of what it is known as, whose configuration decides; "" where nothing recognises it.
	Product string `json:"product"`
}

// Distribution is the kind of cluster and who runs it.
type Distribution struct {
	// Name is "eks", "gke", "aks", "openshift", "k3s", "rke2", "talos", "kind",
	// "minikube", "kubeadm", or "" when it is not recognised.
	Name string `json:"name"`
	// Title is the name as its maker writes it.
	Title string `json:"title"`
	// Managed marks a control plane that the provider runs out of sight.
	Managed bool `json:"managed"`
	// Features are parts of it that change what can be seen: "Auto Mode", "Autopilot".
	Features []string `json:"features"`
	Evidence []string `json:"evidence"`
	// Guess marks one that is likely and not certain: what tells it for certain was not there to be seen.
	Guess bool `json:"guess"`
}

// Label is the title for the head of a report; a guess is called one.
func (d Distribution) Label() string {
	if d.Guess {
		return d.Title + " (a guess)"
	}
	return d.Title
}

// States of an implementation.
const (
	StateRunning  = "running"  // a workload or a server-side registration proves it
	StateDeclared = "declared" // requested through an operator, not seen running
	StateRemnant  = "remnant"  // only CRDs, classes, webhooks or config are left
	StateHidden   = "hidden"   // the provider runs it where no API shows it
)

// Implementation is a product found in a snapshot.
type Implementation struct {
	// Name is the catalogue's: "cilium".
	Name  string `json:"name"`
	Title string `json:"title"`
	// Batteries and Roles are what this instance provides: "network", "network/cni".
	Batteries []string `json:"batteries"`
	Roles     []string `json:"roles"`
	State     string   `json:"state" jsonschema:"enum=running,enum=declared,enum=remnant,enum=hidden"`
	Version   string   `json:"version"`
	// VersionFrom says where the version was read.
	VersionFrom string `json:"versionFrom"`
	Namespace   string `json:"namespace"`
	// Workloads are those that prove it, and their helpers.
	Workloads []ObjectRef `json:"workloads"`
	// Nodes counts the coverage of an agent; Of is zero for all others.
	Nodes     Coverage  `json:"nodes"`
	Evidence  []string  `json:"evidence"`
	Lifecycle Lifecycle `json:"lifecycle"`
	// Controllers are the class controllers that it serves, as prefixes.
	Controllers []string `json:"controllers"`
	// Provisioners are the volume provisioners that it serves.
	Provisioners []string `json:"provisioners"`
	// Singleton marks an instance that serves the whole cluster and must be the only one.
	Singleton bool `json:"singleton"`
	// Table names the support table that its version is looked up in, "" when none.
	Table string `json:"table"`
	// Registrations are the webhook configurations and APIServices of a remnant: what
	// the API server still calls.
	Registrations []ObjectRef `json:"registrations"`
}

// Coverage counts nodes with a ready agent.
type Coverage struct {
	Covered int `json:"covered"`
	Of      int `json:"of"`
	// Missing are the nodes without a ready agent, sorted.
	Missing []string `json:"missing"`
}

// Lifecycle is whether upstream still maintains a product.
type Lifecycle struct {
	// State is active, deprecated, retired or archived.
	State     string `json:"state" yaml:"state"`
	Since     string `json:"since" yaml:"since"`
	Source    string `json:"source" yaml:"source"`
	Successor string `json:"successor" yaml:"successor"`
	Note      string `json:"note" yaml:"note"`
}

// Tables are the dated facts of policies/tables.
type Tables struct {
	Support  []SupportTable `json:"support"`
	Removals []RemovalTable `json:"removals"`
	Fields   []FieldTable   `json:"fields"`
	// BudgetOwners are the products that make PodDisruptionBudgets of their own.
	BudgetOwners []BudgetOwner `json:"budgetOwners"`
	// Compatibility says which Kubernetes versions the releases of products are for.
	Compatibility []CompatibilityTable `json:"compatibility"`
	Switches      []SwitchTable        `json:"switches"`
	// Shipped says which versions of products come with each Kubernetes version.
	Shipped []ShippedTable `json:"shipped"`
}

// SupportTable says until when each release of a product is supported.
type SupportTable struct {
	// Name is a distribution's or a product's: "kubernetes", "eks", "cilium".
	Name   string `json:"name"`
	Title  string `json:"title"`
	Source string `json:"source"`
	// Updated is when the table was last compared with its source.
	Updated  time.Time `json:"updated"`
	Releases []Release `json:"releases"`
}

// Release is one minor release of a product.
type Release struct {
	// Name is "1.37".
	Name string `json:"name"`
	// EndOfLife is the last supported day; zero when not announced.
	EndOfLife time.Time `json:"endOfLife"`
	// ExtendedUntil is the end of paid support; zero when there is none.
	ExtendedUntil time.Time `json:"extendedUntil"`
}
