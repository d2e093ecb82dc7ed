package facts

import "time"

// SyncedSecret is an object that an operator makes a Secret from: an ExternalSecret, a
// SealedSecret, or a VaultStatic-, VaultDynamic- or VaultPKISecret. The Secret itself is
// never read.
type SyncedSecret struct {
	Kind      string    `json:"kind"`
	Namespace string    `json:"namespace"`
	Name      string    `json:"name"`
	CreatedAt time.Time `json:"createdAt,omitzero"`
	// StoreKind, StoreNamespace and StoreName are the SecretStore that it reads from:
	// a SecretStore, ClusterSecretStore or VaultAuth. All are empty when it names none.
	StoreKind      string `json:"storeKind"`
	StoreNamespace string `json:"storeNamespace"`
	StoreName      string `json:"storeName"`
	// Secret is the name of the Secret that it writes, and Shared says that others make it. The name is "" in snapshots
	// of an older kready.
	Secret string `json:"secret"`
	Shared bool   `json:"shared"`
	// Ready is True, False, Unknown, or "" when the status says nothing. Reason and
	// Message are of its condition; Message is empty while Ready is True.
	Ready   string `json:"ready" jsonschema:"enum=,enum=True,enum=False,enum=Unknown"`
	Reason  string `json:"reason"`
	Message string `json:"message"`
	// RefreshSeconds is how often an ExternalSecret is read again; 0 for those that are
	// not, or only in windows of time.
	RefreshSeconds int `json:"refreshSeconds"`
	// RefreshedAt is when it was read last; zero when the status does not say.
	RefreshedAt time.Time `json:"refreshedAt,omitzero"`
}
