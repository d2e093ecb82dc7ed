// Package facts holds the facts of one cluster at one time: the snapshot that
// collection writes and that everything downstream reads.
//
// Facts are distilled, not dumped: closed structs, parsed once, arrays of objects
// with a name. Only labels and annotations are maps. Nothing here reads a clock,
// a cluster or a file.
package facts

import "time"

// Versions of the snapshot's file format.
const (
	APIVersion   = "kready.dev/v1"
	SnapshotKind = "Snapshot"
)

// Snapshot is what is known of one target at one time. The JSON name of each field
// below Target is a kind of fact: checks need kinds, blind spots name them.
type Snapshot struct {
	APIVersion string `json:"apiVersion"`
	Kind       string `json:"kind"`
	// CollectedBy is the kready version that wrote the snapshot.
	CollectedBy string `json:"collectedBy"`
	// Writes are, for each type of the facts, the names of the fields that this version always
	// writes, separated by spaces: in its snapshots, one that is missing is not "none". Absent
	// in files of versions that did not say.
	Writes map[string]string `json:"writes,omitempty"`
	// CollectedAt is when collection began. It stands for "now" downstream.
	CollectedAt time.Time `json:"collectedAt"`
	Target      Target    `json:"target"`
	// BlindSpots is what could not be read, sorted by facts, resource and verb.
	BlindSpots []BlindSpot `json:"blindSpots"`

	// applications sum up workloads that do not stand in Workloads; no file holds them.
	applications Applications
	// apart are workloads that do not stand in Workloads either, until they are summed up.
	apart []*Apart

	Version Version    `json:"version"`
	Readyz  Readyz     `json:"readyz"`
	APIs    []APIGroup `json:"apis"`

	Nodes      []Node      `json:"nodes"`
	Namespaces []Namespace `json:"namespaces"`
	Workloads  []Workload  `json:"workloads"`
	Pods       []Pods      `json:"pods"`
	// Totals count what is not read.
	Totals Totals `json:"totals"`
	// Backends are the Services that webhooks, aggregated APIs and cluster DNS
	// point at, with how many endpoints answer behind each.
	Backends []Backend `json:"backends"`

	NetworkPolicies []NetworkPolicy `json:"networkPolicies"`
	// OtherPolicies are the network policies of other kinds: Cilium's, Calico's, Antrea's, and those of the
	// cluster's administrators.
	OtherPolicies []OtherPolicyKind `json:"otherPolicies"`
	NetworkConfig NetworkConfig     `json:"networkConfig"`
	DNSConfig     DNSConfig         `json:"dnsConfig"`

	Ingresses      []Ingress      `json:"ingresses"`
	IngressClasses []IngressClass `json:"ingressClasses"`
	GatewayClasses []GatewayClass `json:"gatewayClasses"`
	Gateways       []Gateway      `json:"gateways"`
	Routes         []Route        `json:"routes"`
	// Services are those of type LoadBalancer and those with externalIPs only.
	Services []Service `json:"services"`
	// ServiceRanges are the addresses for Services.
	ServiceRanges ServiceRanges `json:"serviceRanges"`
	// MirroredEndpoints are those of the API Endpoints that Kubernetes does not write itself.
	MirroredEndpoints []MirroredEndpoints `json:"mirroredEndpoints"`
	// IngressNginxConfigs are how the controllers of ingress-nginx are configured.
	IngressNginxConfigs []IngressNginxConfig `json:"ingressNginxConfigs"`

	// Prometheuses are the servers of the Prometheus operator, agents and ThanosRulers
	// included; the others are what it configures them and Alertmanager by.
	Prometheuses []Prometheus `json:"prometheuses"`
	Monitors     []Monitor    `json:"monitors"`
	// MonitorTargets says what each of the monitors finds to scrape.
	MonitorTargets      []MonitorTargets     `json:"monitorTargets"`
	PrometheusRules     []PrometheusRule     `json:"prometheusRules"`
	Alertmanagers       []Alertmanager       `json:"alertmanagers"`
	AlertmanagerConfigs []AlertmanagerConfig `json:"alertmanagerConfigs"`

	SecretStores []SecretStore `json:"secretStores"`
	// SyncedSecrets are the objects that Secrets are made from.
	SyncedSecrets []SyncedSecret `json:"syncedSecrets"`

	Issuers      []Issuer      `json:"issuers"`
	Certificates []Certificate `json:"certificates"`
	ACMESolvers  []ACMESolver  `json:"acmeSolvers"`
	// ServingCertificate is the API server's own, TokenIssuer what it says of its tokens.
	ServingCertificate ServingCertificate `json:"servingCertificate"`
	TokenIssuer        TokenIssuer        `json:"tokenIssuer"`
	// Caller is the one who took the snapshot.
	Caller Caller `json:"caller"`
	// UserSignIn is how the API server knows people, where its flags can be seen.
	UserSignIn UserSignIn `json:"userSignIn"`
	// Authorization is how the API server decides what it allows.
	Authorization Authorization `json:"authorization"`
	// Grants are the bindings that give a role to everybody, or nodes/proxy to somebody.
	Grants []Grant `json:"grants"`
	// SecretReaders are the bindings that let a group, or every pod of a namespace that names no account, read all Secrets.
	SecretReaders []Grant `json:"secretReaders"`
	// AccountRights are the rights of ServiceAccounts that show what their pods could be.
	AccountRights []AccountRights `json:"accountRights"`

	StorageClasses []StorageClass `json:"storageClasses"`
	CSIDrivers     []CSIDriver    `json:"csiDrivers"`
	CSINodes       []CSINode      `json:"csiNodes"`
	PendingClaims  []PendingClaim `json:"pendingClaims"`
	// BoundClaims sum up the claims that have a volume, of applications too.
	BoundClaims []BoundClaims `json:"boundClaims"`
	// VolumeSnapshotClasses are those of snapshot.storage.k8s.io.
	VolumeSnapshotClasses []VolumeSnapshotClass `json:"volumeSnapshotClasses"`

	// BackupLocations, BackupSchedules and Backups are Velero's.
	BackupLocations []BackupLocation `json:"backupLocations"`
	BackupSchedules []BackupSchedule `json:"backupSchedules"`
	Backups         []Backup         `json:"backups"`

	DeliverySources []DeliverySource `json:"deliverySources"`
	Deliveries      []Delivery       `json:"deliveries"`
	// HelmReleases are the releases of Helm that are stuck; looked for only with the user's consent.
	HelmReleases HelmReleases `json:"helmReleases"`

	MeshConfigs         []MeshConfig         `json:"meshConfigs"`
	PeerAuthentications []PeerAuthentication `json:"peerAuthentications"`
	// AuthorizationPolicies are those of Istio that are for whole namespaces, and those that ask a provider.
	AuthorizationPolicies []AuthorizationPolicy `json:"authorizationPolicies"`
	// UnmeshedPods are those that lack a mesh's proxy in a namespace that asks for it, MeshProxies the
	// proxies that there are.
	UnmeshedPods []UnmeshedPods `json:"unmeshedPods"`
	MeshProxies  []MeshProxies  `json:"meshProxies"`

	// PendingPods are the pods in phase Pending, of applications too.
	PendingPods []PendingPods `json:"pendingPods"`
	// Events are about the platform's workloads that are not ready. They are for causes alone.
	Events []Event `json:"events"`
	// SigningRequests are the requests for certificates that wait for approval.
	SigningRequests []SigningRequests `json:"certificateSigningRequests"`
	// ServiceAccounts are those by which the platform's pods pull from Docker Hub, and from registries that ask for
	// credentials.
	ServiceAccounts []ServiceAccount `json:"serviceAccounts"`

	// RoleAccounts are the ServiceAccounts that name a role of AWS, where the webhook runs that gives pods such roles.
	RoleAccounts []ObjectRef `json:"roleAccounts"`
	// StartFailures are why pods are not made or not started, of applications too.
	StartFailures []StartFailure `json:"startFailures"`
	// PodIdentities are the pods that ask for an identity in a cloud.
	PodIdentities PodIdentities `json:"podIdentities"`
	// LegacyTokens are the Secrets that hold tokens of ServiceAccounts without an end, where they were asked for.
	LegacyTokens LegacyTokens `json:"legacyTokens"`

	APIServices []APIService          `json:"apiServices"`
	Webhooks    []WebhookConfig       `json:"webhooks"`
	CRDs        []CRD                 `json:"crds"`
	PDBs        []PodDisruptionBudget `json:"podDisruptionBudgets"`

	// APIWriters are who wrote objects in versions of Kubernetes' own APIs that will go.
	APIWriters []APIWriter `json:"apiWriters"`
	// ExternalSecretWriters are who wrote objects of external-secrets.io in versions that went or will go.
	ExternalSecretWriters []APIWriter `json:"externalSecretWriters"`
	// DeprecatedRequests are the requests in versions of APIs that will go, where the API server's metrics were read.
	DeprecatedRequests DeprecatedRequests `json:"deprecatedRequests"`
	// KubeletConfig is what kubeadm configures kubelets by.
	KubeletConfig KubeletConfig `json:"kubeletConfig"`
	// NameServers are the addresses that it gives pods as name servers.
	NameServers []NameServer `json:"nameServers"`

	Leases []Lease `json:"leases"`
	// Leaders are the leases of leader election in kube-system, PlatformLeaders those in the
	// other namespaces of the platform's workloads.
	Leaders         []Leader                  `json:"leaders"`
	PlatformLeaders []Leader                  `json:"platformLeaders"`
	HPAs            []HorizontalPodAutoscaler `json:"horizontalPodAutoscalers"`
	// NodeAutoscaler is what Cluster Autoscaler says of itself.
	NodeAutoscaler  NodeAutoscaler  `json:"nodeAutoscaler"`
	PriorityClasses []PriorityClass `json:"priorityClasses"`
	RuntimeClasses  []RuntimeClass  `json:"runtimeClasses"`
	// NamespaceLimits are the ResourceQuotas and LimitRanges of all namespaces.
	NamespaceLimits []NamespaceLimit `json:"namespaceLimits"`
	// AdmissionPolicies are the ValidatingAdmissionPolicies with their bindings.
	AdmissionPolicies []AdmissionPolicy `json:"admissionPolicies"`

	// OperatorResources are the custom resources that request a product of an operator:
	// the instances of kinds that the catalogue names.
	OperatorResources []OperatorResource `json:"declared"`
	// ProductResources are the custom resources by which products are configured or report
	// their state: the kinds that the catalogue names.
	ProductResources []ProductResource `json:"productResources"`

	// Probes are what probes tried and measured. They are empty when none was run,
	// which is no blind spot: nothing was tried.
	Probes []Probe `json:"probes"`

	// The following are those that a service names which is to land: what was
	// looked up, and nothing else.
	NamedConfigMaps      []NamedConfigMap      `json:"namedConfigMaps"`
	NamedServiceAccounts []NamedServiceAccount `json:"namedServiceAccounts"`
	// NamespaceBounds are the quotas and limits of the namespaces that its pods are to lie in.
	NamespaceBounds []NamespaceBounds `json:"namespaceBounds"`
	NamedServices   []NamedService    `json:"namedServices"`
	NamedPods       []NamedPods       `json:"namedPods"`
	NamedClaims     []NamedClaim      `json:"namedClaims"`
	TakenAddresses  []TakenAddress    `json:"takenAddresses"`
	NamedObjects    []NamedObject     `json:"namedObjects"`
	NamedHosts      []NamedHost       `json:"namedHosts"`
	NamedGrants     []NamedGrants     `json:"namedGrants"`

	// Custom are the resources that the user declares for policies of their own.
	Custom []CustomResource `json:"custom"`
}

// Target is what the facts are of.
type Target struct {
	// Kind is "cluster" for a live one, "manifests" for objects from files.
	Kind string `json:"kind" jsonschema:"enum=cluster,enum=manifests"`
	// Name is the kubeconfig context, or the file's name.
	Name string `json:"name"`
	// Server is the API server's host and port; empty for manifests.
	Server string `json:"server,omitempty"`
	// About says what files were recognised as: "troubleshoot support bundle of 2024-11-05, 61 kinds,
	// 14 namespaces"; empty for a cluster, and for objects alone.
	About string `json:"about,omitempty"`
}

// ObjectRef names one object.
type ObjectRef struct {
	Kind      string `json:"kind"`
	Namespace string `json:"namespace,omitempty"`
	Name      string `json:"name"`
}

// APIGroup is one API group of discovery.
type APIGroup struct {
	// Name is the group; "" is the core group.
	Name string `json:"name"`
	// Versions are the served ones, preferred first.
	Versions []string `json:"versions"`
	// Resources are the plural names served in any version, sorted.
	Resources []string `json:"resources"`
	// Unanswered are the versions whose resources could not be learnt, because the
	// server behind them does not answer.
	Unanswered []string `json:"unanswered"`
	// Kinds are the kinds of object in the group, sorted. A snapshot of an older kready has none.
	Kinds []APIKind `json:"kinds"`
}

// APIKind is one kind of object that the API server serves.
type APIKind struct {
	Name string `json:"name"`
	// Resource is its plural name.
	Resource   string `json:"resource"`
	Namespaced bool   `json:"namespaced"`
	// Versions are those of the group that have it, sorted.
	Versions []string `json:"versions"`
}
