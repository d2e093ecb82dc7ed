package catalog

import "github.com/kready/kready/internal/facts"

// Entry is one product: how it shows itself in a cluster and what it provides.
// One YAML file below policies/catalog/<battery>/ holds one entry.
type Entry struct {
	// Name is the product's stable name in kebab-case; the file has the same.
	Name  string `yaml:"name"`
	Title string `yaml:"title"`
	Home  string `yaml:"home"`
	// Suits are the distributions on which there is a point in installing it, as the
	// inventory names them: a provider's own products. A name of something else, such as
	// "openstack", stands for infrastructure that a distribution does not tell; there it
	// is never advised. Empty means that any will do. It is for advice, and says nothing
	// of where the product can be found.
	Suits []string `yaml:"suits"`
	// Provides are the roles of an instance, "battery/role", the main one first.
	Provides []string `yaml:"provides"`
	// Runs are rules about workloads; a workload that satisfies any of them proves
	// that the product runs there. Every rule that is satisfied adds its roles.
	Runs []Rule `yaml:"runs"`
	// Helpers are rules about workloads that belong to the product and prove nothing:
	// operators' side pods, webhooks, gateways.
	Helpers []Rule `yaml:"helpers"`
	Marks   Marks  `yaml:"marks"`
	// Declared are the custom resources that ask an operator for this product.
	Declared []Declaration `yaml:"declared"`
	// Hidden are the clusters in which the provider runs it out of sight.
	Hidden []Hidden `yaml:"hidden"`
	// Also are roles that a running instance has only when it is configured so.
	Also []Also `yaml:"also"`
	// Explains are other entries whose marks a running instance of this one accounts
	// for, such as canal for calico: they are no left-overs then.
	Explains []string `yaml:"explains"`
	// Instance is a label that tells instances in one namespace apart, besides those
	// that name a release.
	Instance string `yaml:"instance"`
	// Singleton marks a product that serves the whole cluster and shares with nobody: two
	// instances undo each other's work. NarrowedBy are flags, values as in Rule, with
	// which an instance keeps to a part of the cluster, so that others may run beside it.
	Singleton  bool              `yaml:"singleton"`
	NarrowedBy map[string]string `yaml:"narrowedBy"`
	// ControllerArg is the flag that replaces the class controller of Marks.
	ControllerArg string `yaml:"controllerArg"`
	// ProvisionerEnv is the environment switch that names the volume provisioner.
	ProvisionerEnv string          `yaml:"provisionerEnv"`
	Version        VersionRule     `yaml:"version"`
	Lifecycle      facts.Lifecycle `yaml:"lifecycle"`
	// Table names the support table in policies/tables, when upstream publishes one.
	Table string `yaml:"table"`
}

// Rule describes a workload. All fields that are set must hold.
//
// Where a value is compared, "*" stands for any run of characters, "a|b" for either,
// and a leading "!" for anything else, an absent value included. So "*" demands that
// there is a value and "!*" that there is none. A flag without a value is "true".
type Rule struct {
	// Kinds are the workload's kinds; empty means Deployment, DaemonSet, StatefulSet
	// and StaticPod.
	Kinds []string `yaml:"kinds"`
	// Images are patterns of which one container's image satisfies at least one.
	// A pattern is the end of a reference without tag, "org/name", or a name that is
	// specific by itself; "*" stands for any run of characters within one part.
	Images []string `yaml:"images"`
	// Not are patterns that this image must not satisfy.
	Not []string `yaml:"not"`
	// With and Without are patterns for the images of the pod's other containers: each
	// of With must be there, none of Without may.
	With    []string `yaml:"with"`
	Without []string `yaml:"without"`
	// Alone demands that all other containers are well-known sidecars: for products
	// that are often sidecars themselves.
	Alone bool `yaml:"alone"`
	// Init also looks at init containers.
	Init bool `yaml:"init"`
	// Container is the name of the container whose image is meant.
	Container string `yaml:"container"`
	// Since is the lowest version, read off the image's tag, that satisfies the rule.
	Since string `yaml:"since"`
	// Args are flags (without dashes) of that container and their values.
	Args map[string]string `yaml:"args"`
	// Env are environment switches of that container and their values.
	Env map[string]string `yaml:"env"`
	// Labels are labels of the workload or of its pods.
	Labels map[string]string `yaml:"labels"`
	// Names are patterns of the workload's name.
	Names []string `yaml:"names"`
	// Owner is the kind of the object that controls the workload.
	Owner string `yaml:"owner"`
	// HostLogs demands that the pods mount the node's log folders, or that they do not.
	HostLogs *bool `yaml:"hostLogs"`
	// Serves is the name of an APIService whose Service selects the pods.
	Serves string `yaml:"serves"`
	// ClusterDNS demands that the cluster's DNS Service selects the pods, or that it
	// selects others. Without such a Service every DNS server may be the cluster's.
	ClusterDNS *bool `yaml:"clusterDNS"`
	// Provides are the roles of a workload that satisfies this rule, in place of the
	// entry's.
	Provides []string `yaml:"provides"`
}

// Marks are names that a product leaves in a cluster besides its workloads. They
// confirm a running one, and are all that is seen of a left-over one. No two
// products share a mark, unless one of them Explains the other.
type Marks struct {
	// CRDs are full names, "plural.group", or "*.group" where no other product shares
	// the group.
	CRDs []string `yaml:"crds"`
	// IngressControllers and GatewayControllers are class controllers, as prefixes.
	IngressControllers []string `yaml:"ingressControllers"`
	GatewayControllers []string `yaml:"gatewayControllers"`
	CSIDrivers         []string `yaml:"csiDrivers"`
	// Provisioners are those of StorageClasses that are no CSI drivers.
	Provisioners []string `yaml:"provisioners"`
	// Webhooks are names of single webhooks, not of configurations, "*" as in Images.
	Webhooks    []string `yaml:"webhooks"`
	APIServices []string `yaml:"apiServices"`
	// ConfigMaps confirm a running product that mounts them.
	ConfigMaps []string `yaml:"configMaps"`
}

// Declaration is a kind of custom resource that asks an operator for the product.
type Declaration struct {
	Group    string `yaml:"group"`
	Kind     string `yaml:"kind"`
	Resource string `yaml:"resource"`
	// Names are patterns of the resource's name; empty means any.
	Names []string `yaml:"names"`
	// Fields are paths (spec.cni.type) whose values the resource must have, as in Rule.
	Fields map[string]string `yaml:"fields"`
	// VersionField is the path of the product's version.
	VersionField string `yaml:"versionField"`
	// Provides are roles in place of the entry's.
	Provides []string `yaml:"provides"`
}

// Hidden says on which distribution the provider runs the product out of sight, and
// by which visible evidence. All conditions that are set must hold.
type Hidden struct {
	Distribution string `yaml:"distribution"`
	// Any of these marks must be there.
	Marks Marks `yaml:"marks"`
	// NodeLabels must be on at least one node, values as in Rule.
	NodeLabels map[string]string `yaml:"nodeLabels"`
	// NodeArgs are flags that k3s and RKE2 write down on their nodes, taken together,
	// values as in Rule.
	NodeArgs map[string]string `yaml:"nodeArgs"`
	// Unless is a role that no running implementation may provide.
	Unless   string   `yaml:"unless"`
	Provides []string `yaml:"provides"`
	// Note says what is known, as evidence.
	Note string `yaml:"note"`
}

// AlsoKind is the kind of fact that Also may name: it is collected for products.
const AlsoKind = facts.KindNetworkConfig

// Also adds roles to a running instance when a fact has a value.
type Also struct {
	Provides []string `yaml:"provides"`
	// Fact is the path of a string in that kind of fact: "networkConfig.cilium.enablePolicy".
	Fact string `yaml:"fact"`
	// Value is what it must be, as in Rule.
	Value string `yaml:"value"`
}

// VersionRule says where the version is read. The default is the tag of the image
// that satisfied the rule.
type VersionRule struct {
	// Images are patterns of the container that carries the product's version.
	Images []string `yaml:"images"`
	// Label is a label of the workload or its pods, believed When other labels are there.
	Label string            `yaml:"label"`
	When  map[string]string `yaml:"when"`
	// Annotation is an annotation of the workload, or of a CRD for entries that are
	// nothing but CRDs.
	Annotation string `yaml:"annotation"`
	// TagPrefix is cut off a tag.
	TagPrefix string `yaml:"tagPrefix"`
}

// Catalog is all entries and tables, by name.
type Catalog struct {
	Entries []Entry
	Tables  facts.Tables
}
