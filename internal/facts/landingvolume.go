package facts

// LandingVolume is a volume of a pod template.
type LandingVolume struct {
	// Volume is its name in the pods.
	Volume string `json:"volume"`
	// Type is the field that says what it is made of: "configMap", "csi", "awsElasticBlockStore".
	Type string `json:"type"`
	// Claim is the PersistentVolumeClaim that it names, Driver the CSI driver that makes it for each pod; "" for
	// what is neither. SecretClass is the SecretProviderClass that it names to the Secrets Store CSI Driver.
	Claim       string `json:"claim"`
	Driver      string `json:"driver"`
	SecretClass string `json:"secretClass"`
	Line        int    `json:"line"`
}

// Sources of a LandingProjection.
const (
	ProjectedTrustBundle    = "clusterTrustBundle"
	ProjectedPodCertificate = "podCertificate"
	ProjectedToken          = "serviceAccountToken"
)

// LandingProjection is a source of a projected volume that is made by the API server or a signer.
type LandingProjection struct {
	Volume string `json:"volume"`
	Source string `json:"source" jsonschema:"enum=clusterTrustBundle,enum=podCertificate,enum=serviceAccountToken"`
	// Bundle is the name of a trust bundle, Signer the signer of a trust bundle or a certificate, Audience that of a token.
	Bundle   string `json:"bundle"`
	Signer   string `json:"signer"`
	Audience string `json:"audience"`
	// Optional marks a trust bundle that pods start without.
	Optional bool `json:"optional"`
	Line     int  `json:"line"`
}
