package facts

// RuntimeClass is a class of container runtime that pods can name.
type RuntimeClass struct {
	Name string `json:"name"`
	// Handler is the name by which the runtime of nodes knows it.
	Handler string `json:"handler"`
	// NodeSelector and Tolerations are added to those of its pods.
	NodeSelector map[string]string `json:"nodeSelector"`
	Tolerations  []Toleration      `json:"tolerations"`
	// Overhead is added to what a pod requests: millicores of cpu, units of all others.
	Overhead []Quantity `json:"overhead"`
}
