package facts

// Rights of a ServiceAccount that show what its pods could be.
const (
	MayWatchIngresses        = "watch-ingresses"
	MayWatchGateways         = "watch-gateways"
	MayWatchNetworkPolicies  = "watch-networkpolicies"
	MayWatchEndpoints        = "watch-endpoints"                // Endpoints or EndpointSlices
	MayWatchNoSlices         = "watch-endpoints-without-slices" // Endpoints, and no EndpointSlices
	MayWriteServiceStatus    = "write-service-status"
	MayReadMetrics           = "read-metrics"
	MayWatchEvents           = "watch-events"
	MayWatchSecretKinds      = "watch-secret-kinds" // custom resources whose name has "secret"
	MayIssueCertificates     = "issue-certificates" // CertificateSigningRequests, or custom resources of certificates
	MayCreateVolumes         = "create-volumes"
	MayCreateVolumeSnapshots = "create-volume-snapshots"
	MayScaleNodes            = "scale-nodes" // changes Nodes and evicts pods
	MayReadEverything        = "read-everything"
	MayWriteEverything       = "write-everything"
)

// AccountRights says what a ServiceAccount may do in all namespaces, of a closed list of rights.
// ServiceAccounts without any of them, other subjects, and what RoleBindings give are left out.
type AccountRights struct {
	Namespace string `json:"namespace"`
	// Name is "" for all ServiceAccounts of the namespace.
	Name string   `json:"name"`
	May  []string `json:"may" jsonschema:"enum=watch-ingresses,enum=watch-gateways,enum=watch-networkpolicies,enum=watch-endpoints,enum=watch-endpoints-without-slices,enum=write-service-status,enum=read-metrics,enum=watch-events,enum=watch-secret-kinds,enum=issue-certificates,enum=create-volumes,enum=create-volume-snapshots,enum=scale-nodes,enum=read-everything,enum=write-everything"`
}
