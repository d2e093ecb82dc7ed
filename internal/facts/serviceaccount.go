package facts

import "time"

// ServiceAccount is one whose pods belong to the platform and take images from Docker
// Hub.
type ServiceAccount struct {
	Namespace string `json:"namespace"`
	Name      string `json:"name"`
	// ImagePullSecrets are the names of the Secrets that its pods may pull images with.
	ImagePullSecrets []string `json:"imagePullSecrets"`
}

// LegacyTokens are the Secrets of type kubernetes.io/service-account-token.
type LegacyTokens struct {
	// Asked is false where they were not looked for: nobody allowed it.
	Asked  bool          `json:"asked"`
	Tokens []LegacyToken `json:"tokens"`
}

// LegacyToken is the metadata of one such Secret. Its content is never asked for.
type LegacyToken struct {
	Namespace string `json:"namespace"`
	Name      string `json:"name"`
	// Account is the ServiceAccount that it is a token of.
	Account   string    `json:"account"`
	CreatedAt time.Time `json:"createdAt,omitzero"`
	// LastUsed is the day on which it was used last, as the API server notes it since Kubernetes 1.27; zero when it was not.
	LastUsed time.Time `json:"lastUsed,omitzero"`
	// InvalidSince is the day since which it is no longer accepted; zero for one that is.
	InvalidSince time.Time `json:"invalidSince,omitzero"`
}
