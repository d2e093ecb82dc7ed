package facts

import "time"

// DeliverySource is what Flux fetches configuration from: a GitRepository,
// OCIRepository, HelmRepository or Bucket.
type DeliverySource struct {
	Kind      string    `json:"kind"`
	Namespace string    `json:"namespace"`
	Name      string    `json:"name"`
	CreatedAt time.Time `json:"createdAt,omitzero"`
	Suspended bool      `json:"suspended"`
	// Static marks a HelmRepository of type oci, which Flux reads only when a chart is
	// requested, so that it has no status.
	Static bool `json:"static"`
	// Ready is True, False, Unknown, or "" when the status says nothing. Reason and
	// Message are empty while it is True.
	Ready   string `json:"ready" jsonschema:"enum=,enum=True,enum=False,enum=Unknown"`
	Reason  string `json:"reason"`
	Message string `json:"message"`
}

// Delivery is one unit that a delivery controller applies to a cluster: a Kustomization
// or HelmRelease of Flux, or an Application of Argo CD.
type Delivery struct {
	Kind      string    `json:"kind"`
	Namespace string    `json:"namespace"`
	Name      string    `json:"name"`
	CreatedAt time.Time `json:"createdAt,omitzero"`
	// Into is the namespace that it delivers to, "" when it does not say.
	Into string `json:"into"`
	// Remote marks one that delivers to another cluster.
	Remote bool `json:"remote"`
	// Suspended marks a unit of Flux that is suspended.
	Suspended bool `json:"suspended"`
	// Automated marks an Application that is synced automatically. It is true for
	// all units of Flux.
	Automated bool `json:"automated"`
	// SourceKind, SourceNamespace and SourceName are the source of a unit of Flux.
	SourceKind      string `json:"sourceKind"`
	SourceNamespace string `json:"sourceNamespace"`
	SourceName      string `json:"sourceName"`
	// Decrypts says whether a Kustomization of Flux decrypts the Secrets that it applies; "" for other kinds, and in
	// snapshots that do not say.
	Decrypts string `json:"decrypts" jsonschema:"enum=,enum=yes,enum=no"`
	// Current is false while the controller has not seen the latest spec.
	Current bool `json:"current"`
	// Ready is the condition of a unit of Flux: True, False, Unknown, or "" when the
	// status says nothing.
	Ready string `json:"ready" jsonschema:"enum=,enum=True,enum=False,enum=Unknown"`
	// Sync is an Application's: Synced, OutOfSync, Unknown, or "". Health is Healthy,
	// Progressing, Degraded, Suspended, Missing, Unknown, or "".
	Sync   string `json:"sync" jsonschema:"enum=,enum=Synced,enum=OutOfSync,enum=Unknown"`
	Health string `json:"health" jsonschema:"enum=,enum=Healthy,enum=Progressing,enum=Degraded,enum=Suspended,enum=Missing,enum=Unknown"`
	// Running marks an Application that is being synced right now.
	Running bool `json:"running"`
	// Reason and Message say why it is not ready; empty while it is. For an Application
	// they are its first condition that is an error.
	Reason  string `json:"reason"`
	Message string `json:"message"`
}

// HelmReleases are the releases of Helm of which the newest revision is not deployed, by the labels of the
// Secrets that Helm keeps them in.
type HelmReleases struct {
	// Asked is true where the user let kready list these Secrets: otherwise nothing is known of releases.
	Asked bool          `json:"asked"`
	Stuck []HelmRelease `json:"stuck"`
}

// HelmRelease is a release whose newest revision is not deployed.
type HelmRelease struct {
	Namespace string `json:"namespace"`
	Name      string `json:"name"`
	Revision  int    `json:"revision"`
	// Status is that of the newest revision: failed, pending-install, pending-upgrade, pending-rollback or uninstalling.
	Status string    `json:"status"`
	Since  time.Time `json:"since,omitzero"`
	// Deployed is the newest revision that is deployed; 0 when none is.
	Deployed int `json:"deployed"`
}
