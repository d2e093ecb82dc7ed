package facts

// ServiceAccount is one whose pods belong to the platform and take images from Docker
// Hub.
type ServiceAccount struct {
	Namespace string `json:"namespace"`
	Name      string `json:"name"`
	// ImagePullSecrets are the names of the Secrets that its pods may pull images with.
	ImagePullSecrets []string `json:"imagePullSecrets"`
}
