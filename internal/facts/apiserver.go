package facts

import "time"

// ServingCertificate is the certificate by which the API server, or what stands before it, proved
// itself to kready.
type ServingCertificate struct {
	// Shown is false where kready came to it without TLS, as through kubectl proxy.
	Shown bool `json:"shown"`
	// Name and Issuer are the common names of the subject and of who signed it, or their organisations.
	Name      string    `json:"name"`
	Issuer    string    `json:"issuer"`
	NotBefore time.Time `json:"notBefore,omitzero"`
	NotAfter  time.Time `json:"notAfter,omitzero"`
}

// UserSignIn is by which flags API servers know users from elsewhere: an OpenID provider, or a webhook that
// knows tokens.
type UserSignIn struct {
	// Servers is how many API servers have flags that can be seen.
	Servers int `json:"servers"`
	// By are the flags of them that are set, sorted.
	By []string `json:"by"`
}

// Authorization is by what API servers decide which requests they allow, as far as that can be seen. It says itself
// what could not.
type Authorization struct {
	// RBAC is that of Readyz.
	RBAC string `json:"rbac" jsonschema:"enum=,enum=yes,enum=no"`
	// Servers are the API servers whose flags can be seen.
	Servers []AuthorizationServer `json:"servers"`
}

// AuthorizationServer is how the pod of an API server was told to decide.
type AuthorizationServer struct {
	Namespace string `json:"namespace"`
	Name      string `json:"name"`
	// Modes are those of --authorization-mode, sorted; none where it does not have the flag.
	Modes []string `json:"modes"`
	// File says that it has --authorization-config, whose file cannot be read.
	File bool `json:"file"`
}

// TokenIssuer is what the API server publishes of the tokens that it issues for ServiceAccounts.
type TokenIssuer struct {
	// Issuer is the URL that stands in the tokens, KeysAt where their keys are published.
	Issuer string `json:"issuer"`
	KeysAt string `json:"keysAt"`
}
