package facts

// Conversion says how the API server turns one version of a custom resource into
// another.
type Conversion struct {
	// Webhook is false when only the version's name is changed.
	Webhook bool `json:"webhook"`
	// External marks a webhook that is reached by URL, not through a Service.
	External         bool   `json:"external"`
	ServiceNamespace string `json:"serviceNamespace"`
	ServiceName      string `json:"serviceName"`
}
