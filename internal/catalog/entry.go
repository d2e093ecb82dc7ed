package catalog

import "github.com/kready/kready/internal/facts"

// Entry is one product: how it shows itself in a cluster and what it provides.
// One YAML file below policies/catalog/<battery>/ holds one entry.
type Entry struct {
	// Name is the product's stable name in kebab-case; the file has the same.
	Name     string `json:"name" yaml:"name"`
	Title    string `json:"title" yaml:"title"`
	Homepage string `json:"home" yaml:"home"`
	// Distributions are the distributions on which there is a point in installing it, as the
	// inventory names them: a provider's own products. A name of something else, such as
	// "openstack", stands for infrastructure that no distribution implies; there it
	// is never advised. Empty means that any will do. It is for advice, and does not limit
	// where the product can be found.
	Distributions []string `json:"suits" yaml:"suits"`
	// ShippedBy are the distributions that bring it when nothing else is asked for.
	ShippedBy []string `json:"shippedBy" yaml:"shippedBy"`
	// Licence is that of the product, by its SPDX identifier, or "commercial"; "" when nobody wrote it down.
	Licence string `json:"licence" yaml:"licence"`
	// Steward is "cncf" for a project of the Cloud Native Computing Foundation, https://www.cncf.io/projects.
	Steward string `json:"steward" yaml:"steward"`
	// Provides are the roles of an instance, "battery/role", the main one first.
	Provides []string `json:"provides" yaml:"provides"`
	// WorkloadRules are rules about workloads; a workload that satisfies any of them proves
	// that the product runs there. Every rule that is satisfied adds its roles.
	WorkloadRules []Rule `json:"runs" yaml:"runs"`
	// HelperRules are rules about workloads that belong to the product and prove nothing:
	// operators' side pods, webhooks, gateways.
	HelperRules []Rule `json:"helpers" yaml:"helpers"`
	// PartRules are rules about workloads that come with a distribution and are no product by
	// themselves: they are explained, and neither prove a product nor are left-overs of one.
	PartRules []Rule `json:"parts" yaml:"parts"`
	Marks     Marks  `json:"marks" yaml:"marks"`
	// OperatorResources are the custom resources that request this product of an operator.
	OperatorResources []OperatorResource `json:"declared" yaml:"declared"`
	// ProductResources are the custom resources by which the product is configured or reports
	// its state, with what checks look at.
	ProductResources []ProductResource `json:"resources" yaml:"resources"`
	// Hidden are the clusters in which the provider runs it out of sight.
	Hidden []Hidden `json:"hidden" yaml:"hidden"`
	// ConditionalRoles are roles that a running instance has only when it is configured so.
	ConditionalRoles []ConditionalRoles `json:"also" yaml:"also"`
	// Explains are other entries whose marks a running instance of this one accounts
	// for, such as canal for calico: they are no left-overs then.
	Explains []string `json:"explains" yaml:"explains"`
	// InstanceLabel is a label that distinguishes instances in one namespace, besides those
	// that name a release.
	InstanceLabel string `json:"instance" yaml:"instance"`
	// Singleton marks a product that serves the whole cluster and shares with nobody: two
	// instances undo each other's work. ScopeFlags are flags, values as in Rule, with
	// which an instance keeps to a part of the cluster, so that others may run beside it.
	Singleton  bool              `json:"singleton" yaml:"singleton"`
	ScopeFlags map[string]string `json:"narrowedBy" yaml:"narrowedBy"`
	// ControllerArg is the flag that replaces the class controller of Marks.
	ControllerArg string `json:"controllerArg" yaml:"controllerArg"`
	// ProvisionerEnv is the environment switch that names the volume provisioner.
	ProvisionerEnv string          `json:"provisionerEnv" yaml:"provisionerEnv"`
	Version        VersionRule     `json:"version" yaml:"version"`
	Lifecycle      facts.Lifecycle `json:"lifecycle" yaml:"lifecycle"`
	// Table names the support table in policies/tables, when upstream publishes one.
	Table string `json:"table" yaml:"table"`
}

// Rule describes a workload. All fields that are set must hold.
//
// Where a value is compared, "*" stands for any run of characters, "a|b" for either,
// and a leading "!" for anything else, an absent value included. So "*" demands that
// there is a value and "!*" that there is none. A flag without a value is "true".
type Rule struct {
	// Kinds are the workload's kinds; empty means Deployment, DaemonSet, StatefulSet
	// and StaticPod.
	Kinds []string `json:"kinds" yaml:"kinds"`
	// Namespaces are patterns of the workload's namespace. A distribution's own namespaces, such as
	// openshift-*, tell its products where images are named by digest alone, or mirrored: with them,
	// names, labels or an owner are enough.
	Namespaces []string `json:"namespaces" yaml:"namespaces"`
	// Images are patterns of which one container's image satisfies at least one.
	// A pattern is the end of a reference without tag, "org/name", or a name that is
	// specific by itself; "*" stands for any run of characters within one part.
	Images []string `json:"images" yaml:"images"`
	// ExcludedImages are patterns that this image must not satisfy.
	ExcludedImages []string `json:"not" yaml:"not"`
	// RequiredImages and ForbiddenImages are patterns for the images of the pod's other containers: each
	// required pattern must match one of them, no forbidden one may.
	RequiredImages  []string `json:"with" yaml:"with"`
	ForbiddenImages []string `json:"without" yaml:"without"`
	// OnlySidecarsBeside demands that all other containers are well-known sidecars: for products
	// that are often sidecars themselves.
	OnlySidecarsBeside bool `json:"alone" yaml:"alone"`
	// InitContainers also looks at init containers.
	InitContainers bool `json:"init" yaml:"init"`
	// Container is the name of the container whose image is meant.
	Container string `json:"container" yaml:"container"`
	// MinVersion is the lowest version, read off the image's tag, that satisfies the rule.
	MinVersion string `json:"since" yaml:"since"`
	// Args are flags (without dashes) of that container and their values.
	Args map[string]string `json:"args" yaml:"args"`
	// Env are environment switches of that container and their values.
	Env map[string]string `json:"env" yaml:"env"`
	// Labels are labels of the workload or of its pods.
	Labels map[string]string `json:"labels" yaml:"labels"`
	// Names are patterns of the workload's name.
	Names []string `json:"names" yaml:"names"`
	// OwnerKind is the kind of the object that controls the workload.
	OwnerKind string `json:"owner" yaml:"owner"`
	// HostLogs demands that the pods mount the node's log folders, or that they do not.
	HostLogs *bool `json:"hostLogs" yaml:"hostLogs"`
	// APIService is the name of an APIService whose Service selects the pods.
	APIService string `json:"serves" yaml:"serves"`
	// ClusterDNS demands that the cluster's DNS Service selects the pods, or that it
	// selects others. Without such a Service every DNS server may be the cluster's.
	ClusterDNS *bool `json:"clusterDNS" yaml:"clusterDNS"`
	// Provides are the roles of a workload that satisfies this rule, in place of the
	// entry's.
	Provides []string `json:"provides" yaml:"provides"`
	// Could are roles that such a workload has besides, where its configuration, which is not read, says so.
	Could []string `json:"could" yaml:"could"`
	// CouldWith is the right of its ServiceAccount, as facts name it, without which it has none of Could.
	CouldWith string `json:"couldWith" yaml:"couldWith"`
	// Controllers are class controllers that a workload that satisfies this rule serves besides those
	// of Marks: those of another product whose classes it takes over.
	Controllers []string `json:"controllers" yaml:"controllers"`
	// ControllersArg is the flag that replaces Controllers.
	ControllersArg string `json:"controllersArg" yaml:"controllersArg"`
}

// Marks are names that a product leaves in a cluster besides its workloads. They
// confirm a running one, and are all that is seen of a left-over one. No two
// products share a mark, unless one of them explains the other.
type Marks struct {
	// CRDs are full names, "plural.group", or "*.group" where no other product shares
	// the group.
	CRDs []string `json:"crds" yaml:"crds"`
	// IngressControllers and GatewayControllers are class controllers, as prefixes.
	IngressControllers []string `json:"ingressControllers" yaml:"ingressControllers"`
	GatewayControllers []string `json:"gatewayControllers" yaml:"gatewayControllers"`
	CSIDrivers         []string `json:"csiDrivers" yaml:"csiDrivers"`
	// Provisioners are those of StorageClasses that are no CSI drivers.
	Provisioners []string `json:"provisioners" yaml:"provisioners"`
	// Webhooks are names of single webhooks, not of configurations, "*" as in Images.
	Webhooks    []string `json:"webhooks" yaml:"webhooks"`
	APIServices []string `json:"apiServices" yaml:"apiServices"`
	// ConfigMaps confirm a running product that mounts them.
	ConfigMaps []string `json:"configMaps" yaml:"configMaps"`
}

// OperatorResource is a kind of custom resource that requests the product of an operator.
type OperatorResource struct {
	Group    string `json:"group" yaml:"group"`
	Kind     string `json:"kind" yaml:"kind"`
	Resource string `json:"resource" yaml:"resource"`
	// Names are patterns of the resource's name; empty means any.
	Names []string `json:"names" yaml:"names"`
	// Fields are paths (spec.cni.type) whose values the resource must have, as in Rule.
	Fields map[string]string `json:"fields" yaml:"fields"`
	// InstalledIn is the namespace in which the operator installs it, where that is not the
	// resource's own.
	InstalledIn string `json:"installedIn" yaml:"installedIn"`
	// VersionField is the path of the product's version.
	VersionField string `json:"versionField" yaml:"versionField"`
	// Provides are roles in place of the entry's.
	Provides []string `json:"provides" yaml:"provides"`
}

// ProductResource is a kind of custom resource by which the product is configured or reports
// its state. Objects of a kind that grows with applications, as one for each workload, are kept
// up to a limit only.
type ProductResource struct {
	Group string `json:"group" yaml:"group"`
	// Resource is a plural name; "*" stands for all of the group, where the product makes
	// them at run time.
	Resource string `json:"resource" yaml:"resource"`
	// Fields are the paths whose values are kept, across lists and maps too:
	// "spec.rules[].validate.failureAction". Never name one that may hold a secret.
	Fields []string `json:"fields" yaml:"fields"`
	// Conditions keeps status.conditions.
	Conditions bool `json:"conditions" yaml:"conditions"`
}

// Hidden says on which distribution the provider runs the product out of sight, and
// by which visible evidence. All conditions that are set must hold.
type Hidden struct {
	Distribution string `json:"distribution" yaml:"distribution"`
	// Any of these marks must be there.
	Marks Marks `json:"marks" yaml:"marks"`
	// NodeLabels must be on at least one node, values as in Rule.
	NodeLabels map[string]string `json:"nodeLabels" yaml:"nodeLabels"`
	// Feature is one that the distribution must have, as the inventory names it: "Auto Mode".
	Feature string `json:"feature" yaml:"feature"`
	// NodeReasons are reasons of the nodes' conditions, by the condition's type, values as in Rule.
	NodeReasons map[string]string `json:"nodeReasons" yaml:"nodeReasons"`
	// NodeArgs are flags that k3s and RKE2 write down on their nodes, taken together,
	// values as in Rule.
	NodeArgs map[string]string `json:"nodeArgs" yaml:"nodeArgs"`
	// Unless is a role that no implementation may provide, neither one that runs nor one that is out of sight by a
	// rule without Unless.
	Unless   string   `json:"unless" yaml:"unless"`
	Provides []string `json:"provides" yaml:"provides"`
	// Note says what is known, as evidence.
	Note string `json:"note" yaml:"note"`
}

// ConditionKind is the kind of fact that ConditionalRoles may name: it is collected for products.
const ConditionKind = facts.KindNetworkConfig

// ConditionalRoles adds roles to a running instance when a fact has a value.
type ConditionalRoles struct {
	Provides []string `json:"provides" yaml:"provides"`
	// Fact is the path of a string in that kind of fact: "networkConfig.cilium.enablePolicy".
	Fact string `json:"fact" yaml:"fact"`
	// Value is what it must be, as in Rule.
	Value string `json:"value" yaml:"value"`
}

// VersionRule says where the version is read. The default is the tag of the image
// that satisfied the rule.
type VersionRule struct {
	// Images are patterns of the container that carries the product's version.
	Images []string `json:"images" yaml:"images"`
	// Label is a label of the workload or its pods, that counts where RequiredLabels are there.
	Label          string            `json:"label" yaml:"label"`
	RequiredLabels map[string]string `json:"when" yaml:"when"`
	// Annotation is an annotation of the workload, or of a CRD for entries that are
	// nothing but CRDs.
	Annotation string `json:"annotation" yaml:"annotation"`
	// TagPrefix is cut off a tag.
	TagPrefix string `json:"tagPrefix" yaml:"tagPrefix"`
}

// Catalog is all entries and tables, by name.
type Catalog struct {
	Entries []Entry
	Tables  facts.Tables
}
